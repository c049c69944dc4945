// Valid sessions as lists of PDUs, from the side that asks and from the side that answers: what the fuzzers damage.
import { buildDataSet } from '../../core/dicom/build.ts';
import { encodeDataSet } from '../../core/dicom/encode.ts';
import { encodeCommand } from '../../core/dimse/index.ts';
import type { CommandSet } from '../../core/dimse/types.ts';
import { encodePdu, writeDataHeader } from '../../core/pdu/index.ts';
import { FIND_CLASSES, GET_CLASSES, MOVE_CLASSES } from '../../core/services/index.ts';
import { associateAc, associateRq, CT, IMPLICIT, VERIFICATION } from '../association/pdus.ts';

const MPPS = '1.2.840.10008.3.1.2.3.3';

export const contexts = [VERIFICATION, CT, FIND_CLASSES.study, MPPS, GET_CLASSES.study, MOVE_CLASSES.study].map(
  (abstractSyntax, index) => ({
    id: index * 2 + 1,
    abstractSyntax,
    transferSyntaxes: [IMPLICIT],
  }),
);

export function dataPdu(contextId: number, command: boolean, bytes: Uint8Array, last = true): Uint8Array {
  const pdu = new Uint8Array(12 + bytes.length);
  writeDataHeader(pdu, 0, { length: bytes.length, contextId, command, last });
  pdu.set(bytes, 12);
  return pdu;
}

const commandPdu = (contextId: number, command: CommandSet): Uint8Array => dataPdu(contextId, true, encodeCommand(command));

const identifier = encodeDataSet(
  buildDataSet({ QueryRetrieveLevel: 'STUDY', PatientName: 'Yamada^Tarou=山田', StudyInstanceUID: '' }),
  IMPLICIT,
);
const release = encodePdu({ kind: 'release-rq' });

const user = {
  maximumLength: 16_384,
  implementationClassUid: '1.2.3',
  roles: [{ sopClassUid: CT, scu: true, scp: true }],
  sopClassExtended: [],
  sopClassCommonExtended: [],
};

const rq = associateRq({
  contexts,
  userInformation: {
    ...user,
    implementationVersionName: 'FUZZ',
    asynchronousOperations: { invoked: 4, performed: 4 },
    sopClassExtended: [{ sopClassUid: CT, information: Uint8Array.of(1, 2, 3) }],
    sopClassCommonExtended: [{ sopClassUid: CT, serviceClassUid: '1.2.840.10008.4.2', relatedGeneralSopClassUids: ['1.2.3'] }],
    userIdentity: { type: 2, positiveResponseRequested: true, primary: Uint8Array.of(65), secondary: Uint8Array.of(66) },
  },
});

const echo = commandPdu(1, { commandField: 0x30, hasDataSet: false, messageId: 1, affectedSopClassUid: VERIFICATION });

const store = [
  commandPdu(3, {
    commandField: 0x01,
    hasDataSet: true,
    messageId: 2,
    priority: 0,
    affectedSopClassUid: CT,
    affectedSopInstanceUid: '1.2.3',
  }),
  dataPdu(3, false, new Uint8Array(2000).fill(7), false),
  dataPdu(3, false, new Uint8Array(300).fill(9)),
];

const find = [
  commandPdu(5, { commandField: 0x20, hasDataSet: true, messageId: 3, priority: 0, affectedSopClassUid: FIND_CLASSES.study }),
  dataPdu(5, false, identifier),
  commandPdu(5, { commandField: 0x0fff, hasDataSet: false, messageIdBeingRespondedTo: 3 }),
];

const action = [
  commandPdu(7, {
    commandField: 0x0130,
    hasDataSet: true,
    messageId: 4,
    requestedSopClassUid: MPPS,
    requestedSopInstanceUid: '1.2.9',
    actionTypeId: 1,
  }),
  dataPdu(7, false, identifier),
];

/** What a requestor says. */
export const requests: readonly (readonly Uint8Array[])[] = [
  [rq, echo, release],
  [rq, ...store, echo, release],
  [rq, ...find, release],
  [rq, ...action, release],
  [rq, ...store, ...find, ...action, echo, echo, release],
  [rq, encodePdu({ kind: 'abort', source: 0, reason: 0 })],
  [rq, release],
];

const ac = associateAc({ contexts: contexts.map(({ id }) => ({ id, result: 0, transferSyntax: IMPLICIT })) });

const response = (commandField: number, messageId: number, more: Partial<CommandSet> = {}): CommandSet => ({
  commandField: commandField | 0x8000,
  hasDataSet: false,
  messageIdBeingRespondedTo: messageId,
  status: 0,
  ...more,
});

/** What an acceptor says to an echo, a find and a store, in this order, and to a release. */
export const answers: readonly Uint8Array[] = [
  ac,
  commandPdu(1, response(0x30, 1)),
  commandPdu(5, response(0x20, 2, { status: 0xff00, hasDataSet: true })),
  dataPdu(5, false, identifier),
  commandPdu(5, response(0x20, 2)),
  commandPdu(3, response(0x01, 3, { affectedSopInstanceUid: '1.2.3' })),
  encodePdu({ kind: 'release-rp' }),
];

/** What is sent once as many PDUs have come back. */
export interface Part {
  readonly after: number;
  readonly bytes: Uint8Array;
}

export interface CallerSession {
  readonly name: string;
  readonly parts: readonly Part[];
  /** How the other side sees it end. */
  readonly says: object;
  /** Statuses of the responses in their order, four hexadecimal digits each. */
  readonly statuses: readonly string[];
}

const asking = associateRq({ contexts, userInformation: user });

const query = (commandField: number, contextId: number, more: Partial<CommandSet> = {}): readonly Uint8Array[] => [
  commandPdu(contextId, {
    commandField,
    hasDataSet: true,
    messageId: 7,
    priority: 0,
    affectedSopClassUid: contexts.find(({ id }) => id === contextId)?.abstractSyntax ?? '',
    ...more,
  }),
  dataPdu(contextId, false, identifier),
];

const cancel = (contextId: number): Uint8Array =>
  commandPdu(contextId, { commandField: 0x0fff, hasDataSet: false, messageIdBeingRespondedTo: 7 });

const stored = (messageId: number): Uint8Array => commandPdu(3, response(0x01, messageId));

const openQuery = [
  commandPdu(5, { commandField: 0x20, hasDataSet: true, messageId: 7, priority: 0, affectedSopClassUid: FIND_CLASSES.study }),
  dataPdu(5, false, encodeDataSet(buildDataSet({ QueryRetrieveLevel: 'STUDY', PatientName: '' }), IMPLICIT)),
];

const normalised = (commandField: number, more: Partial<CommandSet>): readonly Uint8Array[] => {
  const onNew = commandField === 0x0100 || commandField === 0x0140;
  const command = onNew
    ? { affectedSopClassUid: MPPS, affectedSopInstanceUid: '1.2.9' }
    : { requestedSopClassUid: MPPS, requestedSopInstanceUid: '1.2.9' };
  const request = commandPdu(7, { commandField, hasDataSet: false, messageId: 9, ...command, ...more });
  return more.hasDataSet === true ? [request, dataPdu(7, false, identifier)] : [request];
};

const joined = (...pdus: readonly Uint8Array[]): Uint8Array => Buffer.concat(pdus);
const releasedByPeer = { kind: 'released', by: 'peer' };
const once = (name: string, pdus: readonly Uint8Array[], statuses: readonly string[], says: object = releasedByPeer): CallerSession => ({
  name,
  parts: [{ after: 0, bytes: joined(asking, ...pdus) }],
  says,
  statuses,
});

/** Sessions of a caller with a provider of two objects, both stored by the caller itself in a C-GET. */
export const callerSessions: readonly CallerSession[] = [
  once('echo', [echo, echo, release], ['0000', '0000']),
  once('store', [...store, echo, release], ['0000', '0000']),
  once('find', [...find.slice(0, 2), release], ['ff00', '0000']),
  {
    name: 'find, cancelled',
    parts: [
      { after: 0, bytes: joined(asking, ...openQuery) },
      { after: 3, bytes: joined(cancel(5), release) },
    ],
    says: releasedByPeer,
    statuses: ['ff00', 'fe00'],
  },
  once(
    'N-services',
    [
      ...normalised(0x0110, { attributeIdentifierList: [0x00100010] }),
      ...normalised(0x0120, { hasDataSet: true }),
      ...normalised(0x0130, { hasDataSet: true, actionTypeId: 1 }),
      ...normalised(0x0140, { hasDataSet: true }),
      ...normalised(0x0150, {}),
      ...normalised(0x0100, { eventTypeId: 2 }),
      release,
    ],
    ['0000', '0000', '0000', '0000', '0112', '0000'],
  ),
  once('move to nowhere', [...query(0x21, 11, { moveDestination: 'NOWHERE' }), release], ['a801']),
  once('move to a node that does not answer', [...query(0x21, 11, { moveDestination: 'DEAD' }), release], ['a702']),
  {
    name: 'get',
    parts: [
      { after: 0, bytes: joined(asking, ...query(0x10, 9)) },
      { after: 3, bytes: stored(1) },
      { after: 6, bytes: joined(stored(2), release) },
    ],
    says: releasedByPeer,
    statuses: ['ff00', '0000'],
  },
  {
    name: 'get, cancelled',
    parts: [
      { after: 0, bytes: joined(asking, ...query(0x10, 9)) },
      { after: 3, bytes: joined(cancel(9), stored(1), release) },
    ],
    says: releasedByPeer,
    statuses: ['fe00'],
  },
  once('release', [release], []),
  once('abort', [encodePdu({ kind: 'abort', source: 0, reason: 0 })], [], { kind: 'aborted', by: 'peer' }),
  once('abort in the middle of an object', [...store.slice(0, 2), encodePdu({ kind: 'abort', source: 0, reason: 0 })], [], {
    kind: 'aborted',
    by: 'peer',
  }),
];

const taken = associateAc({
  contexts: contexts.map(({ id }) => ({ id, result: 0, transferSyntax: IMPLICIT })),
  userInformation: { ...user, asynchronousOperations: { invoked: 0, performed: 0 } },
});

const failedUids = encodeDataSet(buildDataSet({ FailedSOPInstanceUIDList: ['1.2.8', '1.2.9'] }), IMPLICIT);
const counted = { completed: 1, failed: 2, warning: 0 };

/**
 * What a provider says to everything at once: an echo (message 1), a find (2), an N-GET (3), a C-GET (4) with one object, a C-MOVE (5) and a
 * C-STORE (6); then to the release. In another order than it was asked, and with the object of the C-GET in three fragments.
 */
export const providerSession: readonly Part[] = [
  {
    after: 0,
    bytes: taken,
  },
  {
    after: 11,
    bytes: joined(
      commandPdu(5, response(0x20, 2, { status: 0xff00, hasDataSet: true })),
      dataPdu(5, false, identifier.subarray(0, 9), false),
      dataPdu(5, false, identifier.subarray(9)),
      commandPdu(11, response(0x21, 5, { status: 0xff00, remaining: 2, completed: 1, failed: 0, warning: 0 })),
      commandPdu(3, response(0x01, 6, { status: 0xb000, affectedSopInstanceUid: '1.2.3' })),
      commandPdu(3, {
        commandField: 0x01,
        hasDataSet: true,
        messageId: 0xffff,
        priority: 0,
        affectedSopClassUid: CT,
        affectedSopInstanceUid: '1.2.7',
      }),
      dataPdu(3, false, new Uint8Array(30).fill(1), false),
      dataPdu(3, false, new Uint8Array(30).fill(2), false),
      dataPdu(3, false, new Uint8Array(30).fill(3)),
      commandPdu(7, response(0x0110, 3, { hasDataSet: true })),
      dataPdu(7, false, identifier),
      commandPdu(5, response(0x20, 2)),
      commandPdu(1, response(0x30, 1)),
      commandPdu(11, response(0x21, 5, { status: 0xb000, hasDataSet: true, ...counted })),
      dataPdu(11, false, failedUids),
      commandPdu(9, response(0x10, 4, { completed: 1, failed: 0, warning: 0 })),
    ),
  },
  { after: 13, bytes: encodePdu({ kind: 'release-rp' }) },
];
