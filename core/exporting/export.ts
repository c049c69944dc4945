/**
 * Exports objects as a folder, a ZIP file or a DICOM disc: file by file, bytes unchanged. What cannot be read is left out and told; a
 * cancelled or failed export leaves nothing.
 */
import { statfs } from 'node:fs/promises';
import { createPart, type Part } from './destination.ts';
import { createDisc } from './disc/disc.ts';
import { ExportError, exportErrorOf } from './errors.ts';
import { createFolder } from './folder.ts';
import { openObject, type Reading } from './open-object.ts';
import { createZip } from './zip.ts';
import { createPictures } from './pictures.ts';
import type { Container, ExportKind, ExportObject, ExportOptionsOfContainer, ExportProgress, ExportResult, ReadPicture } from './types.ts';

export interface ExportOptions {
  readonly kind: ExportKind;
  /** Gone through twice: first to know how much there is. */
  readonly objects: () => Iterable<ExportObject>;
  /** Absolute; something new is made within it. */
  readonly folder: string;
  /** Of what is made, without an ending. */
  readonly name: string;
  readonly signal: AbortSignal;
  readonly progress: (progress: ExportProgress) => void;
  /** Where the frames of pictures come from; without it nothing can be exported as pictures. */
  readonly pictures?: ReadPicture;
}

/** @throws ExportError, or the signal's reason. */
export async function exportObjects(options: ExportOptions): Promise<ExportResult> {
  const { kind, folder, name, signal } = options;
  try {
    const total = totalOf(options.objects());
    if (total.objects === 0) throw new ExportError('nothing', 'What was to be exported is no longer in the inbox.');
    if (kind === 'folder' || kind === 'disc') await refuseWithoutRoom(folder, total.bytes);
    const part = await createPart({ folder, name, ending: kind === 'zip' ? '.zip' : '' });
    try {
      return await fill(part, options, total);
    } catch (error) {
      await part.discard();
      throw error;
    }
  } catch (error) {
    signal.throwIfAborted();
    throw exportErrorOf(error);
  }
}

interface Total {
  readonly objects: number;
  readonly bytes: number;
}

function totalOf(objects: Iterable<ExportObject>): Total {
  let total: Total = { objects: 0, bytes: 0 };
  for (const { bytes } of objects) total = { objects: total.objects + 1, bytes: total.bytes + bytes };
  return total;
}

async function refuseWithoutRoom(folder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize < bytes) throw new ExportError('no-room', 'There is not enough room in this folder. Choose another one or make room.');
}

type CreateContainer = (content: string, options: ExportOptionsOfContainer) => Container | Promise<Container>;

const containers: Readonly<Record<ExportKind, CreateContainer>> = {
  folder: createFolder,
  zip: createZip,
  disc: createDisc,
  png: createPictures,
  png16: createPictures,
};

const NO_PICTURES: ReadPicture = () => Promise.resolve({ kind: 'none', words: 'Pictures cannot be read here' });

async function fill(
  part: Part,
  { kind, objects, signal, progress, pictures = NO_PICTURES }: ExportOptions,
  total: Total,
): Promise<ExportResult> {
  let done: Total = { objects: 0, bytes: 0 };
  const leftOut: string[] = [];
  const tell = (): void =>
    progress({ ...done, totalObjects: Math.max(total.objects, done.objects), totalBytes: Math.max(total.bytes, done.bytes) });
  const counted = (bytes: number): void => {
    done = { ...done, bytes: done.bytes + bytes };
    tell();
  };
  const container = await containers[kind](part.content, { pictures, signal, counted });
  try {
    for (const object of objects()) {
      signal.throwIfAborted();
      const reason = await addTo(container, object, { signal, counted });
      if (reason === null) done = { ...done, objects: done.objects + 1 };
      else leftOut.push(reason);
      tell();
    }
    if (done.objects === 0) throw new ExportError('nothing', `Nothing could be exported: ${leftOut[0] ?? 'nothing is there'}.`);
    await container.finish();
    signal.throwIfAborted();
  } catch (error) {
    await container.abandon();
    throw error;
  }
  return { place: await part.publish(), ...done, leftOut };
}

/** Why it is left out, or null. */
async function addTo(container: Container, object: ExportObject, reading: Reading): Promise<string | null> {
  let opened: Awaited<ReturnType<typeof openObject>>;
  try {
    opened = await openObject(object, reading);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT'
      ? 'It is no longer in the inbox'
      : 'Its file cannot be read';
  }
  await using closing = opened;
  return await container.add(closing);
}
