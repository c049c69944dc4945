// Every kind of session that a caller may hold, cut in two at every byte: the same answers, the same objects, the same end. In memory.
import { describe, expect, test } from 'vitest';
import { Acceptance } from '../../core/association/acceptor.ts';
import { DEFAULT_LIMITS, DEFAULT_TIMEOUTS } from '../../core/association/defaults.ts';
import { toHex } from '../../core/lib/bytes.ts';
import { createAssociation } from '../../core/services/dimse-association.ts';
import { createPerformer } from '../../core/services/performer.ts';
import type { Handlers } from '../../core/services/types.ts';
import { buildDataSet } from '../../core/dicom/build.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { sourceOfBytes } from '../../core/association/bytes-source.ts';
import { CT, IMPLICIT } from '../association/pdus.ts';
import { MemoryLine } from './memory-line.ts';
import { callerSessions, contexts, type Part } from './sessions.ts';

const object = (number: number) => ({
  sopClassUid: CT,
  sopInstanceUid: `1.2.${number}`,
  transferSyntaxUid: IMPLICIT,
  open: () => sourceOfBytes(new Uint8Array(40).fill(number)),
});

function handlers(stored: string[]): Handlers {
  return {
    store: ({ sopInstanceUid }) => {
      const pieces: string[] = [];
      return {
        write: (bytes) => void pieces.push(toHex(bytes)),
        finish: () => (stored.push(`${sopInstanceUid} ${pieces.join('')}`), 0),
        discard: () => void stored.push(`${sopInstanceUid} discarded`),
      };
    },
    async *find({ signal, identifier }) {
      yield buildDataSet({ StudyInstanceUID: '1.2.3', PatientName: identifier.text('PatientName') });
      // A query for nobody goes on until it is cancelled.
      if (identifier.text('PatientName') === '' && !signal.aborted)
        await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    },
    get: () => ({ kind: 'items', count: 2, items: [object(1), object(2)] }),
    move: ({ destination }) =>
      destination === 'NOWHERE'
        ? { kind: 'refused', answer: 0xa801 }
        : { kind: 'items', count: 1, items: [object(1)], destination: { host: '127.0.0.1', port: 104 } },
    n: ({ dataSet, operation }) => ({ status: operation === 'delete' ? 0x0112 : 0, ...(dataSet && { dataSet }) }),
  };
}

interface Played {
  /** Sorted where they are compared: whether a pending response or the next sub-operation leaves first is nobody's concern. */
  readonly pdus: readonly string[];
  readonly stored: readonly string[];
  readonly end: unknown;
}

async function play(parts: readonly Part[], cut: number): Promise<Played> {
  const line = new MemoryLine();
  const stored: string[] = [];
  const performer = createPerformer(handlers(stored), {
    associate: () => Promise.resolve({ kind: 'failed', phase: 'connect', code: 'ECONNREFUSED', detail: 'refused' }),
  });
  let ended: Promise<unknown> = Promise.resolve('never established');
  new Acceptance(
    {
      supportedContexts: contexts.map((context) => ({ ...context, scpRole: true })),
      timeouts: DEFAULT_TIMEOUTS,
      limits: DEFAULT_LIMITS,
      clock: createFakeClock(),
      newId: () => 'one',
      established: new Set(),
      onEstablished: (established) => {
        ended = createAssociation(established, performer).ended;
      },
    },
    line,
    { leave: () => undefined, rejoin: () => undefined },
  ).open();
  let at = 0;
  for (const { after, bytes } of parts) {
    await line.written(after);
    const here = cut - at;
    at += bytes.length;
    if (here <= 0 || here >= bytes.length) {
      line.deliver(bytes);
      continue;
    }
    line.deliver(bytes.subarray(0, here));
    await new Promise((resolve) => setImmediate(resolve));
    line.deliver(bytes.subarray(here));
  }
  const end = await ended;
  line.hangUp();
  return { pdus: line.pdus, stored, end };
}

describe('a session cut at every byte', () => {
  test.each(callerSessions)('$name', { timeout: 60_000 }, async ({ parts, says, statuses }) => {
    const length = parts.reduce((sum, { bytes }) => sum + bytes.length, 0);
    const whole = await play(parts, 0);
    expect(whole.end).toMatchObject(says);
    // (0000,0900) US, two bytes: what the commands said, in their order.
    const found = whole.pdus.flatMap((pdu) => [...pdu.matchAll(/0000000902000000(..)(..)/g)].map(([, low = '', high = '']) => high + low));
    expect(found).toEqual(statuses);
    const expected = { ...whole, pdus: whole.pdus.toSorted() };
    for (let cut = 1; cut < length; cut += 1) {
      const again = await play(parts, cut);
      expect({ ...again, pdus: again.pdus.toSorted() }, `cut at byte ${cut}`).toEqual(expected);
    }
  });
});
