/**
 * The last step of an arrival: a complete part file gets its final name. The same UID with the same bytes is counted and not kept; with
 * other bytes it stands beside the first as a further version. Nothing is ever overwritten.
 */
import path from 'node:path';
import { systemCode, type Files } from './files.ts';
import type { ReceivedObject } from './incoming-object.ts';
import type { Journal } from './journal.ts';
import { instanceFile, seriesFolder } from './layout.ts';
import { dataSetFile, sameDataSet } from './same-bytes.ts';

export type Durability = 'os' | 'fsync';

export interface PlacingOptions {
  readonly files: Files;
  readonly folder: string;
  readonly journal: Journal;
}

/** `fresh`: folders that were made for it, for those who want them on the disk too. */
export type Placed =
  { readonly kind: 'stored'; readonly version: number; readonly file: string } | { readonly kind: 'identical'; readonly version: number };

/**
 * Gives the file its name if the first place is free, as it nearly always is; undefined when it is taken.
 * @throws what the system says.
 */
export function placeFirst(object: ReceivedObject, options: PlacingOptions): Placed | undefined {
  const file = fileOf(object, 1, options);
  return options.files.existsSync(file) ? undefined : moveTo(object, { version: 1, file }, options);
}

/** Looks at each version that is there, then takes the first free place. */
export async function placeBeside(object: ReceivedObject, options: PlacingOptions): Promise<Placed> {
  const { files } = options;
  object.part.close();
  const ours = {
    file: object.part.path,
    transferSyntaxUid: object.request.transferSyntaxUid,
    dataOffset: object.dataOffset,
    bytes: object.part.length,
  };
  for (let version = 1; ; version += 1) {
    const file = fileOf(object, version, options);
    if (!files.existsSync(file)) return moveTo(object, { version, file }, options);
    const theirs = dataSetFile(files, file);
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

const fileOf = ({ identity }: ReceivedObject, version: number, { folder }: PlacingOptions): string =>
  folder + path.sep + instanceFile(identity, version);

/** The series is announced first, then the file renamed: whatever happens in between, the next start looks there. */
function moveTo(
  { part, identity }: ReceivedObject,
  { version, file }: { readonly version: number; readonly file: string },
  { files, journal }: PlacingOptions,
): Placed {
  part.close();
  journal.announce(seriesFolder(identity));
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
