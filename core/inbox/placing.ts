/**
 * The last step of an arrival: a complete part file gets its final name. The same UID with the same bytes is counted and not kept; with
 * other bytes it stands beside the first as a further version. Nothing is ever overwritten.
 */
import path from 'node:path';
import { systemCode, type Files } from './files.ts';
import type { ReceivedObject } from './incoming-object.ts';
import type { Journal } from './journal.ts';
import { instanceFile } from './layout.ts';
import { dataSetFile, sameDataSet } from './same-bytes.ts';

export type Durability = 'os' | 'fsync';

export interface PlacingOptions {
  readonly files: Files;
  readonly folder: string;
  readonly journal: Journal;
}

/** `fresh`: folders that were made for it, for those who want them on the disk too. */
export type Placed =
  | { readonly kind: 'stored'; readonly version: number; readonly file: string }
  | { readonly kind: 'identical'; readonly version: number };

/**
 * Gives the file its name if the first place is free, as it nearly always is; undefined when it is taken.
 * @throws what the system says.
 */
export function placeFirst(object: ReceivedObject, options: PlacingOptions): Placed | undefined {
  return isTaken(object, 1, options) ? undefined : moveTo(object, 1, options);
}

/** Looks at each version that is there, then takes the first free place. */
export async function placeBeside(object: ReceivedObject, options: PlacingOptions): Promise<Placed> {
  const { files, folder } = options;
  object.part.close();
  const ours = {
    file: object.part.path,
    transferSyntaxUid: object.request.transferSyntaxUid,
    dataOffset: object.dataOffset,
    bytes: object.part.length,
  };
  for (let version = 1; ; version += 1) {
    if (!isTaken(object, version, options)) return moveTo(object, version, options);
    const theirs = dataSetFile(files, path.join(folder, instanceFile(object.identity, version)));
    if (theirs && (await sameDataSet(files, ours, theirs))) {
      object.part.discard();
      return { kind: 'identical', version };
    }
  }
}

/** Makes the name of a placed file, and the folders above it, durable. */
export async function syncFolders(file: string, { files, folder }: PlacingOptions): Promise<void> {
  for (let at = path.dirname(file); ; at = path.dirname(at)) {
    await syncFolder(files, at);
    if (at === folder || at === path.dirname(at)) return;
  }
}

const isTaken = ({ identity }: ReceivedObject, version: number, { files, folder }: PlacingOptions): boolean =>
  files.existsSync(path.join(folder, instanceFile(identity, version)));

/** Announced first, then renamed: whatever happens in between, the next start looks at this place. */
function moveTo({ part, identity }: ReceivedObject, version: number, { files, folder, journal }: PlacingOptions): Placed {
  const place = instanceFile(identity, version);
  const file = path.join(folder, place);
  part.close();
  journal.announce(place);
  try {
    files.renameSync(part.path, file);
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
    files.mkdirSync(path.dirname(file), { recursive: true });
    files.renameSync(part.path, file);
  }
  return { kind: 'stored', version, file };
}

function syncFolder(files: Files, folder: string): Promise<void> {
  return new Promise((resolve, reject) => {
    files.open(folder, 'r', (openError, fd) => {
      // A system that cannot open folders (Windows) keeps names durable by itself.
      if (openError) return resolve();
      files.fsync(fd, (error) => {
        files.close(fd, () => {
          if (error && systemCode(error) !== 'EPERM' && systemCode(error) !== 'EINVAL') reject(error);
          else resolve();
        });
      });
    });
  });
}
