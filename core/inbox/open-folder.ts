/** A folder as an inbox of its own, the index beside the objects: for programs that have one folder and no further rooms. */
import path from 'node:path';
import { mkdir } from 'node:fs/promises';
import { IMPLEMENTATION_CLASS_UID, IMPLEMENTATION_VERSION_NAME } from '../association/defaults.ts';
import { systemClock } from '../association/system-clock.ts';
import { openDatabase } from '../storage/database.ts';
import type { SetAside } from '../storage/set-aside.ts';
import { createInbox, type Inbox } from './inbox.ts';

/** Hidden, so that it is taken neither for a study nor for an object. */
const INDEX = '.gantry.db';

/** Disposing closes the inbox and its index. */
export interface InboxFolder extends AsyncDisposable {
  readonly inbox: Inbox;
}

/** `damaged`: an unreadable index was found, put aside and begun anew; no object is lost by that. @throws InboxInUseError */
export async function openInboxFolder(folder: string, damaged: (index: SetAside) => void = () => undefined): Promise<InboxFolder> {
  const root = path.resolve(folder);
  await mkdir(root, { recursive: true });
  const wallClock = (): number => Date.now();
  const { database, setAside } = openDatabase({ file: path.join(root, INDEX), wallClock });
  if (setAside) damaged(setAside);
  const implementation = { classUid: IMPLEMENTATION_CLASS_UID, versionName: IMPLEMENTATION_VERSION_NAME };
  try {
    const inbox = createInbox({ folder: root, database, clock: systemClock, wallClock, implementation });
    return {
      inbox,
      async [Symbol.asyncDispose]() {
        await inbox.close();
        database.close();
      },
    };
  } catch (error) {
    database.close();
    throw error;
  }
}
