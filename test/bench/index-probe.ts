/**
 * One start of an inbox over an index, in a process of its own: how long until the latest studies and the whole list are there, what the comparison with the
 * folder costs in the background, what each letter of a search takes. `node index-probe.js FOLDER start|search` prints one line of JSON.
 */
import { openDatabase } from '../../core/storage/database.ts';
import path from 'node:path';
import { benchInbox } from './index-data.ts';

/** Typed letter by letter: scripts, one letter, digits, words that match everything, words that match nothing. */
const TYPED = [
  'yamada tarou',
  'müller anna',
  '山田',
  'やまだ',
  '길동',
  'иванов',
  'قباني',
  'ct thorax',
  'mpr sag',
  'a',
  'MRN-12',
  '1.2.826.0.1',
  'qqqqq',
  '10.1.2.3',
  '膝',
];

const [folder = '', mode = 'start'] = process.argv.slice(2);

const started = performance.now();
const { database } = openDatabase({ file: path.join(folder, '.gantry.db'), wallClock: Date.now });
const inbox = benchInbox(folder, database);
let first = 0;
let list = 0;
let studies = 0;
const stop = inbox.studies((event) => {
  if (event.kind === 'remove') return;
  list = performance.now() - started;
  if (event.kind === 'snapshot') first = list;
  studies += event.rows.length;
});

/** The longest time for which nothing else got its turn. */
let longest = 0;
let last = performance.now();
const beat = setInterval(() => {
  const now = performance.now();
  longest = Math.max(longest, now - last - 1);
  last = now;
}, 1);
await inbox.reconciled;
const reconciled = performance.now() - started;
clearInterval(beat);

const keystrokes: number[] = [];
const slowest = { text: '', ms: 0 };
if (mode === 'search') {
  for (const text of TYPED) {
    for (let length = 1; length <= text.length; length += 1) {
      const asked = performance.now();
      inbox.search({ texts: [{ in: 'anything', text: text.slice(0, length) }] }, () => undefined)();
      const ms = performance.now() - asked;
      keystrokes.push(ms);
      if (ms > slowest.ms) Object.assign(slowest, { text: text.slice(0, length), ms });
    }
  }
}
stop();
console.log(JSON.stringify({ first, list, studies, reconciled, longest, keystrokes, slowest }));
await inbox.close();
database.close();
