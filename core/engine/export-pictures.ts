/** Frames as an export takes them: as they are displayed, or their values after the modality transformation. */
import { setTimeout } from 'node:timers/promises';
import type { Picture, ReadPicture } from '../exporting/types.ts';
import type { PixelReader } from '../pixels/pixel-reader.ts';
import type { ChosenWindow, FrameResult } from '../pixels/types.ts';

export const picturesOf =
  (reader: Pick<PixelReader, 'frame'>, output: 'display' | 'values', window?: ChosenWindow): ReadPicture =>
  async (path, frame, signal) => {
    for (let tries = 1; ; tries += 1) {
      const result = await reader.frame({ path, frame, output, ...(window && { window }), urgency: 'small' }, signal);
      const crowdedOut = result.kind === 'unavailable' && (result.reason === 'busy' || result.reason === 'superseded');
      if (!crowdedOut || tries >= MOST_TRIES) return pictureOf(result, output);
      await setTimeout(AGAIN_MS, undefined, { signal });
    }
  };

function values16(type: 'uint8' | 'int16' | 'uint16', data: ArrayBuffer): Int16Array | Uint16Array {
  if (type === 'uint8') return new Uint16Array(new Uint8Array(data));
  return type === 'int16' ? new Int16Array(data) : new Uint16Array(data);
}

/** What a person looks at goes first; the export waits its turn. */
const AGAIN_MS = 200;
const MOST_TRIES = 50;

function pictureOf(result: FrameResult, wanted: 'display' | 'values'): Picture {
  if (result.kind === 'unavailable') return { kind: 'none', words: result.message };
  const { width, height, frames, pixelAspect: aspect } = result;
  const size = { kind: 'picture', width, height, frames, aspect } as const;
  if (result.kind === 'image') {
    if (wanted === 'values') return { kind: 'none', words: 'It is in colour: it has no grey values' };
    return { ...size, pixels: { form: result.channels === 1 ? 'grey' : 'rgba', data: new Uint8Array(result.data) } };
  }
  if (result.type === 'float32') return { kind: 'none', words: 'Its values do not fit into 16 bits' };
  return {
    ...size,
    pixels: { form: 'values', data: values16(result.type, result.data) },
  };
}
