/**
 * What a query can find, level by level (PS3.4 §C.6): patients, studies, series and instances of the index, walked a page at a time so that
 * the first is there at once and nothing is collected. The index narrows by what it is sorted by; the rest is matched afterwards.
 */
import type { QueryLevel } from '../services/types.ts';
import type { Database, SqlValue } from '../storage/database.ts';
import { selectAsJson } from '../storage/json-rows.ts';
import type { PlacedRecord, SeriesRecord, StudyRecord } from './tables.ts';

/** Of each row only what a query can ask for: a row costs by its columns. */
const STUDY = [
  'id',
  'uid',
  'patient_name',
  'patient_id',
  'issuer',
  'birth_date',
  'sex',
  'date',
  'time',
  'accession',
  'study_id',
  'description',
  'referring',
  'institution',
  'modalities',
  'series_count',
  'instance_count',
] as const;
const INSTANCE = ['id', 'series', 'uid', 'version', 'class', 'syntax', 'number', 'frames', 'height', 'width'] as const;

export type FoundInstance = Pick<PlacedRecord, (typeof PLACED)[number]>;
export type FoundStudy = Pick<StudyRecord, (typeof STUDY)[number]>;

const PLACED = [...INSTANCE, 'study_uid', 'series_uid'] as const;

const STUDY_COLUMNS = STUDY.map((column) => `st.${column}`).join(', ');
const INSTANCE_COLUMNS = INSTANCE.map((column) => `i.${column}`).join(', ');

/** One thing found, with everything above it. */
export interface Found {
  /** Patients have the study that came first; `studies` and the sums tell what they come to. */
  readonly study: FoundStudy;
  readonly series?: SeriesRecord;
  readonly instance?: FoundInstance;
  readonly patient?: PatientSums | undefined;
}

export interface PatientSums {
  readonly studies: number;
  readonly series: number;
  readonly instances: number;
}

/** Keys by which the index finds quickly. Each that is given narrows; what it cannot express is left out. */
export interface NarrowingKeys {
  readonly patientId?: string;
  readonly studyUids?: readonly string[];
  readonly seriesUids?: readonly string[];
  readonly sopInstanceUids?: readonly string[];
  readonly accession?: string;
  /** YYYYMMDD, inclusive. */
  readonly dateFrom?: string;
  readonly dateTo?: string;
}

const FIRST_PAGE = 16;
const LARGEST_PAGE = 512;

/** Everything at the level that the keys leave possible: more than what matches, never less. UIDs of a level do not narrow those above it. */
export function* foundAt(database: Database, level: QueryLevel, keys: NarrowingKeys): Generator<Found> {
  switch (level) {
    case 'PATIENT':
      yield* patients(database, keys);
      return;
    case 'STUDY':
      for (const study of studies(database, keys)) {
        // Counted only for those who ask.
        yield {
          study,
          get patient() {
            return sumsOf(database, study);
          },
        };
      }
      return;
    case 'SERIES':
      yield* series(database, keys);
      return;
    case 'IMAGE':
      yield* instances(database, keys);
  }
}

function* patients(database: Database, keys: NarrowingKeys): Generator<Found> {
  const { where, values } = narrowed(keys);
  const rows = database
    .statement<FoundStudy & PatientSums>(
      `SELECT min(st.id), ${STUDY_COLUMNS}, count(*) AS studies, sum(series_count) AS series, sum(instance_count) AS instances
       FROM inbox_study st WHERE ${where} GROUP BY patient_id, issuer ORDER BY min(st.id)`,
    )
    .all(...values);
  for (const row of rows) yield { study: row, patient: row };
}

/** What is here of the study's patient; nothing where nobody knows who that is. */
function sumsOf(database: Database, { patient_id, issuer }: FoundStudy): PatientSums | undefined {
  if (patient_id === '') return undefined;
  const sql = `SELECT count(*) AS studies, sum(series_count) AS series, sum(instance_count) AS instances FROM inbox_study
    WHERE patient_id = ? AND issuer = ?`;
  return database.statement<PatientSums>(sql).get(patient_id, issuer);
}

function* studies(database: Database, keys: NarrowingKeys): Generator<FoundStudy> {
  const { where, values } = narrowed(keys);
  const page = selectAsJson<FoundStudy>(STUDY, `SELECT ${STUDY_COLUMNS} FROM inbox_study st WHERE ${where} AND id > ? ORDER BY id LIMIT ?`);
  yield* paged((after, limit) => page(database, [...values, after, limit]));
}

function* series(database: Database, keys: NarrowingKeys): Generator<Found & { readonly series: SeriesRecord }> {
  const { seriesUids } = keys;
  if (seriesUids) {
    const found = database
      .statement<SeriesRecord>('SELECT * FROM inbox_series WHERE uid IN (SELECT value FROM json_each(?)) ORDER BY id')
      .all(JSON.stringify(seriesUids));
    for (const one of found) yield* withStudy(database, one, (study) => ({ study, series: one }));
    return;
  }
  const page = database.statement<SeriesRecord>('SELECT * FROM inbox_series WHERE study = ? AND id > ? ORDER BY id LIMIT ?');
  for (const study of studies(database, keys)) {
    for (const one of paged((after, limit) => page.all(study.id, after, limit))) yield { study, series: one };
  }
}

const NEWEST = 'NOT EXISTS (SELECT 1 FROM inbox_instance n WHERE n.uid = i.uid AND n.series = i.series AND n.version > i.version)';

/** Of several versions of one UID only the newest can be found. */
function* instances(database: Database, keys: NarrowingKeys): Generator<Found> {
  const { sopInstanceUids } = keys;
  if (sopInstanceUids) {
    const found = database
      .statement<FoundInstance & { readonly study: number }>(
        `SELECT ${INSTANCE_COLUMNS}, se.uid AS series_uid, se.study, st.uid AS study_uid FROM inbox_instance i JOIN inbox_series se ON se.id = i.series
         JOIN inbox_study st ON st.id = se.study WHERE i.uid IN (SELECT value FROM json_each(?)) AND ${NEWEST} ORDER BY i.id`,
      )
      .all(JSON.stringify(sopInstanceUids));
    for (const instance of found) {
      const [one] = database.statement<SeriesRecord>('SELECT * FROM inbox_series WHERE id = ?').all(instance.series);
      if (one) yield* withStudy(database, one, (study) => ({ study, series: one, instance }));
    }
    return;
  }
  for (const { study, series: of } of series(database, keys)) {
    const rows = paged((after, limit) => instancePage(database, [study.uid, of.uid, of.id, after, limit]));
    for (const instance of rows) yield { study, series: of, instance };
  }
}

const instancePage = selectAsJson<FoundInstance>(
  PLACED,
  `SELECT ${INSTANCE_COLUMNS}, ? AS study_uid, ? AS series_uid FROM inbox_instance i
   WHERE i.series = ? AND i.id > ? AND ${NEWEST} ORDER BY i.id LIMIT ?`,
);

function* withStudy(
  database: Database,
  { study }: SeriesRecord,
  found: (study: FoundStudy) => Found & { readonly series: SeriesRecord },
): Generator<Found & { readonly series: SeriesRecord }> {
  const record = database.statement<FoundStudy>(`SELECT ${STUDY_COLUMNS} FROM inbox_study st WHERE id = ?`).get(study);
  if (record) yield found(record);
}

function* paged<Row extends { readonly id: number }>(read: (after: number, limit: number) => readonly Row[]): Generator<Row> {
  let after = 0;
  for (let limit = FIRST_PAGE; ; limit = Math.min(2 * limit, LARGEST_PAGE)) {
    const rows = read(after, limit);
    yield* rows;
    const last = rows.at(-1);
    if (!last || rows.length < limit) return;
    after = last.id;
  }
}

/** Conditions on studies that the index answers by itself. */
function narrowed(keys: NarrowingKeys): { readonly where: string; readonly values: readonly SqlValue[] } {
  const conditions: string[] = ['TRUE'];
  const values: SqlValue[] = [];
  const add = (condition: string, ...more: readonly SqlValue[]): void => {
    conditions.push(condition);
    values.push(...more);
  };
  const { studyUids, patientId, accession, dateFrom, dateTo } = keys;
  if (studyUids) add('st.uid IN (SELECT value FROM json_each(?))', JSON.stringify(studyUids));
  if (patientId !== undefined) add('st.patient_id = ?', patientId);
  if (accession !== undefined) add('st.accession = ?', accession);
  if (dateFrom !== undefined) add('st.date >= ?', dateFrom);
  if (dateTo !== undefined) add('st.date <= ?', dateTo);
  return { where: conditions.join(' AND '), values };
}
