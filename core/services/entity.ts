/** An application entity (PS3.7 §6.1): its title, its contexts, and both roles. The one thing that a program makes to speak DICOM. */
import { randomUUID } from 'node:crypto';
import { UsageError } from '../errors.ts';
import type { Clock } from '../lib/clock.ts';
import { requireMaximumLength } from '../pdu/check.ts';
import { checkAeTitle } from '../lib/ae-title.ts';
import { DEFAULT_LIMITS, DEFAULT_TIMEOUTS } from '../association/defaults.ts';
import { EstablishedAssociation } from '../association/established.ts';
import { guardedObserver } from '../association/guarded-observer.ts';
import { requestAssociation, type FullRequest } from '../association/requestor.ts';
import { serveAssociations } from '../association/server.ts';
import { systemClock } from '../association/system-clock.ts';
import type { AssociateRequest, AssociationObserver, Limits, Timeouts } from '../association/types.ts';
import { createAssociation } from './dimse-association.ts';
import { createPerformer } from './performer.ts';
import type { ApplicationEntity, AssociateOutcome, EntityOptions, ListenOptions, Server } from './types.ts';

export interface EntityPorts {
  readonly clock?: Clock;
  readonly newId?: () => string;
}

/** How long `close` waits for associations to end by themselves. */
const CLOSE_GRACE = 2_000;

/** Throws `UsageError` for an impossible title or maximum length. */
export function createApplicationEntity(options: EntityOptions, ports: EntityPorts = {}): ApplicationEntity {
  const wrong = checkAeTitle(options.title);
  if (wrong !== undefined) throw new UsageError('invalid-ae-title', `The AE title “${options.title}” ${wrong}.`);
  return new Entity(options, { clock: ports.clock ?? systemClock, newId: ports.newId ?? randomUUID });
}

class Entity implements ApplicationEntity {
  readonly title: string;
  readonly #options: EntityOptions;
  readonly #ports: Required<EntityPorts>;
  readonly #observer: AssociationObserver | undefined;
  readonly #timeouts: Timeouts;
  readonly #limits: Limits;

  constructor(options: EntityOptions, ports: Required<EntityPorts>) {
    this.title = options.title;
    this.#options = options;
    this.#ports = ports;
    this.#timeouts = { ...DEFAULT_TIMEOUTS, ...options.timeouts };
    this.#observer = guardedObserver(options.observer);
    this.#limits = { ...DEFAULT_LIMITS, ...options.limits };
    requireMaximumLength(this.#limits.maximumLength);
  }

  async associate(request: AssociateRequest): Promise<AssociateOutcome> {
    const { clock } = this.#ports;
    const outcome = await requestAssociation(this.#completed(request), { clock, observer: this.#observer });
    if (!(outcome instanceof EstablishedAssociation)) return outcome;
    const { store, n } = this.#options;
    const performer = createPerformer({ ...(store && { store }), ...(n && { n }) }, this);
    return { kind: 'established', association: createAssociation(outcome, performer) };
  }

  async listen(options: ListenOptions): Promise<Server> {
    const performer = createPerformer(options.on, this);
    const server = await serveAssociations({
      host: options.host,
      port: options.port,
      tls: options.tls,
      supportedContexts: options.supportedContexts,
      supportsOther: options.supportsOther,
      transferSyntaxOrder: options.transferSyntaxOrder,
      anyApplicationContext: options.anyApplicationContext,
      admit: options.admit,
      timeouts: this.#timeouts,
      limits: this.#limits,
      observer: this.#observer,
      ...this.#ports,
      onEstablished: (established) => {
        const association = createAssociation(established, performer);
        options.onAssociation?.(association);
      },
    });
    const close: Server['close'] = ({ graceMs = CLOSE_GRACE } = {}) => server.close(graceMs);
    return {
      host: server.host,
      port: server.port,
      get associations() {
        return new Set([...server.associations].map(({ facts }) => facts));
      },
      close,
      [Symbol.asyncDispose]: () => close(),
    };
  }

  #completed(request: AssociateRequest): FullRequest {
    return {
      ...request,
      id: this.#ports.newId(),
      callingTitle: request.callingTitle ?? this.title,
      contexts: request.contexts ?? this.#options.requestedContexts ?? [],
      timeouts: { ...this.#timeouts, ...request.timeouts },
      limits: this.#limits,
    };
  }
}
