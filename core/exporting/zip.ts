/** An export as a ZIP file, written as it is made: ZIP64 where sizes or counts ask for it, names in UTF-8. */
import { createWriteStream } from 'node:fs';
import { finished, pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { transferSyntaxProperties } from '../dicom/transfer-syntax.ts';
import { Layout } from './layout.ts';
import type { Container, OpenObject } from './types.ts';

/** Near the four gigabytes that a plain entry can say. */
const LARGE = 0xf0000000;

export function createZip(file: string): Container {
  const zip = new ZipFile();
  const layout = new Layout();
  const output = createWriteStream(file, { flags: 'wx' });
  const written = pipeline(zip.outputStream, output);
  const broken = new Promise<never>((_, reject) => {
    zip.on('error', reject);
    written.catch(reject);
  });
  // Whoever waits hears of it; until then nobody need.
  broken.catch(() => undefined);
  return {
    async add(object) {
      const stream = object.stream();
      zip.addReadStream(stream, layout.place(object).join('/'), entryOptions(object));
      // One entry at a time: nothing is open but the object that is being read.
      await Promise.race([finished(stream), broken]);
      return null;
    },
    async finish() {
      zip.end();
      await Promise.race([written, broken]);
    },
    async abandon() {
      zip.outputStream.unpipe(output);
      output.destroy();
      await written.catch(() => undefined);
    },
  };
}

/** What is compressed already, or deflated, does not become shorter. */
function entryOptions({ size, transferSyntaxUid }: OpenObject): {
  size: number;
  compress: boolean;
  forceZip64Format: boolean;
  mode: number;
} {
  const { encapsulated, deflated } = transferSyntaxProperties(transferSyntaxUid);
  return { size, compress: !encapsulated && !deflated, forceZip64Format: size > LARGE, mode: 0o100644 };
}
