// Who called the inbox, as the window is told: real callers against the whole engine, kept across a restart.
import { connect } from 'node:net';
import { expect, it } from 'vitest';
import type { KnockView } from '../../core/contract.ts';
import { createCallers, KNOCKS_KEPT } from '../../core/nodes/callers.ts';
import { createApplicationEntity } from '../../core/services/index.ts';
import { openDatabase } from '../../core/storage/database.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { startEngine, type RunningEngine } from '../support/running-engine.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { until } from '../support/until.ts';

const never = new AbortController().signal;

function watch({ engine }: RunningEngine): () => readonly KnockView[] {
  let rows: readonly KnockView[] = [];
  void engine.streams.knocks({}, (event) => event.kind === 'snapshot' && (rows = event.rows), new AbortController().signal);
  return () => rows;
}

async function call({ port }: RunningEngine, from: string, to = 'GANTRY'): Promise<string> {
  const outcome = await createApplicationEntity({ title: from }).associate({
    host: '127.0.0.1',
    port,
    calledTitle: to,
    contexts: ['1.2.840.10008.1.1', '1.2.840.10008.5.1.4.1.1.2', '1.2.840.10008.5.1.4.1.2.2.1'].map((abstractSyntax) => ({
      abstractSyntax,
      transferSyntaxes: ['1.2.840.10008.1.2'],
    })),
  });
  if (outcome.kind === 'established') await outcome.association.release();
  return outcome.kind;
}

/** Bytes that are no DICOM, as a browser or a TLS client sends them first. */
const say = (port: number, bytes: string | Uint8Array): Promise<void> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.on('error', () => undefined);
    socket.on('data', () => undefined);
    socket.on('close', () => resolve());
  });

const outcomes = (rows: readonly KnockView[]) => rows.map(({ outcome }) => outcome).sort();

it('lists callers with what they wanted and what came of it, lets them in, and keeps all that', async () => {
  await using folder = await temporaryFolder();
  {
    await using running = await startEngine({ folder: folder.path });
    const rows = watch(running);
    expect(rows()).toEqual([]);
    expect(await call(running, 'GANTRY')).toBe('established');
    await running.set({ inbox: { accept: 'listed', calledTitle: 'strict' } });
    expect(await call(running, 'CT3', 'OLD')).toBe('rejected');
    await until(() => rows().length === 1, { what: 'the knock' });
    expect(rows()[0]).toMatchObject({
      callingTitle: 'CT3',
      calledTitle: 'OLD',
      address: '127.0.0.1',
      outcome: 'wrong-title',
      wanted: 'Send CT Image · Echo · Search',
      times: 1,
      admitted: false,
    });
    await running.engine.calls['knocks.allow']({ id: rows()[0]?.id ?? '' }, never);
    await until(() => rows()[0]?.admitted === true, { what: 'the caller to be let in' });
    expect(await call(running, 'CT3', 'OLD')).toBe('established');
    expect(await call(running, 'CT4')).toBe('rejected');
    expect(await call(running, 'CT4')).toBe('rejected');
    await say(running.port, 'GET / HTTP/1.1\r\n\r\n');
    await say(running.port, Uint8Array.of(0x16, 3, 1, 0, 5, 1, 0, 0, 1, 0));
    await until(() => rows().length === 5, { what: 'all knocks' });
    expect(outcomes(rows())).toEqual(['accepted', 'http', 'tls-on-plain-port', 'unknown-caller', 'wrong-title']);
    const unknown = rows().find(({ outcome }) => outcome === 'unknown-caller');
    expect(unknown?.times).toBe(2);
    await running.engine.calls['knocks.ignore']({ id: unknown?.id ?? '' }, never);
  }
  await using again = await startEngine({ folder: folder.path });
  const rows = watch(again);
  expect(rows()).toHaveLength(5);
  expect(rows().find(({ outcome }) => outcome === 'unknown-caller')?.ignoredUntil).not.toBeNull();
  await again.engine.calls['knocks.clear']({}, never);
  await until(() => rows().length === 0, { what: 'an empty list' });
  await again.engine.calls['knocks.restore']({}, never);
  await until(() => rows().length === 5, { what: 'the list again' });
});

it('stays bounded however many titles a caller makes up', async () => {
  await using folder = await temporaryFolder();
  const { database } = openDatabase({ file: `${folder.path}/gantry.db`, wallClock: () => 0 });
  let now = 0;
  const callers = createCallers({
    database,
    clock: createFakeClock(),
    wallClock: () => ++now,
    admits: () => false,
    isOurs: () => false,
  });
  for (let index = 0; index < KNOCKS_KEPT + 20; index += 1)
    callers.observer.knock?.({ remote: { address: '10.1.2.3', port: 1 }, callingTitle: `T${index}`, outcome: 'refused', detail: '' });
  const seen: KnockView[] = [];
  callers.subscribe((event) => event.kind === 'snapshot' && seen.push(...event.rows))();
  expect(seen).toHaveLength(KNOCKS_KEPT);
  expect(seen[0]?.callingTitle).toBe(`T${KNOCKS_KEPT + 19}`);
  callers.close();
  database.close();
});
