/** A folder of the command line as an inbox: objects as Part 10 files, the index beside them. Each stored object is reported. */
import path from 'node:path';
import { mkdir } from 'node:fs/promises';
import { systemClock } from '../association/system-clock.ts';
import { createInbox, type Inbox } from '../inbox/inbox.ts';
import { instanceFile } from '../inbox/layout.ts';
import { IMPLEMENTATION_CLASS_UID, IMPLEMENTATION_VERSION_NAME } from '../services/index.ts';
import { openDatabase } from '../storage/database.ts';
import type { Report } from './report.ts';

export interface Folder extends AsyncDisposable {
  readonly inbox: Inbox;
}

/** Hidden, so that it is taken neither for a study nor for an object. */
const INDEX = '.gantry.db';

export async function openFolder(folder: string, report: Report): Promise<Folder> {
  const root = path.resolve(folder);
  await mkdir(root, { recursive: true });
  const wallClock = (): number => Date.now();
  const { database, setAside } = openDatabase({ file: path.join(root, INDEX), wallClock });
  if (setAside) report.notice(`The index was damaged and is made anew; the old one is ${setAside.keptAs}.`);
  const inbox = createInbox({
    folder: root,
    database,
    clock: systemClock,
    wallClock,
    implementation: { classUid: IMPLEMENTATION_CLASS_UID, versionName: IMPLEMENTATION_VERSION_NAME },
  });
  inbox.arrived.listen((arrival) => {
    const { sopInstanceUid, sopClassUid, transferSyntaxUid, from, bytes } = arrival;
    const file = path.join(root, instanceFile(arrival, arrival.version));
    report.say(
      { kind: 'stored', sopInstanceUid, sopClassUid, transferSyntaxUid, callingTitle: from.title, path: file, bytes },
      `${file} (${bytes} bytes from ${from.title})`,
    );
  });
  inbox.refused.listen(({ status, comment, sopClassUid, sopInstanceUid, from }) => {
    report.say(
      { kind: 'refused', status, message: comment, sopInstanceUid, sopClassUid, callingTitle: from.title },
      `✕ ${sopInstanceUid} from ${from.title} refused: ${comment}`,
    );
  });
  return {
    inbox,
    async [Symbol.asyncDispose]() {
      await inbox.close();
      database.close();
    },
  };
}
