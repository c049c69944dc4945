// Valid sessions as lists of PDUs, from the side that asks and from the side that answers: what the fuzzers damage.
import { buildDataSet } from '../../core/dicom/build.ts';
import { encodeDataSet } from '../../core/dicom/encode.ts';
import { encodeCommand } from '../../core/dimse/index.ts';
import type { CommandSet } from '../../core/dimse/types.ts';
import { encodePdu, writeDataHeader } from '../../core/pdu/index.ts';
import { FIND_CLASSES } from '../../core/services/index.ts';
import { associateAc, associateRq, CT, IMPLICIT, VERIFICATION } from '../association/pdus.ts';

export const contexts = [VERIFICATION, CT, FIND_CLASSES.study, '1.2.840.10008.3.1.2.3.3'].map((abstractSyntax, index) => ({
  id: index * 2 + 1,
  abstractSyntax,
  transferSyntaxes: [IMPLICIT],
}));

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

const rq = associateRq({
  contexts,
  userInformation: {
    maximumLength: 16_384,
    implementationClassUid: '1.2.3',
    implementationVersionName: 'FUZZ',
    asynchronousOperations: { invoked: 4, performed: 4 },
    roles: [{ sopClassUid: CT, scu: true, scp: true }],
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
    requestedSopClassUid: '1.2.840.10008.3.1.2.3.3',
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
