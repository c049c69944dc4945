/**
 * The acceptor's half of negotiation (PS3.8 §7.1, §9.3.3, PS3.7 Annex D.3.3): an accept for any request, even when none of its contexts
 * can be used. Whether to accept at all is decided before, in `check.ts`.
 */
import { ProtocolError } from '../errors.ts';
import { DICOM_APPLICATION_CONTEXT } from '../pdu/layout.ts';
import type { AssociateAc, AssociateRq, ContextAnswer, RoleSelection, UserInformation } from '../pdu/types.ts';
import { isValidUid } from '../lib/uid.ts';
import { decideContext, type Decision, type Support, type TransferSyntaxOrder } from './decide.ts';
import { DEFAULT_SEND_LENGTH_CAP, sendLengthFor, userInformationOf } from './offer.ts';
import { grantedRoles } from './roles.ts';
import type { Agreement, Offer, SupportedContext } from './types.ts';
import { agreedWindow, mirrored } from './window.ts';

export interface AnsweringOptions {
  readonly supported: readonly SupportedContext[];
  /**
   * What we say of ourselves, with the asynchronous window in our own words (`performed` bounds what the peer may invoke) and
   * `sopClassExtended` holding the answers to the peer's items. Roles and identity of an offer are a requestor's and not read here.
   */
  readonly offer: Offer;
  /**
   * Whose preference picks the transfer syntax: the requestor's order of offer (default: a compressed object then arrives compressed) or
   * the order of the supported context's list.
   */
  readonly transferSyntaxOrder?: TransferSyntaxOrder;
  /** What supports an abstract syntax that no supported context names: storage of private and unknown SOP classes. */
  readonly otherwise?: (abstractSyntax: string) => Support | undefined;
  /** Server response for an identity of type 3-5 that asked for one (PS3.7 §D.3.3.7.2). Types 1 and 2 get an empty one. */
  readonly userIdentityResponse?: Uint8Array;
  /** The longest P-DATA-TF that we send, whatever the peer allows. */
  readonly sendLengthCap?: number;
}

export interface Answer {
  readonly answer: AssociateAc;
  readonly agreement: Agreement;
}

/** Throws `ProtocolError` for a maximum length of 1-6, which `checkAssociateRq` refuses before. */
export function answerAssociate(request: AssociateRq, options: AnsweringOptions): Answer {
  const { offer, sendLengthCap = DEFAULT_SEND_LENGTH_CAP, transferSyntaxOrder: order = 'requestor' } = options;
  const { maximumLength, asynchronousOperations } = request.userInformation;
  const sendLength = sendLengthFor(maximumLength, sendLengthCap);
  if (sendLength === undefined) {
    throw new ProtocolError('unusable-maximum-length', `the peer receives PDUs of at most ${String(maximumLength)} bytes`, {
      source: 2,
      reason: 6,
    });
  }
  const supportOf = supportIndex(options.supported, options.otherwise);
  const decisions = request.contexts.map((proposed) => {
    const role = request.userInformation.roles.find(({ sopClassUid }) => sopClassUid === proposed.abstractSyntax);
    return decideContext({ proposed, support: supportOf(proposed.abstractSyntax), role, order });
  });
  const ours = offer.asynchronousOperations && mirrored(offer.asynchronousOperations);
  const window = agreedWindow(asynchronousOperations, ours);
  const answer: AssociateAc = {
    kind: 'associate-ac',
    protocolVersion: 1,
    calledTitle: request.calledTitle,
    callingTitle: request.callingTitle,
    applicationContext: DICOM_APPLICATION_CONTEXT,
    contexts: decisions.map(contextAnswer),
    userInformation: {
      ...answerUserInformation(request, options),
      ...(asynchronousOperations && ours && { asynchronousOperations: window }),
      roles: answerRoles(request, decisions, supportOf),
    },
  };
  return {
    answer,
    agreement: {
      accepted: decisions.flatMap((decision) => (decision.kind === 'accepted' ? decision.context : [])),
      rejected: decisions.flatMap((decision) => (decision.kind === 'rejected' ? decision.context : [])),
      sendLength,
      asynchronousOperations: mirrored(window),
      request,
      answer,
    },
  };
}

type SupportOf = (abstractSyntax: string) => Support | undefined;

function supportIndex(supported: readonly SupportedContext[], otherwise: SupportOf | undefined): SupportOf {
  const index = indexes.get(supported) ?? indexOf(supported);
  indexes.set(supported, index);
  return (abstractSyntax) => index.get(abstractSyntax) ?? otherwise?.(abstractSyntax);
}

/** One list serves every association of a port. */
const indexes = new WeakMap<readonly SupportedContext[], ReadonlyMap<string, Support>>();

/** Entries for the same abstract syntax count together; one that takes any transfer syntax takes any. */
function indexOf(supported: readonly SupportedContext[]): ReadonlyMap<string, Support> {
  const index = new Map<string, Support>();
  for (const { abstractSyntax, ...support } of supported) {
    const known = index.get(abstractSyntax);
    const any = known?.transferSyntaxes.length === 0 || support.transferSyntaxes.length === 0;
    const transferSyntaxes = any ? [] : [...(known?.transferSyntaxes ?? []), ...support.transferSyntaxes];
    index.set(abstractSyntax, { ...known, ...support, transferSyntaxes });
  }
  return index;
}

/** PS3.8 §9.3.3.2: one transfer syntax in every answer; in a rejection it is not significant and repeats the first that was offered. */
function contextAnswer({ kind, context }: Decision): ContextAnswer {
  return kind === 'accepted'
    ? { id: context.id, result: 0, transferSyntax: context.transferSyntax }
    : { id: context.id, result: context.result, transferSyntax: context.transferSyntaxes.find(isValidUid) ?? '' };
}

/** PS3.7 §D.3.3.4.2: answers to the proposals for classes of which a context stands or fell by its roles alone. */
function answerRoles(request: AssociateRq, decisions: readonly Decision[], supportOf: SupportOf): readonly RoleSelection[] {
  const decisive = decisions.filter(({ kind, context }) => kind === 'accepted' || context.result === 1);
  const classes = new Set(decisive.map(({ context }) => context.abstractSyntax));
  const answers: RoleSelection[] = [];
  for (const role of request.userInformation.roles) {
    const support = supportOf(role.sopClassUid);
    if (support && classes.delete(role.sopClassUid)) answers.push({ sopClassUid: role.sopClassUid, ...grantedRoles(role, support) });
  }
  return answers;
}

function answerUserInformation({ userInformation }: AssociateRq, { offer, userIdentityResponse }: AnsweringOptions): UserInformation {
  const asked = new Set(userInformation.sopClassExtended.map(({ sopClassUid }) => sopClassUid));
  const { maximumLength, implementationClassUid, implementationVersionName, sopClassExtended = [] } = offer;
  const identity = userInformation.userIdentity;
  return {
    ...userInformationOf({ maximumLength, implementationClassUid, implementationVersionName }),
    sopClassExtended: sopClassExtended.filter(({ sopClassUid }) => asked.has(sopClassUid)),
    ...(identity?.positiveResponseRequested === true && {
      userIdentityResponse: identity.type <= 2 ? new Uint8Array(0) : (userIdentityResponse ?? new Uint8Array(0)),
    }),
  };
}
