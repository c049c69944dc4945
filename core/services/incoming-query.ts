/**
 * The identifier of a peer's query or retrieval (PS3.4 §C.4.1.1.3, §C.4.2.1.4) as a handler sees it. What no honest query needs is refused
 * before anybody matches by it: whoever asks must not be able to keep us busy for long with one request.
 */
import { DataSetError } from '../dicom/errors.ts';
import type { DataSet } from '../dicom/types.ts';
import { Status } from '../dimse/index.ts';
import { responseTo, type Reply } from './answers.ts';
import type { PeerRequest } from './peer-request.ts';
import { parseIdentifier } from './identifiers.ts';
import { modelOf } from './query-models.ts';
import { collectUpTo, swallow, type Receiver } from './receiver.ts';
import { requestContext } from './request-context.ts';
import type { IncomingQuery, QueryLevel } from './types.ts';

/** Bytes; room for a list of sixteen thousand UIDs. */
const LONGEST = 1024 * 1024;
const MOST_KEYS = 1024;
/** Keys and items of all levels. */
const MOST_PARTS = 65_536;
/** Bytes of one key that is no list of UIDs; the longest text that the standard knows for matching has 10,240 characters. */
const LONGEST_KEY = 16 * 1024;

const IDENTIFIER_DOES_NOT_MATCH = 0xa900;

/** Refuses with the status: nothing of the request is looked at. */
export function refused(request: PeerRequest, reply: Reply): Receiver {
  return swallow(() => answer(request, reply));
}

/** `tooLong`: the service's status for being out of resources. */
export function withQuery(request: PeerRequest, tooLong: number, then: (bytes: Uint8Array) => void): Receiver {
  const { affectedSopClassUid } = request.command;
  if (affectedSopClassUid !== request.context.abstractSyntax) return refused(request, { status: Status.SopClassNotSupported });
  const limit = Math.min(LONGEST, request.exchange.association.limits.maximumIdentifierLength);
  return collectUpTo(limit, then, () => answer(request, { status: tooLong, errorComment: `the identifier is longer than ${limit} bytes` }));
}

function answer(request: PeerRequest, reply: Reply): void {
  request.respond(responseTo(request.command, reply));
  request.done();
}

/** The query, or the status that refuses it. */
export function incomingQuery(request: PeerRequest, bytes: Uint8Array): IncomingQuery | Reply {
  let identifier: DataSet;
  try {
    identifier = parseIdentifier(bytes, request.context.transferSyntax, {
      inflated: LONGEST,
      budget: { elements: MOST_KEYS, parts: MOST_PARTS },
    });
  } catch (error) {
    if (error instanceof DataSetError && error.code === 'too-many') return refusal(`the identifier has more than ${MOST_KEYS} keys`);
    return refusal('the identifier cannot be read');
  }
  const excessive = excessIn(identifier);
  if (excessive !== undefined) return refusal(excessive);
  return requestContext(request, {
    model: modelOf(request.context.abstractSyntax),
    identifier,
    level: levelOf(identifier.text('QueryRetrieveLevel')),
  });
}

const refusal = (errorComment: string): Reply => ({ status: IDENTIFIER_DOES_NOT_MATCH, errorComment });

function excessIn(identifier: DataSet): string | undefined {
  for (const element of identifier.elements) {
    if (element.length > LONGEST_KEY && element.vr !== 'UI') return `a key is longer than ${LONGEST_KEY} bytes`;
  }
  return undefined;
}

const LEVELS: readonly QueryLevel[] = ['PATIENT', 'STUDY', 'SERIES', 'IMAGE'];

function levelOf(text: string): QueryLevel | '' {
  return LEVELS.find((level) => level === text) ?? '';
}
