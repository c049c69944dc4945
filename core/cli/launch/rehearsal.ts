/**
 * Run by the build beside the chunks: goes through the commands on loopback, so that V8 has compiled what they call, and leaves that beside
 * each chunk. Also a proof that what was built works.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { buildDataSet } from '../../dicom/build.ts';
import { encodeDataSet } from '../../dicom/encode.ts';
import { encodeFileMeta } from '../../dicom/file-meta.ts';
import type * as program from '../main.ts';
import { cacheOf, createChunks } from './chunks.ts';

const STUDIES = 4;
const OBJECTS = 40;
const EXPLICIT = '1.2.840.10008.1.2.1';
const CT = '1.2.840.10008.5.1.4.1.1.2';

const chunks = createChunks();
const { run } = chunks.load(path.join(import.meta.dirname, 'main.cjs')) as typeof program;

/** A slice with the kinds of values that slices have: names beyond ASCII, numbers, sequences. */
function slice(number: number): Uint8Array {
  const study = `1.2.3.${String(number % STUDIES)}`;
  const uid = `${study}.1.${String(number)}`;
  const meta = encodeFileMeta({
    sopClassUid: CT,
    sopInstanceUid: uid,
    transferSyntaxUid: EXPLICIT,
    implementationClassUid: '1.2.3.4',
    implementationVersionName: 'REHEARSAL',
    sourceTitle: 'REHEARSAL',
  });
  const dataSet = buildDataSet({
    SpecificCharacterSet: 'ISO_IR 192',
    ImageType: ['ORIGINAL', 'PRIMARY', 'AXIAL'],
    SOPClassUID: CT,
    SOPInstanceUID: uid,
    StudyDate: '20260102',
    StudyTime: '101112.5',
    AccessionNumber: `A${String(number % STUDIES)}`,
    Modality: 'CT',
    StudyDescription: 'Schädel',
    SeriesDescription: 'Axial',
    PatientName: `DOE^NUMBER ${String(number % STUDIES)}`,
    PatientID: `P${String(number % STUDIES)}`,
    PatientBirthDate: '19700101',
    PatientSex: 'O',
    StudyInstanceUID: study,
    SeriesInstanceUID: `${study}.1`,
    SeriesNumber: 1,
    InstanceNumber: number,
    ImagePositionPatient: ['-100', '-100', String(number)],
    ReferencedImageSequence: [{ ReferencedSOPClassUID: CT, ReferencedSOPInstanceUID: `${uid}.9` }],
    Rows: 64,
    Columns: 64,
    BitsAllocated: 16,
    PixelData: { vr: 'OW', value: new Uint8Array(8192) },
  });
  return Buffer.concat([meta, encodeDataSet(dataSet, EXPLICIT)]);
}

/** One command to its end; throws what it said when it did not do all that it was asked for. */
async function perform(argv: readonly string[]): Promise<void> {
  const said: string[] = [];
  const line = (text: string): unknown => said.push(text);
  const status = await run(argv, { io: { out: line, err: line, room: () => undefined }, signal: new AbortController().signal });
  if (status !== 0) throw new Error(`gantry ${argv.join(' ')}\n${said.join('\n')}`);
}

async function rehearse(folder: string): Promise<void> {
  const files = Array.from({ length: OBJECTS }, (_, number) => path.join(folder, `${String(number)}.dcm`));
  for (const [number, file] of files.entries()) await writeFile(file, slice(number));

  const stop = new AbortController();
  let ended: Promise<unknown> = Promise.resolve();
  const port = await new Promise<number>((resolve, reject) => {
    const out = (text: string): void => {
      const said = JSON.parse(text) as { readonly kind?: unknown; readonly port?: unknown };
      if (said.kind === 'listening') resolve(Number(said.port));
    };
    const io = { out, err: () => undefined, room: () => undefined };
    const options = ['--host', '127.0.0.1', '--port', '0', '--folder', path.join(folder, 'inbox'), '--title', 'REHEARSAL', '--json'];
    ended = run(['listen', ...options], { io, signal: stop.signal }).then((status) =>
      reject(new Error(`gantry listen: ${String(status)}`)),
    );
  });

  const node = `REHEARSAL@127.0.0.1:${String(port)}`;
  const keys = ['PatientName', 'PatientID', 'StudyDate', 'StudyDescription', 'StudyInstanceUID'].flatMap((key) => ['-k', key]);
  const study = ['-k', 'StudyInstanceUID=1.2.3.0'];
  for (const form of [['--json'], []]) {
    await perform(['echo', node, ...form]);
    await perform(['verify', node, ...form]);
    await perform(['store', node, ...files, ...form]);
    await perform(['find', node, ...keys, ...form]);
    await perform(['find', node, '--level', 'IMAGE', ...study, '-k', 'SeriesInstanceUID', '-k', 'SOPInstanceUID', ...form]);
    await perform(['get', node, ...study, '--folder', path.join(folder, `got${form.join('')}`), ...form]);
  }
  stop.abort();
  await ended;
}

async function main(): Promise<void> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'gantry-rehearsal-'));
  try {
    await rehearse(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  for (const [file, script] of chunks.scripts) await writeFile(cacheOf(file), script.createCachedData());
}

// What goes wrong ends the build with its stack.
void main();
