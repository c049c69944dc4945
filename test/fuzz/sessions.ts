/** Valid sessions as either side receives them: what the fuzz run starts from. */
import { encodeCommand } from '../../core/dimse/encode.ts';
import { fragmentCommand } from '../../core/dimse/fragment.ts';
import type { CommandSet } from '../../core/dimse/types.ts';
import { concat } from '../../core/lib/bytes.ts';
import { DATA_HEADER_LENGTH, writeDataHeader } from '../../core/pdu/data-header.ts';
import { encodePdu } from '../../core/pdu/encode.ts';
import {
  echoAccept,
  echoCommandPdu,
  echoRequest,
  echoResponsePdu,
  fullAccept,
  fullRequest,
  storeDataSet,
  storePdus,
} from '../pdu/golden.ts';
import type { Session } from './mutate.ts';

const release = encodePdu({ kind: 'release-rq' });
const released = encodePdu({ kind: 'release-rp' });
const abort = encodePdu({ kind: 'abort', source: 0, reason: 0 });
const rejection = encodePdu({ kind: 'associate-rj', result: 1, source: 1, reason: 7 });

function dataPdu(bytes: Uint8Array, last: boolean): Uint8Array {
  const header = new Uint8Array(DATA_HEADER_LENGTH);
  writeDataHeader(header, 0, { length: bytes.length, contextId: 3, command: false, last });
  return concat([header, bytes]);
}

function message(command: CommandSet, data?: Uint8Array): Session {
  const pdus = [fragmentCommand(encodeCommand(command), { contextId: 3, sendLength: 64 })];
  return data ? [...pdus, dataPdu(data.subarray(0, 7), false), dataPdu(data.subarray(7), true)] : pdus;
}

const find = { affectedSopClassUid: '1.2.840.10008.5.1.4.1.2.2.1' };
const findRequest = message({ commandField: 0x0020, hasDataSet: true, messageId: 2, priority: 0, ...find }, storeDataSet);
const cancel = message({ commandField: 0x0fff, hasDataSet: false, messageIdBeingRespondedTo: 2 });
const match = message({ commandField: 0x8020, hasDataSet: true, messageIdBeingRespondedTo: 2, status: 0xff00, ...find }, storeDataSet);
const lastMatch = message({
  commandField: 0x8020,
  hasDataSet: false,
  messageIdBeingRespondedTo: 2,
  status: 0xa700,
  offendingElements: [0x0008_0052],
  errorComment: 'out of resources',
  ...find,
});

export const acceptorSessions: readonly [Session, ...Session[]] = [
  [echoRequest.bytes, echoCommandPdu, release],
  [fullRequest.bytes, storePdus, storePdus, release],
  [fullRequest.bytes, ...findRequest, ...cancel, release],
  [fullRequest.bytes, storePdus, abort],
];

export const requestorSessions: readonly [Session, ...Session[]] = [
  [echoAccept.bytes, echoResponsePdu, released],
  [fullAccept.bytes, ...match, ...match, ...lastMatch, released],
  [fullAccept.bytes, ...match, release, released],
  [rejection],
  [fullAccept.bytes, abort],
];
