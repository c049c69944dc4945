/** A long fuzz run by hand: `node test/support/run.mjs test/fuzz/run.ts [cases] [first seed]`. Prints how the sessions ended and the memory used. */
import { judge, type Tally } from './judge.ts';

const cases = Number(process.argv[3] ?? 200_000);
const seed = Number(process.argv[4] ?? 1);
const started = performance.now();
const tally: Tally = { cases: 0, ends: new Map() };
for (let at = 0; at < cases / 2; at += 1) {
  judge('acceptor', seed + at, tally);
  judge('requestor', seed + at, tally);
}
const seconds = (performance.now() - started) / 1000;
for (const [end, count] of [...tally.ends].sort(([, a], [, b]) => b - a)) console.log(`${String(count).padStart(9)}  ${end}`);
console.log(`${tally.cases} cases in ${seconds.toFixed(1)} s, heap ${(process.memoryUsage().heapUsed / 2 ** 20).toFixed(0)} MB`);
