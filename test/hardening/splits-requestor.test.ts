// Everything that a provider may answer, cut in two at every byte: the same results and the same end, whichever way it came. In memory.
import { expect, test } from 'vitest';
import { sourceOfBytes } from '../../core/association/bytes-source.ts';
import { DEFAULT_LIMITS, DEFAULT_TIMEOUTS } from '../../core/association/defaults.ts';
import { EstablishedAssociation } from '../../core/association/established.ts';
import { prepareRequest, requestOver } from '../../core/association/requestor.ts';
import { toHex } from '../../core/lib/bytes.ts';
import { createAssociation } from '../../core/services/dimse-association.ts';
import { createPerformer } from '../../core/services/performer.ts';
import type { Association } from '../../core/services/types.ts';
import { CT, IMPLICIT } from '../association/pdus.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { all } from '../services/loopback.ts';
import { MemoryLine } from './memory-line.ts';
import { contexts, providerSession, type Part } from './sessions.ts';

const MPPS = '1.2.840.10008.3.1.2.3.3';
const nobody = { associate: () => Promise.reject(new Error('nobody is called')) };

/** Delivers what comes after the PDUs that were written, in two pieces at one place. */
async function answer(line: MemoryLine, parts: readonly Part[], cut: number): Promise<void> {
  let at = 0;
  for (const { after, bytes } of parts) {
    await line.written(after);
    const here = cut - at;
    at += bytes.length;
    if (here > 0 && here < bytes.length) {
      line.deliver(bytes.subarray(0, here));
      await new Promise((resolve) => setImmediate(resolve));
      line.deliver(bytes.subarray(here));
    } else line.deliver(bytes);
  }
}

async function use(association: Association): Promise<unknown> {
  const keys = { StudyInstanceUID: '1.2.3' };
  const echoed = association.echo();
  const found = association.find({ level: 'STUDY', keys });
  const read = association.nGet({ sopClassUid: MPPS, sopInstanceUid: '1.2.9' });
  const got = association.get({ level: 'STUDY', keys });
  const moved = association.move({ level: 'STUDY', keys, destination: 'DEST' });
  const kept = association.store({
    sopClassUid: CT,
    sopInstanceUid: '1.2.3',
    transferSyntaxUid: IMPLICIT,
    open: () => sourceOfBytes(new Uint8Array(50)),
  });
  const matches = await all(found);
  const { dataSet, status } = await read;
  return {
    echoed: await echoed,
    names: matches.map((match) => match.dataSet.text('PatientName')),
    found: await found.final,
    read: [status, dataSet?.text('PatientName')],
    got: await got.final,
    moved: await moved.final,
    kept: { ...(await kept), item: undefined },
    released: await association.release(),
  };
}

async function play(cut: number): Promise<unknown> {
  const line = new MemoryLine();
  const clock = createFakeClock();
  const prepared = prepareRequest({
    id: 'one',
    host: '127.0.0.1',
    port: 104,
    callingTitle: 'GANTRY',
    contexts,
    roles: [{ sopClassUid: CT, scu: true, scp: true }],
    asynchronousOperations: { invoked: 0, performed: 0 },
    timeouts: DEFAULT_TIMEOUTS,
    limits: DEFAULT_LIMITS,
  });
  const asked = requestOver(line, prepared, { clock });
  const answered = answer(line, providerSession, cut);
  const established = await asked;
  if (!(established instanceof EstablishedAssociation)) throw new Error(JSON.stringify(established));
  const stored: string[] = [];
  const performer = createPerformer(
    {
      store: ({ sopInstanceUid, messageId }) => ({
        write: (bytes) => void stored.push(toHex(bytes)),
        finish: () => (stored.push(`${sopInstanceUid} of message ${messageId}`), 0),
        discard: () => void stored.push('discarded'),
      }),
    },
    nobody,
  );
  const results = await use(createAssociation(established, performer));
  await answered;
  return { results, stored: stored.join(' ').replaceAll(/(?<=\d\d) (?=\d\d)/g, ''), pdus: line.pdus.toSorted() };
}

test('a session cut at every byte', { timeout: 60_000 }, async () => {
  const length = providerSession.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const whole = await play(0);
  expect(whole).toMatchObject({
    results: {
      echoed: { status: { code: 0 } },
      names: ['Yamada^Tarou=山田'],
      found: { status: { code: 0 } },
      read: [{ code: 0 }, 'Yamada^Tarou=山田'],
      got: { status: { code: 0 }, counters: { completed: 1 } },
      moved: { status: { code: 0xb000 }, counters: { completed: 1, failed: 2 }, failedSopInstanceUids: ['1.2.8', '1.2.9'] },
      kept: { kind: 'status', status: { code: 0xb000, class: 'warning' } },
      released: { kind: 'released', by: 'us' },
    },
    stored: `${'01'.repeat(30)}${'02'.repeat(30)}${'03'.repeat(30)} 1.2.7 of message 65535`,
  });
  for (let cut = 1; cut < length; cut += 1) expect(await play(cut), `cut at byte ${cut}`).toEqual(whole);
});
