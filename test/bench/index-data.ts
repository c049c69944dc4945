/**
 * An inbox of a million instances without their files: the index is written by the inbox's own writer, the folders of studies and series are
 * there and carry the times that the index knows, so that a start finds everything as it left it. Deterministic; kept for the next time.
 */
import { existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { systemClock } from '../../core/association/system-clock.ts';
import type { DataSet } from '../../core/dicom/types.ts';
import { keywordOf } from '../../core/dicom/dictionary.ts';
import { createInbox } from '../../core/inbox/inbox.ts';
import { IndexWriter } from '../../core/inbox/index-writer.ts';
import { attributesOf, type IndexEntry } from '../../core/inbox/index-entry.ts';
import { openDatabase, type Database } from '../../core/storage/database.ts';
import { benchStudy, type BenchStudy } from './patients.ts';

export interface BenchIndex {
  readonly folder: string;
  /** The index's file, as `openInboxFolder` names it. */
  readonly file: string;
  readonly studies: number;
  readonly instances: number;
}

export interface BenchIndexSpec {
  readonly studies: number;
  /** About so many. */
  readonly instances: number;
}

export const MILLION: BenchIndexSpec = { studies: 5_000, instances: 1_000_000 };

const CT = '1.2.840.10008.5.1.4.1.1.2';
const EXPLICIT = '1.2.840.10008.1.2.1';
const IMAGE = { SamplesPerPixel: '1', PhotometricInterpretation: 'MONOCHROME2', Rows: '512', Columns: '512' };
const FIRST_ARRIVAL = Date.UTC(2026, 0, 5, 8);
const BETWEEN_STUDIES_MS = 6 * 60_000;
const BATCH = 20;

export const benchInbox = (folder: string, database: Database) =>
  createInbox({
    folder,
    database,
    clock: systemClock,
    wallClock: () => Date.now(),
    implementation: { classUid: '1.2.826.0.1.3680043.10.1437', versionName: 'GANTRY_BENCH' },
  });

export async function benchIndex(parent: string, spec: BenchIndexSpec): Promise<BenchIndex> {
  const folder = path.join(parent, `index-${spec.studies}-${spec.instances}`);
  const file = path.join(folder, '.gantry.db');
  const made = { folder, file, ...spec };
  if (existsSync(folder)) return made;
  const making = `${folder}.part`;
  rmSync(making, { recursive: true, force: true });
  mkdirSync(making, { recursive: true });
  const { database } = openDatabase({ file: path.join(making, '.gantry.db'), wallClock: Date.now });
  // Opened once for its tables.
  const empty = benchInbox(making, database);
  await empty.reconciled;
  await empty.close();
  fill(database, making, spec);
  database.statement(`UPDATE inbox_state SET value = ? WHERE name = 'folder'`).run(folder);
  database.close();
  renameSync(making, folder);
  return made;
}

function fill(database: Database, folder: string, { studies, instances }: BenchIndexSpec): void {
  const writer = new IndexWriter(database);
  for (let first = 0; first < studies; first += BATCH) {
    const batch = Array.from({ length: Math.min(BATCH, studies - first) }, (_, index) => first + index);
    const made = batch.map((index) => [index, benchStudy(index, instances / studies)] as const);
    database.transaction(() => {
      for (const [index, study] of made) writer.add([...entriesOf(study, index)]);
    });
    for (const [, study] of made) makeFolders(database, folder, study);
  }
}

function* entriesOf({ values, series, from }: BenchStudy, index: number): Generator<IndexEntry> {
  let arrived = FIRST_ARRIVAL + index * BETWEEN_STUDIES_MS;
  for (const one of series) {
    for (let number = 1; number <= one.instances; number += 1) {
      arrived += 20;
      yield {
        studyUid: values['StudyInstanceUID'] ?? '',
        seriesUid: one.values['SeriesInstanceUID'] ?? '',
        sopInstanceUid: `${one.values['SeriesInstanceUID'] ?? ''}.${number}`,
        version: 1,
        sopClassUid: CT,
        transferSyntaxUid: EXPLICIT,
        attributes: attributesOf(headerOf({ ...values, ...one.values, InstanceNumber: String(number), ...IMAGE }), CT),
        bytes: 526_000 + number,
        dataOffset: 400,
        from,
        arrived,
      };
    }
  }
}

/** As much of a data set as the index asks for; a real one would have to be encoded and parsed a million times. */
function headerOf(values: Readonly<Record<string, string>>): DataSet {
  const text = (key: number | string): string => values[typeof key === 'string' ? key : keywordOf(key)] ?? '';
  const header = {
    text,
    number: (key: number | string) => (text(key) === '' ? undefined : Number(text(key))),
    has: (key: number | string) => text(key) !== '',
  };
  return header as unknown as DataSet;
}

function makeFolders(database: Database, folder: string, { values, series }: BenchStudy): void {
  for (const one of series) {
    const [study = '', uid = ''] = [values['StudyInstanceUID'], one.values['SeriesInstanceUID']];
    const at = path.join(folder, study, uid);
    mkdirSync(at, { recursive: true });
    database.statement('UPDATE inbox_series SET folder_time = ? WHERE uid = ?').run(Math.floor(statSync(at).mtimeMs), uid);
  }
}
