/**
 * The verification ladder: name, reach, language, introduce, echo, abilities. Each rung stands on the one below; the first that fails is
 * explained, what lies above is not tried. Nothing is read from the node but its answers to C-ECHO.
 */
import { lookup } from 'node:dns/promises';
import { connect } from 'node:net';
import { isIP } from 'node:net';
import type { Failure, ProposedSyntaxes, TlsInformation } from '../association/types.ts';
import type { CertificateView, Explanation } from '../contract/failure.ts';
import type { NodeAbilities, Rung, RungName } from '../contract/nodes.ts';
import { TransportError } from '../errors.ts';
import { explainEnd, explainFailure } from '../failures/explain-failure.ts';
import { explainStatus } from '../failures/explain-status.ts';
import type { About, Step } from '../failures/types.ts';
import type { Clock } from '../lib/clock.ts';
import type { ApplicationEntity, AssociateOutcome, Association, FinalStatus } from '../services/types.ts';
import { abilityContexts, readAbilities } from './abilities.ts';
import { answersTls } from './tls-probe.ts';
import type { NodeRequest } from './types.ts';

export interface ClimbOptions {
  readonly entity: ApplicationEntity;
  readonly clock: Clock;
  readonly request: NodeRequest;
  readonly about: (step: Step) => About;
  readonly signal: AbortSignal;
  readonly show: (ladder: readonly Rung[]) => void;
}

/** What a climb found. */
export interface Climbed {
  readonly failedAt: RungName | null;
  readonly failure: Failure | null;
  readonly explanation: Explanation | null;
  readonly roundTripMs: number | null;
  readonly implementation: string | null;
  readonly abilities: NodeAbilities | null;
  readonly certificate: CertificateView | null;
}

export const RUNGS: readonly RungName[] = ['name', 'reach', 'language', 'introduce', 'echo', 'abilities'];

const verification: readonly ProposedSyntaxes[] = [
  { abstractSyntax: '1.2.840.10008.1.1', transferSyntaxes: ['1.2.840.10008.1.2.1', '1.2.840.10008.1.2'] },
];

export async function climb(options: ClimbOptions): Promise<Climbed> {
  const ladder = new Ladder(options.show);
  const found: { -readonly [K in keyof Climbed]: Climbed[K] } = {
    failedAt: null,
    failure: null,
    explanation: null,
    roundTripMs: null,
    implementation: null,
    abilities: null,
    certificate: null,
  };
  const fail = (rung: RungName, failure: Failure | null, explanation: Explanation): Climbed => {
    ladder.fail(rung, explanation);
    return { ...found, failedAt: rung, failure, explanation };
  };
  const timed = startTimer(options.clock);

  const unreached = await reach(options, ladder, timed);
  if (unreached) return fail(unreached.rung, unreached.failure, explainFailure(unreached.failure, options.about('associate')));

  ladder.begin('language');
  const ms = timed();
  const opened = await introduce(options);
  if (opened.kind !== 'established') {
    found.certificate = (opened.kind === 'failed' && opened.certificate) || null;
    const rung = rungOf(opened, options.request);
    const explanation = explainFailure(opened, options.about(rung === 'echo' ? 'C-ECHO' : 'associate'));
    if (rung !== 'language') ladder.pass('language', { ms: ms(), found: options.request.tls ? 'TLS' : 'plain DICOM' });
    if (rung === 'echo') ladder.pass('introduce', { ms: ms(), found: 'accepted, but not for Verification' });
    return fail(rung, opened, explanation);
  }
  const { association } = opened;
  found.implementation = implementationOf(association);
  found.certificate = association.tls?.peerCertificate ?? null;
  ladder.pass('language', { ms: ms(), found: association.tls ? languageText(association.tls) : 'plain DICOM' });
  ladder.pass('introduce', { ms: ms(), found: introduction(association) });

  ladder.begin('echo');
  const echoMs = timed();
  const answer = await association.echo({ signal: options.signal });
  found.roundTripMs = echoMs();
  await association.release();
  const refused = explainEcho(answer, options.about('C-ECHO'));
  if (refused) return fail('echo', answer.kind === 'ended' && answer.end.kind !== 'released' ? answer.end : null, refused);
  ladder.pass('echo', { ms: found.roundTripMs, found: 'answered' });

  ladder.begin('abilities');
  const askedMs = timed();
  const asked = await options.entity.associate({ ...options.request, ...abilityContexts(), signal: options.signal });
  if (asked.kind === 'established') {
    found.abilities = readAbilities(asked.association.accepted);
    await asked.association.release();
  } else if (asked.kind === 'failed' && asked.phase === 'no-context') {
    found.abilities = readAbilities([]);
  } else {
    return fail('abilities', asked, explainFailure(asked, options.about('associate')));
  }
  ladder.pass('abilities', { ms: askedMs(), found: abilitiesText(found.abilities) });
  return found;
}

/** Opens an association. One that ends without a word may be a port that expects TLS: it is called once more to find out. */
async function introduce({ entity, request, signal }: ClimbOptions): Promise<AssociateOutcome> {
  const opened = await entity.associate({ ...request, contexts: verification, signal });
  const isSilent = opened.kind === 'failed' && opened.phase === 'first-byte' && opened.problem === undefined;
  if (!isSilent || request.tls || !(await answersTls(request, signal))) return opened;
  return { kind: 'failed', phase: 'tls', code: 'tls-expected', detail: 'the port answers TLS and hangs up on plain DICOM' };
}

/** 'TLS 1.3, certificate CN=pacs1, expires 2027-01-31, issued by CN=Hospital CA'. */
function languageText({ protocol, peerCertificate }: TlsInformation): string {
  const version = protocol.replace(/^TLSv/, 'TLS ');
  if (!peerCertificate) return version;
  const { subject, issuer, validTo } = peerCertificate;
  const by = issuer === subject ? 'made by itself' : `issued by ${issuer}`;
  return `${version}, certificate ${subject}, expires ${validTo.slice(0, 10)}, ${by}`;
}

/** The ladder as it is shown; every change is a new list. */
class Ladder {
  readonly #show: (ladder: readonly Rung[]) => void;
  #rungs: readonly Rung[] = RUNGS.map((name) => ({ name, state: 'waiting', ms: null, found: '', failure: null }));

  constructor(show: (ladder: readonly Rung[]) => void) {
    this.#show = show;
  }

  begin(name: RungName): void {
    this.#change(name, { state: 'running' });
  }

  pass(name: RungName, { ms, found }: { readonly ms: number; readonly found: string }): void {
    this.#change(name, { state: 'ok', ms: Math.round(ms * 10) / 10, found });
  }

  fail(name: RungName, failure: Explanation): void {
    const at = RUNGS.indexOf(name);
    this.#rungs = this.#rungs.map((rung, index) => (index > at ? { ...rung, state: 'not-tried' } : rung));
    this.#change(name, { state: 'failed', failure });
  }

  #change(name: RungName, change: Partial<Rung>): void {
    this.#rungs = this.#rungs.map((rung) => (rung.name === name ? { ...rung, ...change } : rung));
    this.#show(this.#rungs);
  }
}

type Timer = () => () => number;

function startTimer(clock: Clock): Timer {
  return () => {
    const from = clock.now();
    return () => clock.now() - from;
  };
}

interface Unreached {
  readonly rung: 'name' | 'reach';
  readonly failure: Failure;
}

async function reach({ request, signal, clock }: ClimbOptions, ladder: Ladder, timed: Timer): Promise<Unreached | undefined> {
  ladder.begin('name');
  const nameMs = timed();
  try {
    const addresses = isIP(request.host) ? [{ address: request.host }] : await withSignal(lookup(request.host, { all: true }), signal);
    ladder.pass('name', { ms: nameMs(), found: addresses.map(({ address }) => address).join(', ') });
  } catch (error) {
    return { rung: 'name', failure: brokenAt('name', error) };
  }
  ladder.begin('reach');
  const reachMs = timed();
  try {
    await touch({ request, signal, clock });
    ladder.pass('reach', { ms: reachMs(), found: `port ${request.port} is open` });
    return undefined;
  } catch (error) {
    return { rung: 'reach', failure: brokenAt('connect', error) };
  }
}

/** Opens a connection and closes it again in good order, nothing said. */
function touch({ request, signal, clock }: Pick<ClimbOptions, 'request' | 'signal' | 'clock'>): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: request.host, port: request.port });
    const end = (error?: Error): void => {
      cancelTimer();
      signal.removeEventListener('abort', onAbort);
      socket.destroy();
      if (error) reject(error);
      else resolve();
    };
    const onAbort = (): void => end(new TransportError('connect', 'cancelled', 'cancelled'));
    const connectMs = request.timeouts.connect ?? 0;
    const timeout = new TransportError('connect', 'connect-timeout', `no answer within ${connectMs} ms`);
    const cancelTimer = connectMs > 0 ? clock.setTimer(connectMs, () => end(timeout)) : () => undefined;
    socket.once('connect', () => end());
    socket.once('error', end);
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
  });
}

function withSignal<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(new TransportError('name', 'cancelled', 'cancelled'));
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

function brokenAt(phase: 'name' | 'connect', error: unknown): Failure {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
  const detail = error instanceof Error ? error.message : String(error);
  return { kind: 'failed', phase: code === 'cancelled' ? 'cancelled' : phase, code, detail };
}

/**
 * The rung on which a failed association stopped. A refused Verification context is an answer to the echo, not to the introduction; of who never
 * said a word nobody knows the language, unless TLS was agreed on.
 */
function rungOf(failure: Failure, { tls }: NodeRequest): RungName {
  if (failure.kind !== 'failed') return 'introduce';
  if (failure.code === 'connect-timeout') return 'reach';
  switch (failure.phase) {
    case 'name':
      return 'name';
    case 'connect':
      return 'reach';
    case 'tls':
    case 'first-byte':
      return 'language';
    case 'no-context':
      return 'echo';
    case 'timer':
      return tls ? 'introduce' : 'language';
    case 'cancelled':
    case 'established':
      return failure.problem ? 'language' : 'introduce';
  }
}

function explainEcho(answer: FinalStatus, about: About): Explanation | undefined {
  if (answer.kind === 'ended') return explainEnd(answer.end, about);
  return answer.status.class === 'success' ? undefined : explainStatus(answer.status, 'C-ECHO', about);
}

const implementationOf = ({ peer }: Association): string | null => peer.implementationVersionName ?? peer.implementationClassUid ?? null;

function introduction(association: Association): string {
  const by = implementationOf(association);
  const length = association.peer.maximumLength ?? 0;
  return `accepted${by === null ? '' : ` by ${by}`}, ${length === 0 ? 'any message length' : `${Math.round(length / 1024)} KiB messages`}`;
}

const WORDS: readonly (readonly [keyof NodeAbilities, string])[] = [
  ['query', 'search'],
  ['get', 'C-GET'],
  ['move', 'C-MOVE'],
  ['store', 'store'],
  ['commitment', 'commitment'],
  ['worklist', 'worklist'],
];

function abilitiesText(abilities: NodeAbilities): string {
  const can = WORDS.filter(([ability]) => abilities[ability]).map(([, word]) => word);
  return can.length === 0 ? 'echo only' : can.join(', ');
}
