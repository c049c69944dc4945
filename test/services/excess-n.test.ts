// Data sets of N-services that no honest caller sends: answered with the status for them, no handler is asked, and the association goes on (PS3.7 §10.1).
import { deflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { buildDataSet } from '../../core/dicom/build.ts';
import { TransferSyntax } from '../../core/dicom/transfer-syntax.ts';
import { decodeCommand } from '../../core/dimse/decode.ts';
import { encodeCommand } from '../../core/dimse/index.ts';
import { CommandField } from '../../core/dimse/types.ts';
import { createApplicationEntity, FIND_CLASSES, STORAGE_COMMITMENT } from '../../core/services/index.ts';
import { associateRq, IMPLICIT, VERIFICATION } from '../association/pdus.ts';
import { dataPdu } from '../hardening/sessions.ts';
import { RawPeer } from '../support/raw-peer.ts';
import { loopback } from './loopback.ts';

const DEFLATED = TransferSyntax.DeflatedLittleEndian;
const MEBIBYTE = 1024 * 1024;
const contexts = [
  { id: 1, abstractSyntax: VERIFICATION, transferSyntaxes: [IMPLICIT] },
  { id: 3, abstractSyntax: STORAGE_COMMITMENT, transferSyntaxes: [IMPLICIT] },
  { id: 5, abstractSyntax: STORAGE_COMMITMENT, transferSyntaxes: [DEFLATED] },
  { id: 7, abstractSyntax: FIND_CLASSES.study, transferSyntaxes: [DEFLATED] },
];

/** Empty elements or items, eight bytes each, Implicit VR Little Endian. */
function heads(count: number, tagOf: (index: number) => number): Buffer {
  const bytes = Buffer.alloc(count * 8);
  for (let index = 0; index < count; index++) {
    const tag = tagOf(index);
    bytes.writeUInt16LE(tag >>> 16, index * 8);
    bytes.writeUInt16LE(tag & 0xffff, index * 8 + 2);
  }
  return bytes;
}
const elements = (count: number): Buffer => heads(count, (index) => 0x00100000 + index + 1);
function within(head: string, content: Buffer): Buffer {
  const header = Buffer.from(`${head}00000000`, 'hex');
  header.writeUInt32LE(content.length, 4);
  return Buffer.concat([header, content]);
}
const sequence = (content: Buffer): Buffer => within('08009911', content);
const item = (content: Buffer): Buffer => within('feff00e0', content);
const nested = (depth: number): Buffer => (depth === 0 ? Buffer.alloc(0) : sequence(item(nested(depth - 1))));
const bomb = (bytes: number): Buffer => deflateRawSync(Buffer.alloc(bytes, 'x'));

const N_ACTION = {
  commandField: CommandField.NActionRq,
  requestedSopClassUid: STORAGE_COMMITMENT,
  requestedSopInstanceUid: '1.2',
  actionTypeId: 1,
};
const C_FIND = { commandField: CommandField.CFindRq, affectedSopClassUid: FIND_CLASSES.study, priority: 0 };

test.each<readonly [string, number, Parameters<typeof encodeCommand>[0] | object, Buffer, number]>([
  ['two million elements', 3, N_ACTION, elements(2_000_000), 0x0213],
  ['two million items', 3, N_ACTION, sequence(heads(2_000_000, () => 0xfffee000)), 0x0213],
  ['an item of ten thousand elements', 3, N_ACTION, sequence(item(elements(10_000))), 0x0213],
  ['sequences nested without end', 3, N_ACTION, nested(40), 0x0213],
  ['a data set of seventeen mebibytes', 3, N_ACTION, Buffer.alloc(17 * MEBIBYTE), 0x0213],
  ['a data set that inflates to a gibibyte', 5, N_ACTION, bomb(1024 * MEBIBYTE), 0x0110],
  ['a query that inflates to a gibibyte', 7, C_FIND, bomb(1024 * MEBIBYTE), 0xa900],
  ['an ordinary one', 3, N_ACTION, nested(5), 0],
])('%s', async (_, contextId, command, bytes, status) => {
  let asked = 0;
  const count = () => (asked += 1);
  await using server = await createApplicationEntity({ title: 'GANTRY' }).listen({
    host: '127.0.0.1',
    port: 0,
    supportedContexts: [
      { abstractSyntax: VERIFICATION, transferSyntaxes: [IMPLICIT] },
      { abstractSyntax: STORAGE_COMMITMENT, transferSyntaxes: [IMPLICIT, DEFLATED] },
      { abstractSyntax: FIND_CLASSES.study, transferSyntaxes: [DEFLATED] },
    ],
    on: { n: () => (count(), 0), find: () => (count(), []) },
  });
  await using peer = await RawPeer.call(server.port);
  peer.send(associateRq({ contexts }));
  expect((await peer.pdu()).type).toBe(2);
  peer.send(dataPdu(contextId, true, encodeCommand({ ...command, hasDataSet: true, messageId: 1 } as Parameters<typeof encodeCommand>[0])));
  for (let at = 0; at < bytes.length; at += 65_536) {
    peer.send(dataPdu(contextId, false, bytes.subarray(at, at + 65_536), at + 65_536 >= bytes.length));
  }
  const answered = async () => decodeCommand((await peer.pdu()).bytes.subarray(12));
  expect(await answered()).toMatchObject({ messageIdBeingRespondedTo: 1, status });
  expect(asked).toBe(status === 0 ? 1 : 0);
  peer.send(
    dataPdu(
      1,
      true,
      encodeCommand({ commandField: CommandField.CEchoRq, hasDataSet: false, messageId: 2, affectedSopClassUid: VERIFICATION }),
    ),
  );
  expect(await answered()).toMatchObject({ messageIdBeingRespondedTo: 2, status: 0 });
});

test('a hundred thousand references with a reason for each are taken', async () => {
  const offered = [{ abstractSyntax: STORAGE_COMMITMENT, transferSyntaxes: [IMPLICIT] }];
  const seen: number[] = [];
  await using both = await loopback({
    listen: {
      supportedContexts: offered,
      on: { n: ({ dataSet }) => (seen.push(dataSet?.items('FailedSOPSequence').length ?? 0), 0) },
    },
    associate: { contexts: offered },
  });
  const failed = Array.from({ length: 100_000 }, (_, index) => ({
    ReferencedSOPClassUID: '1.2.840.10008.5.1.4.1.1.2',
    ReferencedSOPInstanceUID: `1.2.826.0.1.3680043.10.1462.1234567890.${index}`,
    FailureReason: 0x0112,
  }));
  const dataSet = buildDataSet({ TransactionUID: '1.2.3', FailedSOPSequence: failed });
  const on = { sopClassUid: STORAGE_COMMITMENT, sopInstanceUid: '1.2.840.10008.1.20.1.1' };
  expect((await both.association.nAction({ ...on, actionTypeId: 1, dataSet })).status.code).toBe(0);
  expect(seen).toEqual([100_000]);
}, 60_000);
