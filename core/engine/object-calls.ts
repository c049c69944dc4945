/** What objects are besides pictures: their view, the document or video within, and where an object that another speaks of lies. */
import { randomBytes } from 'node:crypto';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import type { CallHandlers, engineCalls, FoundObject } from '../contract.ts';
import type { PixelReader } from '../pixels/pixel-reader.ts';
import type { Payload } from '../pixels/types.ts';
import type { InboxSlot } from './inbox-slot.ts';
import { ExplainedError } from './serve.ts';

type ObjectCalls = CallHandlers<Extract<keyof typeof engineCalls, `objects.${string}`>>;

/** A document that is shown in the window is copied several times on its way. */
const LARGEST_SHOWN = 1 << 27;
const PIECE = 1 << 20;

export function objectCalls({ slot, pixelReader }: { readonly slot: InboxSlot; readonly pixelReader: PixelReader }): ObjectCalls {
  const fileOf = (instanceId: number): string => {
    const file = slot.inbox.path({ kind: 'instance', instanceId });
    if (file === undefined) throw new ExplainedError('not-here', 'It is no longer in the inbox.');
    return file;
  };
  return {
    'objects.view': async ({ instanceId }, signal) => {
      const found = await pixelReader.view(fileOf(instanceId), signal);
      return found.kind === 'view' ? { kind: 'object', view: found.view } : { kind: 'none', reason: found.message };
    },
    'objects.payload': async ({ instanceId }, signal) => {
      const found = await pixelReader.payload(fileOf(instanceId), signal);
      if (found.kind === 'unavailable') return { kind: 'none', reason: found.message };
      if (!found.bytes || found.bytes.byteLength > LARGEST_SHOWN)
        return { kind: 'none', reason: 'The file is too large to be shown here. Save it to open it in its own program.' };
      return { kind: 'payload', bytes: new Uint8Array(found.bytes) };
    },
    'objects.save': async ({ instanceId, folder }, signal) => {
      const from = fileOf(instanceId);
      const found = await pixelReader.payload(from, signal);
      if (found.kind === 'unavailable') throw new ExplainedError('nothing-to-save', found.message);
      return savePayload(found, { from, folder, signal });
    },
    'objects.find': ({ sopInstanceUid }) => find(slot.inbox, sopInstanceUid),
  };
}

/** Its latest version when there are several. */
function find(inbox: InboxSlot['inbox'], sopInstanceUid: string): FoundObject | null {
  for (const studyUid of inbox.studiesOf(sopInstanceUid)) {
    const study = inbox.study(studyUid);
    for (const series of study ? inbox.series(studyUid) : []) {
      const instance = inbox.instances(studyUid, series.seriesUid).findLast((one) => one.sopInstanceUid === sopInstanceUid);
      if (study && instance) return { study, series, instanceId: instance.instanceId };
    }
  }
  return null;
}

interface Saving {
  /** File of the object. */
  readonly from: string;
  readonly folder: string;
  readonly signal: AbortSignal;
}

/** Under a name that tells nothing of the patient and is not taken; nothing half-written stays. */
async function savePayload(payload: Payload, { from, folder, signal }: Saving): Promise<string> {
  const partial = path.join(folder, `.gantry-${randomBytes(6).toString('hex')}.part`);
  try {
    await using out = await open(partial, 'wx');
    if (payload.bytes) await out.writeFile(new Uint8Array(payload.bytes));
    else await copyRanges(payload, { from, out, signal });
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
  return placed(partial, folder, payload.extension);
}

async function copyRanges(
  { ranges }: Payload,
  { from, out, signal }: { readonly from: string; readonly out: FileHandle; readonly signal: AbortSignal },
): Promise<void> {
  await using source = await open(from, 'r');
  const piece = new Uint8Array(PIECE);
  for (const range of ranges) {
    for (let done = 0; done < range.length;) {
      signal.throwIfAborted();
      const { bytesRead } = await source.read(piece, 0, Math.min(PIECE, range.length - done), range.offset + done);
      if (bytesRead === 0) throw new ExplainedError('nothing-to-save', 'The object ends before its video stream does.');
      await out.writeFile(piece.subarray(0, bytesRead));
      done += bytesRead;
    }
  }
}

const MOST_NAMES = 1_000;

/** 'Gantry video.mp4', 'Gantry document 2.pdf': the first name that is free. */
async function placed(partial: string, folder: string, extension: string): Promise<string> {
  const word = ['mp4', 'mpg', 'ts', 'h264', 'h265'].includes(extension) ? 'video' : 'document';
  for (let number = 1; number < MOST_NAMES; number++) {
    const wanted = path.join(folder, `Gantry ${word}${number === 1 ? '' : ` ${number}`}.${extension}`);
    try {
      await (await open(wanted, 'wx')).close();
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EEXIST') continue;
      await rm(partial, { force: true });
      throw error;
    }
    await rename(partial, wanted);
    return wanted;
  }
  await rm(partial, { force: true });
  throw new ExplainedError('no-name', 'The folder is full of files of this name: choose another.');
}
