/**
 * Studies as rows for people: what the index says of them, who brought them when, and whether a person has starred them. Many at once come
 * out of the database as one text of JSON, which takes a third of the time that rows take.
 */
import type { StudyArrival, StudyCheck, StudyRow } from '../contract/inbox.ts';
import { splitPersonName } from '../dicom/values.ts';
import type { Database, SqlValue } from '../storage/database.ts';
import { STUDY_COLUMNS } from './tables.ts';

/** A study with the number by which the index knows it. */
export interface NumberedStudy {
  readonly id: number;
  readonly row: StudyRow;
}

/** STUDY_COLUMNS. */
type Cells = readonly [
  number,
  string,
  string,
  string,
  string,
  string,
  string,
  string,
  string,
  string,
  string,
  string,
  string,
  string,
  string,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  string,
  string,
  string,
  number,
  number,
];
type VisitCells = readonly [number, string, string, number, number, number, number];

const OF_PAGE = 'st.id IN (SELECT id FROM inbox_study WHERE id < ? ORDER BY id DESC LIMIT ?)';
const OF_IDS = 'st.id IN (SELECT value FROM json_each(?))';

export class StudyRows {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Up to `limit` studies with lower ids than `before`, the highest first by what the index numbered last. */
  page(before: number, limit: number): readonly NumberedStudy[] {
    return [...this.#rows(OF_PAGE, [before, limit])].sort((a, b) => b.id - a.id);
  }

  /** Those of the ids that are there. */
  withIds(ids: Iterable<number>): readonly NumberedStudy[] {
    return this.#rows(OF_IDS, [JSON.stringify([...ids])]);
  }

  withUid(uid: string): NumberedStudy | undefined {
    return this.#rows('st.uid = ?', [uid])[0];
  }

  #rows(where: string, values: readonly SqlValue[]): readonly NumberedStudy[] {
    const studies = this.#list(
      `SELECT json_group_array(json_array(${STUDY_COLUMNS})) AS json FROM inbox_study st WHERE ${where}`,
      values,
    ) as readonly Cells[];
    const visits = this.#list(
      `SELECT json_group_array(json_array(a.study, a.title, a.address, a.first, a.last, a.instances, a.bytes)) AS json
       FROM inbox_arrival a JOIN inbox_study st ON st.id = a.study WHERE ${where}`,
      values,
    ) as readonly VisitCells[];
    const flagged = this.#list(
      `SELECT json_group_array(f.uid) AS json FROM inbox_flag f JOIN inbox_study st ON st.uid = f.uid WHERE ${where}`,
      values,
    ) as readonly string[];
    const arrivals = arrivalsByStudy(visits);
    const stars = new Set(flagged);
    return studies.map((cells) => {
      const [id, uid] = cells;
      return { id, row: studyRow(cells, arrivals.get(id) ?? [], stars.has(uid)) };
    });
  }

  /** Rows as the statement has them. */
  #list(sql: string, values: readonly SqlValue[]): unknown {
    return JSON.parse(this.#database.statement<{ json: string }>(sql).get(...values)?.json ?? '[]');
  }
}

function arrivalsByStudy(visits: readonly VisitCells[]): ReadonlyMap<number, readonly StudyArrival[]> {
  const found = new Map<number, StudyArrival[]>();
  for (const [study, fromTitle, fromAddress, first, last, instances, bytes] of visits) {
    const arrival = { fromTitle, fromAddress, first, last, instances, bytes };
    const known = found.get(study);
    if (known) known.push(arrival);
    else found.set(study, [arrival]);
  }
  for (const arrivals of found.values()) if (arrivals.length > 1) arrivals.sort((a, b) => a.first - b.first);
  return found;
}

const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();
const listOf = (joined: string): readonly string[] => (joined === '' ? [] : joined.split('\\'));

function studyRow(cells: Cells, arrivals: readonly StudyArrival[], flagged: boolean): StudyRow {
  const [
    ,
    studyUid,
    patientName,
    patientId,
    issuer,
    birthDate,
    sex,
    studyDate,
    studyTime,
    accession,
    studyId,
    description,
    referring,
    institution,
    modalities,
    seriesCount,
    instanceCount,
    bytes,
    duplicates,
    otherBytes,
    otherPatient,
    unknownClass,
    lacking,
    fromTitle,
    fromAddress,
    firstArrived,
    lastArrived,
  ] = cells;
  const checks: readonly (readonly [StudyCheck, boolean])[] = [
    ['other-patient', otherPatient > 0],
    ['other-bytes', otherBytes > 0],
    ['lacking', lacking !== ''],
    ['unknown-class', unknownClass > 0],
  ];
  return {
    studyUid,
    flagged,
    patientName: splitPersonName(patientName),
    patientId,
    issuer,
    birthDate,
    sex,
    studyDate,
    studyTime,
    accession,
    studyId,
    description,
    referring: splitPersonName(referring),
    institution,
    modalities: listOf(modalities),
    seriesCount,
    instanceCount,
    bytes,
    fromTitle,
    fromAddress,
    firstArrived: iso(firstArrived),
    lastArrived: iso(lastArrived),
    arrivals,
    duplicates,
    lacking: [...new Set(listOf(lacking))],
    checks: checks.flatMap(([check, found]) => (found ? [check] : [])),
  };
}
