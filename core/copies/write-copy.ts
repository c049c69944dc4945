/** One rewritten object on its way into the inbox: streamed in pieces, giving way in between, so that its size does not matter. */
import { createDeflateRaw } from 'node:zlib';
import { setImmediate } from 'node:timers/promises';
import { once } from 'node:events';
import type { Added, Adding } from '../inbox/adding.ts';
import { partsOf, type Piece } from '../dicom/rewrite.ts';
import type { ObjectBytes } from '../objects/open-object.ts';

export interface Writing {
  readonly object: ObjectBytes;
  readonly pieces: readonly Piece[];
  readonly signal: AbortSignal;
}

/** @throws what the system says, or the signal's reason; nothing is left then. */
export async function writeCopy(adding: Adding, { object, pieces, signal }: Writing): Promise<Added> {
  try {
    const parts = partsOf(object.source, pieces);
    if (object.deflated) await writeDeflated(adding, parts, signal);
    else {
      for (const part of parts) {
        signal.throwIfAborted();
        adding.write(part);
        await setImmediate();
      }
    }
  } catch (error) {
    adding.discard();
    throw error;
  }
  return adding.finish();
}

/** PS3.5 §A.5: a raw deflate stream, of even length. */
async function writeDeflated(adding: Adding, parts: Iterable<Uint8Array>, signal: AbortSignal): Promise<void> {
  const deflate = createDeflateRaw();
  let length = 0;
  deflate.on('data', (bytes: Uint8Array) => {
    length += bytes.length;
    adding.write(bytes);
  });
  const ended = once(deflate, 'end');
  for (const part of parts) {
    signal.throwIfAborted();
    if (!deflate.write(part)) await once(deflate, 'drain');
  }
  deflate.end();
  await ended;
  if (length % 2 === 1) adding.write(new Uint8Array(1));
}
