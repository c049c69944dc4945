// dcmqrscp holding one study in two transfer syntaxes: of each class it looks at one context, whose one syntax fits half of it.
import path from 'node:path';
import { createApplicationEntity, proposeStorage } from '../../core/services/index.ts';
import { all } from '../services/loopback.ts';
import { startDcmqrscp } from '../support/dcmtk.ts';
import { objectFile, pydicomFile } from '../support/object-files.ts';
import { installed, run } from '../support/peer-process.ts';

export const STUDY = '1.2.826.0.1.3680043.10.1462.77';
export const present = (await Promise.all(['dcmqrscp', 'dcmcjpeg', 'dcmodify'].map(installed))).every(Boolean);

/** `${STUDY}.1` is stored there in Explicit VR Little Endian, `${STUDY}.2` in lossless JPEG. */
export async function startTwoSyntaxes(folder: string): Promise<Awaited<ReturnType<typeof startDcmqrscp>>> {
  const ct = pydicomFile('CT_small.dcm').path;
  const files = ['plain', 'jpeg'].map((name) => path.join(folder, `${name}.dcm`));
  const [plain = '', jpeg = ''] = files;
  await done('cp', [ct, plain]);
  await done('dcmcjpeg', ['+e1', ct, jpeg]);
  for (const [index, file] of files.entries()) {
    const changes = [`StudyInstanceUID=${STUDY}`, `SOPInstanceUID=${STUDY}.${index + 1}`];
    await done('dcmodify', ['-nb', '-ie', ...changes.flatMap((change) => ['-m', change]), file]);
  }
  const peer = await startDcmqrscp({ folder, destinations: {}, args: ['+xs'] });
  const items = files.map((file) => objectFile(file));
  const entity = createApplicationEntity({ title: 'GANTRY' });
  const sending = await entity.associate({
    host: '127.0.0.1',
    port: peer.port,
    calledTitle: 'ARCHIVE',
    contexts: proposeStorage(items)[0]?.contexts ?? [],
  });
  if (sending.kind !== 'established') throw new Error(JSON.stringify(sending));
  const sent = await all(sending.association.storeAll(items));
  if (!sent.every((outcome) => outcome.kind === 'status' && outcome.status.code === 0)) throw new Error(JSON.stringify(sent));
  await sending.association.release();
  return peer;
}

async function done(command: string, args: readonly string[]): Promise<void> {
  const { code, output } = await run(command, [...args]);
  if (code !== 0) throw new Error(`${command}: ${output}`);
}
