/** An export as pictures: a PNG for each frame, under patient, study and series; the frames of one object in a folder of their own. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Layout } from './layout.ts';
import { encodePng, type PngImage } from './png.ts';
import type { Container, ExportOptionsOfContainer, OpenObject, Picture } from './types.ts';

/** More than that of one object is no export of pictures any more. */
const MOST_FRAMES = 100_000;

export async function createPictures(place: string, { pictures, counted, signal }: ExportOptionsOfContainer): Promise<Container> {
  await mkdir(place);
  const layout = new Layout();
  return {
    async add(object) {
      const first = await pictures(object.path, 0, signal);
      if (first.kind === 'none') return first.words;
      const file = path.join(place, ...layout.place(object)).replace(/\.dcm$/, '');
      const total = Math.min(first.frames, MOST_FRAMES);
      await mkdir(total > 1 ? file : path.dirname(file), { recursive: true });
      for (let frame = 0; frame < total; frame += 1) {
        signal.throwIfAborted();
        const picture = frame === 0 ? first : await pictures(object.path, frame, signal);
        if (picture.kind === 'none') return `Frame ${frame + 1}: ${picture.words}`;
        const name = total > 1 ? path.join(file, `${numbered(frame + 1, total)}.png`) : `${file}.png`;
        await writeFile(name, await encodePng(pngOf(picture)), { flag: 'wx', signal });
        counted(shareOf(object, frame, total));
      }
      return null;
    },
    finish: () => Promise.resolve(),
    abandon: () => Promise.resolve(),
  };
}

/** The object's bytes, spread over its frames. */
const shareOf = ({ size }: OpenObject, frame: number, total: number): number =>
  Math.floor((size * (frame + 1)) / total) - Math.floor((size * frame) / total);

const numbered = (number: number, total: number): string => String(number).padStart(Math.max(4, String(total).length), '0');

const SOFTWARE = 'Gantry, not for diagnosis';

function pngOf({ width, height, aspect, pixels }: Extract<Picture, { kind: 'picture' }>): PngImage {
  const size = { width, height, aspect };
  const { form, data } = pixels;
  switch (form) {
    case 'grey':
      return {
        ...size,
        form: 'grey8',
        text: { Software: SOFTWARE },
        fillRow: (row, into) => into.set(data.subarray(row * width, (row + 1) * width)),
      };
    case 'rgba':
      return { ...size, form: 'rgb', text: { Software: SOFTWARE }, fillRow: (row, into) => withoutAlpha(data, row * width, into) };
    case 'values': {
      // PNG knows no negative samples.
      const offset = data instanceof Int16Array ? 32_768 : 0;
      const Comment = offset === 0 ? 'value = sample' : `value = sample - ${offset}`;
      const fillRow = (row: number, into: Uint8Array): void => bigEndian(data.subarray(row * width, (row + 1) * width), offset, into);
      return { ...size, form: 'grey16', text: { Software: SOFTWARE, Comment }, fillRow };
    }
  }
}

function withoutAlpha(rgba: Uint8Array, first: number, into: Uint8Array): void {
  for (let from = first * 4, to = 0; to < into.length; from += 4, to += 3) {
    into[to] = rgba[from] ?? 0;
    into[to + 1] = rgba[from + 1] ?? 0;
    into[to + 2] = rgba[from + 2] ?? 0;
  }
}

function bigEndian(values: Int16Array | Uint16Array, offset: number, into: Uint8Array): void {
  for (let at = 0; at < values.length; at += 1) {
    const sample = (values[at] ?? 0) + offset;
    into[at * 2] = sample >> 8;
    into[at * 2 + 1] = sample & 0xff;
  }
}
