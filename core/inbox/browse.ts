/** Reads the index for people: studies, their series, their instances, and where each lies. Rows are as the contract has them. */
import path from 'node:path';
import type { InboxFilter, InboxTarget, InstanceRow, SeriesRow, StudyRow } from '../contract/inbox.ts';
import { uidName } from '../dicom/uids.ts';
import type { Database } from '../storage/database.ts';
import { instanceFile, nameOf, seriesFolder, type InstanceIdentity } from './layout.ts';
import { StudyRows, type NumberedStudy } from './study-rows.ts';
import { matchingStudies } from './study-text.ts';
import { identityOf, type PlacedRecord, type SeriesRecord } from './tables.ts';

const PLACED = `SELECT i.*, se.uid AS series_uid, st.uid AS study_uid FROM inbox_instance i
  JOIN inbox_series se ON se.id = i.series JOIN inbox_study st ON st.id = se.study`;

const EVERY_PAGE = 1_000;
const MOST_UIDS = 200_000;

export class Browse {
  readonly #database: Database;
  readonly #studies: StudyRows;
  readonly #folder: string;
  readonly #uids = new Map<number, string>();

  constructor(database: Database, folder: string) {
    this.#database = database;
    this.#studies = new StudyRows(database);
    this.#folder = folder;
  }

  /** Those of the ids that are there. */
  studiesWithIds(ids: Iterable<number>): readonly NumberedStudy[] {
    return this.#studies.withIds(ids);
  }

  /** Up to `limit` studies that came before the one with the id `before`, the latest first. */
  studiesBefore(before: number, limit: number): readonly NumberedStudy[] {
    return this.#studies.page(before, limit);
  }

  everyStudy(): readonly StudyRow[] {
    const rows: StudyRow[] = [];
    for (let before = Number.MAX_SAFE_INTEGER; ;) {
      const page = this.studiesBefore(before, EVERY_PAGE);
      rows.push(...page.map(({ row }) => row));
      if (page.length < EVERY_PAGE) return rows;
      before = Math.min(...page.map(({ id }) => id));
    }
  }

  study(studyUid: string): StudyRow | undefined {
    return this.#studies.withUid(studyUid)?.row;
  }

  /** Which studies a filter finds, or which of some: UIDs by the index's number. */
  matching(filter: InboxFilter, among?: Iterable<number>): ReadonlyMap<number, string> {
    if (this.#uids.size > MOST_UIDS) this.#uids.clear();
    const ids = matchingStudies(this.#database, filter, among);
    this.#learnUids(ids.filter((id) => !this.#uids.has(id)));
    const found = new Map<number, string>();
    for (const id of ids) found.set(id, this.#uids.get(id) ?? '');
    return found;
  }

  /** An id is never given twice. While one types, each letter would read thousands of UIDs. */
  #learnUids(ids: readonly number[]): void {
    if (ids.length === 0) return;
    const known = this.#database
      .statement<{ id: number; uid: string }>('SELECT id, uid FROM inbox_study WHERE id IN (SELECT value FROM json_each(?))')
      .all(JSON.stringify(ids));
    for (const { id, uid } of known) this.#uids.set(id, uid);
  }

  series(studyUid: string): readonly SeriesRow[] {
    return this.#database
      .statement<SeriesRecord>(
        `SELECT se.* FROM inbox_series se JOIN inbox_study st ON st.id = se.study WHERE st.uid = ? ORDER BY CAST(se.number AS INTEGER), se.id`,
      )
      .all(studyUid)
      .map((record) => seriesRow(studyUid, record));
  }

  instances(studyUid: string, seriesUid: string): readonly InstanceRow[] {
    return this.#database
      .statement<PlacedRecord>(`${PLACED} WHERE st.uid = ? AND se.uid = ? ORDER BY CAST(i.number AS INTEGER), i.uid, i.version`)
      .all(studyUid, seriesUid)
      .map(instanceRow);
  }

  instance(instanceId: number): PlacedRecord | undefined {
    return this.#database.statement<PlacedRecord>(`${PLACED} WHERE i.id = ?`).get(instanceId);
  }

  instanceId({ studyUid, seriesUid, sopInstanceUid, version }: InstanceIdentity & { readonly version: number }): number | undefined {
    return this.#database
      .statement<{ id: number }>(
        `SELECT i.id FROM inbox_instance i JOIN inbox_series se ON se.id = i.series JOIN inbox_study st ON st.id = se.study
         WHERE i.uid = ? AND se.uid = ? AND st.uid = ? AND i.version = ?`,
      )
      .get(sopInstanceUid, seriesUid, studyUid, version)?.id;
  }

  /** SOP Instance UIDs of a study, each once. */
  uids(studyUid: string): readonly string[] {
    return this.#database
      .statement<{ uid: string }>(
        `SELECT DISTINCT i.uid AS uid FROM inbox_instance i JOIN inbox_series se ON se.id = i.series JOIN inbox_study st ON st.id = se.study
         WHERE st.uid = ?`,
      )
      .all(studyUid)
      .map(({ uid }) => uid);
  }

  /** UIDs of the studies that hold an object of this number: nearly always one. */
  studiesOf(sopInstanceUid: string): readonly string[] {
    return this.#database
      .statement<{ uid: string }>(
        `SELECT DISTINCT st.uid AS uid FROM inbox_instance i JOIN inbox_series se ON se.id = i.series JOIN inbox_study st ON st.id = se.study
         WHERE i.uid = ?`,
      )
      .all(sopInstanceUid)
      .map(({ uid }) => uid);
  }

  /** Who sent how much of a study, and when. */
  receptions(studyUid: string): readonly Reception[] {
    return this.#database
      .statement<Reception>(
        `SELECT min(i.arrived) AS first, max(i.arrived) AS last, count(*) AS objects, i.from_title AS fromTitle, i.from_address AS fromAddress
         FROM inbox_instance i JOIN inbox_series se ON se.id = i.series JOIN inbox_study st ON st.id = se.study
         WHERE st.uid = ? GROUP BY i.from_title, i.from_address ORDER BY last`,
      )
      .all(studyUid);
  }

  /** Up to `limit` objects of a target in the order of their ids, behind the id `after`. */
  page(target: InboxTarget, { after, limit }: { readonly after: number; readonly limit: number }): readonly PlacedRecord[] {
    const more = 'i.id > ? ORDER BY i.id LIMIT ?';
    switch (target.kind) {
      case 'study':
        return this.#database.statement<PlacedRecord>(`${PLACED} WHERE st.uid = ? AND ${more}`).all(target.studyUid, after, limit);
      case 'series':
        return this.#database
          .statement<PlacedRecord>(`${PLACED} WHERE st.uid = ? AND se.uid = ? AND ${more}`)
          .all(target.studyUid, target.seriesUid, after, limit);
      case 'instance':
        return this.#database.statement<PlacedRecord>(`${PLACED} WHERE i.id = ? AND ${more}`).all(target.instanceId, after, limit);
    }
  }

  /** The file of an instance, the folder of a series or study; undefined when the index does not have it. */
  path(target: InboxTarget): string | undefined {
    const found = this.place(target);
    return found && path.join(this.#folder, found.place);
  }

  /** Where a target lies, relative to the inbox's folder, and what it comes to. */
  place(target: InboxTarget): { readonly place: string; readonly instances: number; readonly bytes: number } | undefined {
    switch (target.kind) {
      case 'study': {
        const study = this.study(target.studyUid);
        return study && { place: nameOf(target.studyUid), instances: study.instanceCount, bytes: study.bytes };
      }
      case 'series': {
        const series = this.series(target.studyUid).find(({ seriesUid }) => seriesUid === target.seriesUid);
        return series && { place: seriesFolder(target), instances: series.instanceCount, bytes: series.bytes };
      }
      case 'instance': {
        const record = this.instance(target.instanceId);
        return record && { place: instanceFile(identityOf(record), record.version), instances: 1, bytes: record.bytes };
      }
    }
  }

  file(record: Pick<PlacedRecord, 'study_uid' | 'series_uid' | 'uid' | 'version'>): string {
    return path.join(this.#folder, instanceFile(identityOf(record), record.version));
  }

  /** How many objects of a study, a series or one UID are here, and their bytes. */
  held({ studyUid, seriesUid, sopInstanceUid }: Held): { readonly instances: number; readonly bytes: number } {
    const conditions = [
      ...(studyUid === undefined ? [] : (['st.uid = ?', studyUid] as const)),
      ...(seriesUid === undefined ? [] : (['se.uid = ?', seriesUid] as const)),
      ...(sopInstanceUid === undefined ? [] : (['i.uid = ?', sopInstanceUid] as const)),
    ];
    const where = conditions.filter((_, index) => index % 2 === 0).join(' AND ');
    const found = this.#database
      .statement<{ instances: number; bytes: number }>(
        `SELECT count(DISTINCT i.uid) AS instances, coalesce(sum(i.bytes), 0) AS bytes FROM inbox_instance i
         JOIN inbox_series se ON se.id = i.series JOIN inbox_study st ON st.id = se.study WHERE ${where === '' ? 'TRUE' : where}`,
      )
      .get(...conditions.filter((_, index) => index % 2 === 1));
    return found ?? { instances: 0, bytes: 0 };
  }
}

/** Objects of a study from one sender. Times are milliseconds since 1970. */
export interface Reception {
  readonly first: number;
  readonly last: number;
  readonly objects: number;
  readonly fromTitle: string;
  readonly fromAddress: string;
}

/** What to count; each UID narrows it. */
export interface Held {
  readonly studyUid?: string;
  readonly seriesUid?: string;
  readonly sopInstanceUid?: string;
}

const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();

function seriesRow(studyUid: string, record: SeriesRecord): SeriesRow {
  return {
    studyUid,
    seriesUid: record.uid,
    number: record.number,
    modality: record.modality,
    description: record.description,
    bodyPart: record.body_part,
    instanceCount: record.instance_count,
    bytes: record.bytes,
    lastArrived: iso(record.last_arrived),
  };
}

function instanceRow(record: PlacedRecord): InstanceRow {
  return {
    instanceId: record.id,
    studyUid: record.study_uid,
    seriesUid: record.series_uid,
    sopInstanceUid: record.uid,
    sopClassUid: record.class,
    sopClassName: uidName(record.class),
    transferSyntaxUid: record.syntax,
    transferSyntaxName: uidName(record.syntax),
    number: record.number,
    frames: record.frames,
    rows: record.height,
    columns: record.width,
    bytes: record.bytes,
    fromTitle: record.from_title,
    fromAddress: record.from_address,
    arrived: iso(record.arrived),
    version: record.version,
    duplicates: record.duplicates,
  };
}
