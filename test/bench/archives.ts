/** Archives that hold a set of objects: Orthanc and dcmqrscp as Debian ships them, and Gantry's inbox. They stay for all rounds of a row. */
import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { startDcmqrscp } from '../support/dcmtk.ts';
import { startOrthanc } from '../support/orthanc.ts';
import { instanceUid, type ObjectSet, type ObjectSetSpec } from './data.ts';
import { freshFolder } from './folders.ts';
import { kept } from './kept.ts';
import { runProgram, startServer } from './processes.ts';
import { listen, storescu } from './programs.ts';

/** The title under which each archive knows the destination of its moves. */
export const DESTINATION = 'DEST';

export interface Held {
  readonly spec: ObjectSetSpec;
  readonly set: ObjectSet;
  readonly parent: string;
  /** Where moves go. */
  readonly destinationPort?: number;
}

export interface Archive {
  readonly title: string;
  readonly port: number;
}

export type ArchiveOf = (held: Held) => Promise<Archive>;

export const orthanc: ArchiveOf = async ({ parent, set, destinationPort = 1 }) => {
  const folder = kept(await freshFolder(parent));
  const modalities = { FINDSCU: 1, MOVESCU: 1, GETSCU: 1, GANTRY: 1, [DESTINATION]: destinationPort };
  const { port } = kept(await startOrthanc({ folder: folder.path, modalities }));
  await runProgram(storescu(port, set.folder));
  return { title: 'ORTHANC', port };
};

export const ourInbox: ArchiveOf = async ({ parent, set, destinationPort = 1 }) => {
  const folder = kept(await freshFolder(parent));
  const { port } = kept(await startServer(listen(folder.path, ['--destination', `${DESTINATION}@127.0.0.1:${destinationPort}`])));
  await runProgram(storescu(port, set.folder));
  return { title: 'GANTRY', port };
};

/** Its index is written by its own program, which takes longer with each object: beyond a few the same record is used again. */
export const dcmqrscp: ArchiveOf = async ({ parent, set, spec, destinationPort = 1 }) => {
  const folder = kept(await freshFolder(parent));
  const storage = path.join(folder.path, 'storage');
  mkdirSync(storage);
  const names = readdirSync(set.folder);
  for (const name of names) linkSync(path.join(set.folder, name), path.join(storage, name));
  const registered = names.slice(0, names.length > MANY ? 1 : names.length);
  execFileSync('dcmqridx', [storage, ...registered.map((name) => path.join(storage, name))], { stdio: 'ignore' });
  if (names.length > registered.length) repeatRecord(path.join(storage, 'index.dat'), spec);
  const { port } = kept(await startDcmqrscp({ folder: folder.path, destinations: { [DESTINATION]: destinationPort } }));
  return { title: 'ARCHIVE', port };
};

const MANY = 1000;
/** Bytes of one object's record in index.dat of DCMTK 3.6.7; what is before the first tells of the studies. */
const RECORD = 8032;

/** One record for each object, which differ in the SOP Instance UID alone. */
function repeatRecord(index: string, spec: ObjectSetSpec): void {
  const one = readFileSync(index);
  const record = one.subarray(one.length - RECORD);
  const at = record.indexOf(instanceUid(spec, 0));
  if (at < 0) throw new Error('the index of dcmqrscp has another form than expected');
  const records = Array.from({ length: spec.objects }, (_, object) => {
    const copy = Buffer.from(record);
    copy.write(instanceUid(spec, object), at, 'latin1');
    return copy;
  });
  writeFileSync(index, Buffer.concat([one.subarray(0, one.length - RECORD), ...records]));
}

/** Whether a program of somebody else is there; a row that needs it is left out with a line that says so. */
export function installed(command: string): boolean {
  try {
    execFileSync('which', [command], { stdio: 'ignore' });
    return true;
  } catch {
    console.log(`left out: ${command} is not installed`);
    return false;
  }
}
