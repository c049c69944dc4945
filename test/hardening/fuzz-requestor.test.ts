// Damaged answers to our requests over real sockets: each call settles with a typed outcome, nothing throws, nothing hangs.
import { createServer, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createApplicationEntity } from '../../core/services/index.ts';
import type { AssociateOutcome } from '../../core/services/types.ts';
import { CT, IMPLICIT } from '../association/pdus.ts';
import { createMemoryRecord, growth } from './memory.ts';
import { mutate, pieces, randomFrom } from './mutations.ts';
import { answers, contexts } from './sessions.ts';

const CASES = Number(process.env['GANTRY_FUZZ_CASES'] ?? 500);
const SEED = Number(process.env['GANTRY_FUZZ_SEED'] ?? 1);
const FROM = Number(process.env['GANTRY_FUZZ_FROM'] ?? 0);
const AT_ONCE = 8;

/** Says the damaged answers: a piece for each thing that it is told, the next anyway when nothing comes, and then closes. */
async function answerWith(socket: Socket, bytes: Buffer, random: () => number): Promise<void> {
  let told: () => void = () => undefined;
  socket.on('error', () => undefined);
  socket.on('data', () => told());
  for (const piece of pieces(bytes, random)) {
    await Promise.race([new Promise<void>((resolve) => (told = resolve)), setTimeout(10)]);
    if (socket.destroyed) return;
    socket.write(piece);
  }
  await setTimeout(5);
  socket.end();
}

/** Everything that a user may do on the association; each step settles whatever came. */
async function use(outcome: AssociateOutcome): Promise<string> {
  if (outcome.kind !== 'established') return outcome.kind;
  const { association } = outcome;
  try {
    await association.echo();
    const found = association.find({ level: 'STUDY', keys: { StudyInstanceUID: '' } });
    for await (const { dataSet } of found) dataSet.text('PatientName');
    await found.final;
    let left = 40_000;
    await association.store({
      sopClassUid: CT,
      sopInstanceUid: '1.2.3',
      transferSyntaxUid: IMPLICIT,
      open: () => ({ fill: () => (left > 0 ? ((left -= 20_000), 20_000) : 0), close: () => undefined }),
    });
  } catch (error) {
    // The association ended before a step began, or a context was not accepted.
    if (!(error instanceof Error) || error.name !== 'UsageError') throw error;
  }
  return (await association.release()).kind;
}

test(`${CASES} damaged answers from number ${FROM}`, { timeout: 60_000 + CASES * 30 }, async () => {
  const entity = createApplicationEntity({
    title: 'GANTRY',
    requestedContexts: contexts,
    timeouts: { association: 2_000, message: 2_000, artim: 1_000 },
  });
  const plans: { readonly bytes: Buffer; readonly random: () => number }[] = [];
  const server = createServer((socket) => {
    const plan = plans.shift();
    if (plan) void answerWith(socket, plan.bytes, plan.random);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const memory = createMemoryRecord(CASES);
  let played = 0;
  const ends = new Map<string, number>();
  const run = async (lane: number): Promise<void> => {
    for (let number = FROM + lane; number < FROM + CASES; number += AT_ONCE) {
      const random = randomFrom(SEED * 2_000_003 + number);
      plans.push({ bytes: mutate(answers, random), random });
      const kind = await use(await entity.associate({ host: '127.0.0.1', port: address.port }));
      ends.set(kind, (ends.get(kind) ?? 0) + 1);
      memory.after((played += 1));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, (_, lane) => run(lane)));
  expect([...ends.values()].reduce((sum, count) => sum + count, 0)).toBe(CASES);
  expect([...ends.keys()].every((kind) => ['released', 'aborted', 'failed', 'rejected'].includes(kind))).toBe(true);
  await new Promise((resolve) => server.close(resolve));
  if (CASES > 10_000) console.table(memory.rows);
  expect(growth(memory.rows)).toBeLessThan(16);
});
