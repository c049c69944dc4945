// Objects as an association would bring them: requests, data sets and the fragments that they come in.
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { systemClock } from '../../../core/association/system-clock.ts';
import type { Answer } from '../../../core/association/types.ts';
import { buildDataSet, type EntryValue, type TypedEntry } from '../../../core/dicom/build.ts';
import { encodeDataSet } from '../../../core/dicom/encode.ts';
import { parseDataSet } from '../../../core/dicom/parse.ts';
import { readFileMeta } from '../../../core/dicom/file-meta.ts';
import { createInbox, type Inbox, type InboxOptions } from '../../../core/inbox/inbox.ts';
import type { IncomingStore } from '../../../core/services/types.ts';
import { openDatabase, type Database } from '../../../core/storage/database.ts';

export const EXPLICIT = '1.2.840.10008.1.2.1';
export const CT = '1.2.840.10008.5.1.4.1.1.2';

export interface TestObject {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly transferSyntaxUid: string;
  /** The data set. */
  readonly bytes: Uint8Array;
}

/** A small CT object; `more` replaces or adds elements. */
export function ctObject(sopInstanceUid: string, more: Readonly<Record<string, EntryValue | TypedEntry>> = {}): TestObject {
  const dataSet = buildDataSet({
    SOPClassUID: CT,
    SOPInstanceUID: sopInstanceUid,
    StudyDate: '20261123',
    AccessionNumber: 'A1',
    Modality: 'CT',
    StudyDescription: 'Chest',
    PatientName: 'DOE^JANE',
    PatientID: 'P1',
    StudyInstanceUID: '1.2.3',
    SeriesInstanceUID: '1.2.3.1',
    SeriesNumber: 1,
    InstanceNumber: 1,
    SamplesPerPixel: 1,
    PhotometricInterpretation: 'MONOCHROME2',
    Rows: 2,
    Columns: 2,
    PixelData: { vr: 'OW', value: Uint8Array.of(1, 0, 2, 0, 3, 0, 4, 0) },
    ...more,
  });
  return { sopClassUid: CT, sopInstanceUid, transferSyntaxUid: EXPLICIT, bytes: encodeDataSet(dataSet, EXPLICIT) };
}

export const numberedUid = (number: number): string => `1.2.3.${number % 3}.${number}`;

/** One of many objects that are known again by their number: three series of one study, small and large ones, each with its own bytes. */
export function numberedObject(number: number): TestObject {
  const pixels = new Uint8Array(number % 4 === 0 ? 700_000 : 2_000).fill(number);
  return ctObject(numberedUid(number), {
    SeriesInstanceUID: `1.2.3.${number % 3}`,
    InstanceNumber: number,
    PixelData: { vr: 'OW', value: pixels },
  });
}

/** The object in a Part 10 file. */
export function objectOfFile(file: string): TestObject {
  const bytes = new Uint8Array(readFileSync(file));
  const meta = readFileMeta(bytes);
  if (!meta) throw new Error(`${file} has no meta group`);
  const { transferSyntaxUid, dataSetOffset } = meta;
  const dataSet = parseDataSet(bytes.subarray(dataSetOffset), transferSyntaxUid, { inflate: (deflated) => inflateRawSync(deflated) });
  return {
    sopClassUid: dataSet.text('SOPClassUID'),
    sopInstanceUid: dataSet.text('SOPInstanceUID'),
    transferSyntaxUid,
    bytes: bytes.subarray(dataSetOffset),
  };
}

export function requestFor(object: TestObject, more: Partial<IncomingStore> = {}): IncomingStore {
  const { sopClassUid, sopInstanceUid, transferSyntaxUid } = object;
  const endpoint = { address: '10.1.2.3', port: 104 };
  return {
    association: {
      id: 'a1',
      role: 'acceptor',
      callingTitle: 'CT3',
      calledTitle: 'GANTRY',
      local: endpoint,
      remote: endpoint,
      accepted: [],
      rejected: [],
      agreement: { maximumLength: 16384, roles: new Map(), asynchronousOperations: { invoked: 1, performed: 1 } },
      peer: { implementationClassUid: '1.2', roles: [], sopClassExtended: [], sopClassCommonExtended: [], unknown: [] },
    } as unknown as IncomingStore['association'],
    contextId: 1,
    abstractSyntax: sopClassUid,
    transferSyntaxUid,
    messageId: 1,
    signal: new AbortController().signal,
    sopClassUid,
    sopInstanceUid,
    ...more,
  };
}

/** Gives an object to the handler in pieces of `size`, each in a buffer that is spoilt after `flush`, as a reused read buffer is. */
export async function send(
  store: Inbox['store'],
  object: TestObject,
  options: { readonly size?: number; readonly request?: Partial<IncomingStore> } = {},
): Promise<Answer> {
  const sink = store(requestFor(object, options.request));
  if (typeof sink === 'number' || 'status' in sink) return sink;
  const { size = 16_384 } = options;
  const buffer = new Uint8Array(size * 4);
  for (let at = 0; at < object.bytes.length;) {
    for (let piece = 0; piece < 4 && at < object.bytes.length; piece += 1) {
      const part = object.bytes.subarray(at, at + size);
      const view = buffer.subarray(piece * size, piece * size + part.length);
      view.set(part);
      await sink.write(view);
      at += part.length;
    }
    await sink.flush?.();
    buffer.fill(0xee);
  }
  return sink.finish();
}

export const statusOf = (answer: Answer): number => (typeof answer === 'number' ? answer : answer.status);

/** The data set in a stored file. */
export function storedBytes(file: string): Uint8Array {
  const bytes = new Uint8Array(readFileSync(file));
  return bytes.subarray(readFileMeta(bytes)?.dataSetOffset);
}

/** Every file below a folder but Gantry's own, relative and sorted. */
export function filesIn(folder: string): string[] {
  return (
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => statSync(path.join(folder, name)).isFile() && !/^\.incoming.(?:\.lock|journal)/.test(name))
      // The part file that is open ahead is empty.
      .filter((name) => !name.endsWith('.part') || statSync(path.join(folder, name)).size > 0)
      .sort()
  );
}

/** A folder that goes away, inboxes and databases that are closed. */
export function inboxes() {
  const root = mkdtempSync(path.join(tmpdir(), 'gantry-inbox-'));
  const open: { close(): void | Promise<void> }[] = [];
  const folder = path.join(root, 'inbox');
  let database: Database | undefined;
  return {
    root,
    folder,
    get database(): Database {
      return (database ??= openDatabase({ file: path.join(root, 'gantry.db'), wallClock: Date.now }).database);
    },
    open(options: Partial<InboxOptions> = {}): Inbox {
      const inbox = createInbox({
        folder,
        database: this.database,
        clock: systemClock,
        wallClock: Date.now,
        reserve: 0,
        implementation: { classUid: '1.2.3.4', versionName: 'TEST' },
        ...options,
      });
      open.push(inbox);
      return inbox;
    },
    async reopen(options: Partial<InboxOptions> = {}): Promise<Inbox> {
      await this.closeAll();
      return this.open(options);
    },
    async closeAll(): Promise<void> {
      for (const one of open.splice(0)) await one.close();
      database?.close();
      database = undefined;
    },
    async remove(): Promise<void> {
      await this.closeAll();
      rmSync(root, { recursive: true, force: true });
    },
  };
}
