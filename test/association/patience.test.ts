// Whose silence it is: a peer that waits for us is not idle, and one that does not take our answers is not asked on (PS3.8 §9.1.5).
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AssociationEnd, AssociationObserver, ByteSink, Traffic } from '../../core/association/types.ts';
import { buildDataSet } from '../../core/dicom/build.ts';
import { encodeCommand } from '../../core/dimse/index.ts';
import { createApplicationEntity, FIND_CLASSES } from '../../core/services/index.ts';
import type { Server } from '../../core/services/types.ts';
import { dataPdu } from '../hardening/sessions.ts';
import { createFakeClock, type FakeClock } from '../support/fake-clock.ts';
import { RawPeer } from '../support/raw-peer.ts';
import { until } from '../support/until.ts';
import { abortHex, associateRq, CT, IMPLICIT } from './pdus.ts';

const FIND = FIND_CLASSES.study;
const proposed = [CT, FIND].map((abstractSyntax, index) => ({ id: index * 2 + 1, abstractSyntax, transferSyntaxes: [IMPLICIT] }));

let clock: FakeClock;
let server: Server;
let ends: AssociationEnd[];
let traffic: Traffic | undefined;
let sink: Partial<ByteSink>;
let given: number;
let left: number;

beforeEach(async () => {
  clock = createFakeClock();
  ends = [];
  sink = {};
  given = 0;
  left = 0;
  traffic = undefined;
  const observer: AssociationObserver = { established: (_, own) => (traffic = own), ended: (_, end) => ends.push(end) };
  server = await createApplicationEntity({ title: 'GANTRY', observer }, { clock }).listen({
    host: '127.0.0.1',
    port: 0,
    supportedContexts: proposed,
    on: {
      store: () => ({ write: () => undefined, finish: () => 0, discard: () => undefined, ...sink }),
      *find() {
        try {
          for (;;) {
            given += 1;
            yield buildDataSet({ PatientID: 'P1', ImageComments: 'D'.repeat(10_000) });
          }
        } finally {
          left += 1;
        }
      },
    },
  });
});

afterEach(async () => {
  const closing = server.close({ graceMs: 1 });
  clock.advance(1);
  await closing;
});

async function established(): Promise<RawPeer> {
  const peer = await RawPeer.call(server.port);
  peer.send(associateRq({ contexts: proposed }));
  expect((await peer.pdu()).type).toBe(2);
  return peer;
}

const storeRq = { commandField: 1, hasDataSet: true, messageId: 1, priority: 0, affectedSopClassUid: CT, affectedSopInstanceUid: '1.2.3' };
const findRq = { commandField: 0x20, hasDataSet: true, messageId: 1, priority: 0, affectedSopClassUid: FIND };

test('a sink that takes its time is our silence, not the caller\u2019s', async () => {
  let written: () => void = () => undefined;
  let flushing = false;
  const flush = (): void | Promise<void> => {
    if (flushing) return undefined;
    flushing = true;
    return new Promise((resolve) => (written = resolve));
  };
  sink = { flush };
  await using peer = await established();
  peer.send(dataPdu(1, true, encodeCommand(storeRq)), dataPdu(1, false, new Uint8Array(8), false));
  await until(() => flushing, { what: 'the sink' });
  clock.advance(3_600_000);
  expect(ends).toEqual([]);
  written();
  peer.send(dataPdu(1, false, new Uint8Array(8)));
  expect((await peer.pdu()).type).toBe(4);
});

test('matches are not asked for on behalf of a caller that does not take them, whatever else it asks', async () => {
  await using peer = await established();
  peer.stall();
  const query = [dataPdu(3, true, encodeCommand(findRq)), dataPdu(3, false, new Uint8Array(0))];
  peer.send(...query, ...query, ...query);
  let before = -1;
  await until(
    () => {
      const settled = given > 0 && given === before;
      before = given;
      return settled;
    },
    { what: 'the handler to be left alone' },
  );
  clock.advance(120_000);
  await until(() => ends.length === 1, { what: 'the end' });
  expect(ends).toMatchObject([{ kind: 'failed', phase: 'timer', code: 'message-timeout' }]);
  await until(() => left === 1, { what: 'the handler to be ended' });
  clock.advance(30_000);
});

test('a message that comes a byte at a time may take as long as it likes, one that stops may not', async () => {
  await using peer = await established();
  const bytes = dataPdu(3, true, encodeCommand(findRq));
  for (const byte of bytes.subarray(0, 20)) {
    expect([...server.associations]).toHaveLength(1);
    const heard = traffic?.bytesIn ?? 0;
    peer.send(Uint8Array.of(byte));
    await until(() => (traffic?.bytesIn ?? 0) > heard, { what: 'the byte to be read' });
    clock.advance(50_000);
  }
  clock.advance(120_000);
  expect((await peer.pdu()).hex).toBe(abortHex(0, 0));
});
