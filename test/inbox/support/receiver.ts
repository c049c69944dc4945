// A process of its own that receives objects until it is killed: by its parent at any moment, or by itself before or after the n-th call to
// the file system. It says on stdout what it has acknowledged, as a sender would know it.
import fs from 'node:fs';
import { systemClock } from '../../../core/association/system-clock.ts';
import { createInbox } from '../../../core/inbox/inbox.ts';
import type { Files } from '../../../core/inbox/files.ts';
import { openDatabase } from '../../../core/storage/database.ts';
import { numberedObject, send } from './arrivals.ts';

interface Orders {
  readonly folder: string;
  readonly file: string;
  /** First number of the objects to receive. */
  readonly first: number;
  readonly durability: 'os' | 'fsync';
  /** Die at this call to the file system, counted from the start or from when the inbox was open; 0 never. */
  readonly dieAt: number;
  readonly countFrom: 'start' | 'ready';
  readonly dieAfter: boolean;
}

const orders = JSON.parse(process.argv[2] ?? '') as Orders;
const say = (line: string) => fs.writeSync(1, `${line}\n`);

let calls = 0;
let open = false;
const dying = new Proxy(fs, {
  get(target, name, receiver) {
    const real: unknown = Reflect.get(target, name, receiver);
    if (typeof real !== 'function') return real;
    return (...parameters: unknown[]): unknown => {
      calls += 1;
      const now = calls === orders.dieAt && (open || orders.countFrom === 'start');
      if (now && !orders.dieAfter) die();
      try {
        return Reflect.apply(real, target, parameters);
      } finally {
        if (now) die();
      }
    };
  },
}) as unknown as Files;

function die(): never {
  process.kill(process.pid, 'SIGKILL');
  for (;;) continue;
}

const { database } = openDatabase({ file: orders.file, wallClock: Date.now });
const inbox = createInbox({
  folder: orders.folder,
  database,
  clock: systemClock,
  wallClock: Date.now,
  reserve: 0,
  files: dying,
  durability: () => orders.durability,
  implementation: { classUid: '1.2.3.4', versionName: 'TEST' },
});
open = true;
if (orders.countFrom === 'ready') calls = 0;
for (let number = orders.first; ; number += 1) {
  const answer = await send(inbox.store, numberedObject(number), { size: 8_192 });
  if (answer === 0) say(`stored ${number}`);
  // Now and then something goes to the bin and comes back, and the index takes up what came.
  if (number % 7 === 3) {
    const removal = inbox.remove([{ kind: 'series', studyUid: '1.2.3', seriesUid: `1.2.3.${number % 3}` }]);
    if (number % 2 === 0) await inbox.restore(removal.token);
  }
  if (number % 5 === 0) inbox.settle();
  if (number % 11 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
}
