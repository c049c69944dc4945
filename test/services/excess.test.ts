// Queries that no honest caller sends: refused before anybody matches by them, and the association goes on (PS3.4 §C.4).
import { afterEach, beforeEach, expect, test } from 'vitest';
import { decodeCommand } from '../../core/dimse/decode.ts';
import { encodeCommand } from '../../core/dimse/index.ts';
import type { CommandSet } from '../../core/dimse/types.ts';
import { createApplicationEntity, FIND_CLASSES, GET_CLASSES, MOVE_CLASSES } from '../../core/services/index.ts';
import type { Server } from '../../core/services/types.ts';
import { associateRq, IMPLICIT, VERIFICATION } from '../association/pdus.ts';
import { dataPdu } from '../hardening/sessions.ts';
import { RawPeer } from '../support/raw-peer.ts';

const classes = [VERIFICATION, FIND_CLASSES.study, GET_CLASSES.study, MOVE_CLASSES.study];
const proposed = classes.map((abstractSyntax, index) => ({ id: index * 2 + 1, abstractSyntax, transferSyntaxes: [IMPLICIT] }));
const MEBIBYTE = 1024 * 1024;

let server: Server;
let asked: number;

beforeEach(async () => {
  asked = 0;
  server = await createApplicationEntity({ title: 'GANTRY' }).listen({
    host: '127.0.0.1',
    port: 0,
    supportedContexts: proposed,
    on: {
      find: () => ((asked += 1), []),
      get: () => ((asked += 1), { kind: 'items', count: 0, items: [] }),
      move: () => ((asked += 1), { kind: 'items', count: 0, items: [], destination: { host: '127.0.0.1', port: 1 } }),
    },
  });
});

afterEach(async () => {
  await server.close({ graceMs: 0 });
});

/** One element, Implicit VR Little Endian. */
function element(tag: number, value: Uint8Array): Uint8Array {
  const header = Buffer.alloc(8);
  header.writeUInt16LE(tag >>> 16, 0);
  header.writeUInt16LE(tag & 0xffff, 2);
  header.writeUInt32LE(value.length, 4);
  return Buffer.concat([header, value]);
}

const STUDY = element(0x00080052, Buffer.from('STUDY '));
const times = (count: number, text: string): Uint8Array => Buffer.from(text.repeat(count));
const keys = (count: number): Uint8Array =>
  Buffer.concat(Array.from({ length: count }, (_, index) => element(0x00100000 + index + 1, new Uint8Array(0))));
/** Two items deep for each twelve bytes: far deeper than anybody nests. */
const nested = (depth: number): Uint8Array =>
  Buffer.concat(Array.from({ length: depth }, () => Buffer.from('08001511fffffffffeff00e0ffffffff', 'hex')));

async function answered(peer: RawPeer): Promise<CommandSet> {
  const { bytes } = await peer.pdu();
  return decodeCommand(bytes.subarray(12));
}

const requests = {
  find: { contextId: 3, commandField: 0x20, affectedSopClassUid: FIND_CLASSES.study },
  get: { contextId: 5, commandField: 0x10, affectedSopClassUid: GET_CLASSES.study },
  move: { contextId: 7, commandField: 0x21, affectedSopClassUid: MOVE_CLASSES.study, moveDestination: 'ELSEWHERE' },
};

test.each<readonly [string, keyof typeof requests, Uint8Array, number, RegExp | undefined]>([
  ['a find with an endless identifier', 'find', element(0x00100010, new Uint8Array(3 * MEBIBYTE)), 0xa700, /longer than 1048576 bytes/],
  ['a get with an endless identifier', 'get', element(0x0020000d, new Uint8Array(3 * MEBIBYTE)), 0xa701, /longer than 1048576 bytes/],
  ['a move with an endless identifier', 'move', element(0x0020000d, new Uint8Array(3 * MEBIBYTE)), 0xa701, /longer than 1048576 bytes/],
  ['a find by two thousand keys', 'find', keys(2000), 0xa900, /more than 1024 keys/],
  ['a find for a hundred thousand names', 'find', element(0x00100010, times(100_000, 'ab\\')), 0xa900, /longer than 16384 bytes/],
  ['a find with sequences nested without end', 'find', nested(50_000), 0, undefined],
  [
    'a move of ten thousand instances',
    'move',
    element(0x00080018, times(10_000, '1.2.826.0.1.3680043.10.1462.123456789.12\\')),
    0,
    undefined,
  ],
])('%s', async (_, request, identifier, status, comment) => {
  await using peer = await RawPeer.call(server.port);
  peer.send(associateRq({ contexts: proposed }));
  expect((await peer.pdu()).type).toBe(2);
  const { contextId, ...command } = requests[request];
  peer.send(dataPdu(contextId, true, encodeCommand({ ...command, hasDataSet: true, messageId: 1, priority: 0 })));
  const bytes = Buffer.concat(request === 'find' ? [STUDY, identifier] : [identifier]);
  for (let at = 0; at < bytes.length; at += 65_536) {
    const piece = bytes.subarray(at, at + 65_536);
    peer.send(dataPdu(contextId, false, piece, at + piece.length >= bytes.length));
  }
  const response = await answered(peer);
  expect(response).toMatchObject({ messageIdBeingRespondedTo: 1, status });
  if (comment) expect(response.errorComment).toMatch(comment);
  expect(asked).toBe(status === 0 ? 1 : 0);
  peer.send(dataPdu(1, true, encodeCommand({ commandField: 0x30, hasDataSet: false, messageId: 2, affectedSopClassUid: VERIFICATION })));
  expect(await answered(peer)).toMatchObject({ messageIdBeingRespondedTo: 2, status: 0 });
});
