// Damaged sessions against our listener over real sockets: every line ends with PDUs that a standard peer understands, nothing throws, nothing grows.
// GANTRY_FUZZ_CASES and GANTRY_FUZZ_SEED run more or others: GANTRY_FUZZ_CASES=200000 npx vitest run -c build/vitest.config.ts test/hardening
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { createApplicationEntity } from '../../core/services/index.ts';
import { buildDataSet } from '../../core/dicom/build.ts';
import { createMemoryRecord, growth } from './memory.ts';
import { mutate, pieces, randomFrom } from './mutations.ts';
import { contexts, requests } from './sessions.ts';

const CASES = Number(process.env['GANTRY_FUZZ_CASES'] ?? 1_000);
const SEED = Number(process.env['GANTRY_FUZZ_SEED'] ?? 1);
const FROM = Number(process.env['GANTRY_FUZZ_FROM'] ?? 0);
const AT_ONCE = 16;
/** Bytes of a failed case that are printed; seed and number give it whole. */
const SHOWN = 2_000;

/** Sends and closes; gives what came back until the listener closed too. */
function play(port: number, bytes: Buffer, random: () => number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const received: Buffer[] = [];
    const socket = connect({ port, host: '127.0.0.1', noDelay: true, allowHalfOpen: true });
    const late = setTimeout(() => {
      reject(new Error('still open after 10 s'));
      socket.destroy();
    }, 10_000);
    socket.on('data', (chunk) => received.push(chunk));
    socket.on('error', () => undefined);
    socket.on('end', () => socket.end());
    socket.on('close', () => {
      clearTimeout(late);
      resolve(Buffer.concat(received));
    });
    const say = async (): Promise<void> => {
      for (const piece of pieces(bytes, random)) {
        socket.write(piece);
        if (random() < 0.3) await new Promise((go) => setImmediate(go));
      }
      socket.end();
    };
    socket.once('connect', () => void say());
  });
}

/** Types of the PDUs in what came, or what is wrong with it. */
function types(bytes: Buffer): readonly number[] | string {
  const found: number[] = [];
  for (let at = 0; at < bytes.length;) {
    if (bytes.length - at < 6) return `${bytes.length - at} stray bytes`;
    found.push(bytes[at] ?? 0);
    at += 6 + bytes.readUInt32BE(at + 2);
    if (at > bytes.length) return 'a PDU that is cut off';
  }
  return found;
}

test(`${CASES} damaged sessions from number ${FROM}`, { timeout: 60_000 + CASES * 20 }, async () => {
  const memory = createMemoryRecord(CASES);
  let played = 0;
  let begun = 0;
  let ended = 0;
  const entity = createApplicationEntity({ title: 'GANTRY', limits: { associations: 64 } });
  await using server = await entity.listen({
    host: '127.0.0.1',
    port: 0,
    supportedContexts: contexts,
    on: {
      store: () => {
        begun += 1;
        return { write: () => undefined, finish: () => ((ended += 1), 0), discard: () => void (ended += 1) };
      },
      find: () => [buildDataSet({ StudyInstanceUID: '1.2.3' }), buildDataSet({ StudyInstanceUID: '1.2.4' })],
      n: ({ dataSet }) => ({ status: 0, ...(dataSet && { dataSet }) }),
    },
  });
  // What fails once is said at once: the other lanes stop, too.
  let failed = false;
  const run = async (lane: number): Promise<void> => {
    for (let number = FROM + lane; number < FROM + CASES && !failed; number += AT_ONCE) {
      const random = randomFrom(SEED * 1_000_003 + number);
      const session = requests[Math.floor(random() * requests.length)] ?? [];
      const bytes = mutate(session, random);
      const answer = await play(server.port, bytes, random).then(types, String);
      const wrong = typeof answer === 'string' || answer.some((type) => ![2, 3, 4, 6, 7].includes(type));
      if (wrong) throw new Error(`case ${number} of seed ${SEED} got ${String(answer)} for ${bytes.toString('hex', 0, SHOWN)}`);
      memory.after((played += 1));
    }
  };
  await Promise.all(
    Array.from({ length: AT_ONCE }, (_, lane) =>
      run(lane).catch((error: unknown) => {
        failed = true;
        throw error;
      }),
    ),
  );
  expect(server.associations.size).toBe(0);
  expect(ended).toBe(begun);
  const opened = await entity.associate({ host: '127.0.0.1', port: server.port, contexts });
  if (opened.kind !== 'established') throw new Error(opened.kind);
  expect(await opened.association.echo()).toMatchObject({ status: { code: 0 } });
  await opened.association.release();
  if (CASES > 10_000) console.table(memory.rows);
  expect(growth(memory.rows)).toBeLessThan(16);
});
