/**
 * The requestor's half of negotiation (PS3.8 §7.1, PS3.7 Annex D.3.3): what is proposed, and what the answer to it means. A peer is
 * believed nothing that was not proposed to it.
 */
import { ProtocolError, UsageError } from '../errors.ts';
import { DICOM_APPLICATION_CONTEXT, MAXIMUM_CONTEXTS } from '../pdu/layout.ts';
import type { AssociateAc, AssociateRq, ContextAnswer, ProposedContext } from '../pdu/types.ts';
import { checkAeTitle, trimAeTitle } from '../lib/ae-title.ts';
import { isValidUid } from '../lib/uid.ts';
import { DEFAULT_SEND_LENGTH_CAP, sendLengthFor, userInformationOf } from './offer.ts';
import { requestorRoles } from './roles.ts';
import type { AcceptedContext, Agreement, Offer, RejectedContext } from './types.ts';
import { agreedWindow } from './window.ts';

/** Numbers contexts 1, 3, 5 … in the order of the list. Throws `UsageError` for none and for more than 128. */
export function proposeContexts(contexts: readonly Omit<ProposedContext, 'id'>[]): readonly ProposedContext[] {
  if (contexts.length === 0) throw new UsageError('no-contexts', 'an association needs at least one presentation context');
  if (contexts.length > MAXIMUM_CONTEXTS) {
    const message = `${contexts.length} presentation contexts were asked for; an association holds at most ${MAXIMUM_CONTEXTS}`;
    throw new UsageError('too-many-contexts', message);
  }
  return contexts.map(({ abstractSyntax, transferSyntaxes }, index) => {
    for (const uid of [abstractSyntax, ...transferSyntaxes]) {
      if (!isValidUid(uid)) throw new UsageError('invalid-uid', `“${uid}” in a presentation context is not a valid UID`);
    }
    if (transferSyntaxes.length === 0) {
      throw new UsageError('invalid-argument', `the presentation context for ${abstractSyntax} offers no transfer syntax`);
    }
    return { id: index * 2 + 1, abstractSyntax, transferSyntaxes: [...transferSyntaxes] };
  });
}

export interface AssociateRqParts {
  readonly calledTitle: string;
  readonly callingTitle: string;
  readonly contexts: readonly ProposedContext[];
  readonly offer: Offer;
}

/** The request as a value. Throws `UsageError` for titles that cannot be sent. */
export function buildAssociateRq({ calledTitle, callingTitle, contexts, offer }: AssociateRqParts): AssociateRq {
  for (const title of [calledTitle, callingTitle]) {
    const why = checkAeTitle(title);
    if (why !== undefined) throw new UsageError('invalid-ae-title', `the AE title “${title}” ${why}`);
  }
  return {
    kind: 'associate-rq',
    protocolVersion: 1,
    calledTitle: trimAeTitle(calledTitle),
    callingTitle: trimAeTitle(callingTitle),
    applicationContext: DICOM_APPLICATION_CONTEXT,
    contexts,
    userInformation: userInformationOf(offer),
  };
}

export interface ReadingOptions {
  /** The longest P-DATA-TF that we send, whatever the peer allows. */
  readonly sendLengthCap?: number;
}

/**
 * What an accept means for the request it answers. A context that the answer leaves out counts as rejected without a reason; an identifier
 * that was not proposed, one answered twice or a transfer syntax that was not offered is a violation.
 */
export function readAssociateAc(
  request: AssociateRq,
  answer: AssociateAc,
  { sendLengthCap = DEFAULT_SEND_LENGTH_CAP }: ReadingOptions = {},
): Agreement | ProtocolError {
  const answers = new Map<number, ContextAnswer>();
  for (const given of answer.contexts) {
    if (answers.has(given.id)) return violation('context-answered-twice', `presentation context ${given.id} was answered twice`);
    answers.set(given.id, given);
  }
  const accepted: AcceptedContext[] = [];
  const rejected: RejectedContext[] = [];
  for (const proposed of request.contexts) {
    const outcome = readContext(proposed, answers.get(proposed.id), { request, answer });
    if (outcome instanceof ProtocolError) return outcome;
    if (outcome.kind === 'accepted') accepted.push(outcome.context);
    else rejected.push(outcome.context);
    answers.delete(proposed.id);
  }
  const [stray] = answers.keys();
  if (stray !== undefined) return violation('context-not-proposed', `presentation context ${stray} was answered but not proposed`);
  const sendLength = sendLengthFor(answer.userInformation.maximumLength, sendLengthCap);
  if (sendLength === undefined) {
    return violation('unusable-maximum-length', `the peer receives PDUs of at most ${String(answer.userInformation.maximumLength)} bytes`);
  }
  const { asynchronousOperations: proposedWindow } = request.userInformation;
  const asynchronousOperations = agreedWindow(proposedWindow, answer.userInformation.asynchronousOperations);
  return { accepted, rejected, sendLength, asynchronousOperations, request, answer };
}

type Outcome =
  { readonly kind: 'accepted'; readonly context: AcceptedContext } | { readonly kind: 'rejected'; readonly context: RejectedContext };

function readContext(
  proposed: ProposedContext,
  given: ContextAnswer | undefined,
  pdus: { readonly request: AssociateRq; readonly answer: AssociateAc },
): Outcome | ProtocolError {
  const { id, abstractSyntax, transferSyntaxes } = proposed;
  const rejected = (result: RejectedContext['result']): Outcome => {
    return { kind: 'rejected', context: { id, abstractSyntax, transferSyntaxes, result } };
  };
  if (!given) return rejected(2);
  if (given.result !== 0) return rejected(rejectionOf(given.result));
  if (!transferSyntaxes.includes(given.transferSyntax)) {
    const what = given.transferSyntax === '' ? 'without a transfer syntax' : `with ${given.transferSyntax}, which was not offered`;
    return violation('transfer-syntax-not-proposed', `presentation context ${id} was accepted ${what}`);
  }
  const ofClass = ({ sopClassUid }: { readonly sopClassUid: string }): boolean => sopClassUid === abstractSyntax;
  const roles = requestorRoles(pdus.request.userInformation.roles.find(ofClass), pdus.answer.userInformation.roles.find(ofClass));
  if (!roles) return rejected(1);
  const context = { id, abstractSyntax, transferSyntax: given.transferSyntax, requestorIsScu: roles.scu, requestorIsScp: roles.scp };
  return { kind: 'accepted', context };
}

function rejectionOf(result: number): RejectedContext['result'] {
  return result === 1 || result === 3 || result === 4 ? result : 2;
}

function violation(code: string, message: string): ProtocolError {
  return new ProtocolError(code, message, { source: 2, reason: 6 });
}
