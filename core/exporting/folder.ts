/** An export as a folder: each object's file under patient, study and series. */
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Layout } from './layout.ts';
import type { Container, OpenObject } from './types.ts';

export async function createFolder(place: string): Promise<Container> {
  await mkdir(place);
  const layout = new Layout();
  return {
    async add(object) {
      const file = path.join(place, ...layout.place(object));
      await mkdir(path.dirname(file), { recursive: true });
      await writeObject(object, file);
      return null;
    },
    finish: () => Promise.resolve(),
    abandon: () => Promise.resolve(),
  };
}

/** The file's own bytes; a file that is there is never written over. */
export const writeObject = (object: OpenObject, file: string): Promise<void> =>
  pipeline(object.stream(), createWriteStream(file, { flags: 'wx' }));
