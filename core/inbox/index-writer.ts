/**
 * Writes the index: objects that came, came again or went, with the sums that studies and series carry. Each call is meant to run within
 * one transaction of many; it never looks at a file.
 */
import type { Database } from '../storage/database.ts';
import { ArrivalSpans, takeFromSpans, type RemovedInstance } from './arrival-spans.ts';
import type { IndexEntry } from './index-entry.ts';
import type { InstanceIdentity } from './layout.ts';
import { isUnknownClass } from './object-checks.ts';
import { forgetStudyText, writeStudyText } from './study-text.ts';
import type { StudyRecord } from './tables.ts';

/** What the batch at hand adds up for one study or series. */
interface Sum {
  instances: number;
  bytes: number;
  last: number;
}

type KnownStudy = Sum &
  Pick<StudyRecord, 'id' | 'patient_id'> & {
    otherPatient: number;
    otherBytes: number;
    unknownClass: number;
    readonly lacking: Set<string>;
    from: IndexEntry['from'];
    /** Its text says something that is not found by it yet. */
    textGrew: boolean;
  };
type KnownSeries = Sum & { readonly id: number };

export class IndexWriter {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Returns the ids of the studies that changed. An object that the index has already is left as it is. */
  add(entries: readonly IndexEntry[]): Set<number> {
    const studies = new Map<string, KnownStudy>();
    const series = new Map<string, KnownSeries>();
    const spans = new ArrivalSpans();
    for (const entry of entries) {
      const study = this.#study(entry, studies);
      const place = `${study.id} ${entry.seriesUid}`;
      const known = series.get(place) ?? this.#series(entry, study);
      series.set(place, known);
      if (this.#instance(entry, study, known)) spans.add(study.id, entry);
    }
    for (const known of series.values()) this.#sumSeries(known);
    for (const study of studies.values()) this.#sumStudy(study);
    const senders = spans.write(this.#database);
    for (const { id, textGrew } of studies.values()) if (textGrew || senders.has(id)) writeStudyText(this.#database, id);
    return new Set([...studies.values()].map(({ id }) => id));
  }

  /** An identical object came again. */
  duplicate(identity: InstanceIdentity, version: number): number | undefined {
    const { seriesUid, studyUid, sopInstanceUid } = identity;
    const study = this.#database.statement<{ id: number }>('SELECT id FROM inbox_study WHERE uid = ?').get(studyUid);
    if (!study) return undefined;
    this.#database
      .statement(
        `UPDATE inbox_instance SET duplicates = duplicates + 1
         WHERE uid = ? AND version = ? AND series = (SELECT id FROM inbox_series WHERE study = ? AND uid = ?)`,
      )
      .run(sopInstanceUid, version, study.id, seriesUid);
    this.#database.statement('UPDATE inbox_study SET duplicates = duplicates + 1 WHERE id = ?').run(study.id);
    return study.id;
  }

  /** Forgets objects of one series; series and studies that are left empty go too. */
  remove(series: { readonly id: number; readonly study: number }, instances: readonly RemovedInstance[]): void {
    const remove = this.#database.statement('DELETE FROM inbox_instance WHERE id = ?');
    for (const { id } of instances) remove.run(id);
    takeFromSpans(this.#database, series.study, instances);
    this.#recount(series);
  }

  /** With its series and objects; their files are to be read again. */
  forgetStudy(id: number): void {
    this.#database.statement('DELETE FROM inbox_study WHERE id = ?').run(id);
    forgetStudyText(this.#database, id);
  }

  #recount({ id, study }: { readonly id: number; readonly study: number }): void {
    this.#database
      .statement(
        `UPDATE inbox_series SET
           instance_count = (SELECT count(*) FROM inbox_instance WHERE series = inbox_series.id),
           bytes = (SELECT coalesce(sum(bytes), 0) FROM inbox_instance WHERE series = inbox_series.id) WHERE id = ?`,
      )
      .run(id);
    this.#database.statement('DELETE FROM inbox_series WHERE id = ? AND instance_count = 0').run(id);
    this.#database
      .statement(
        `UPDATE inbox_study SET
           (series_count, instance_count, bytes) =
             (SELECT count(*), coalesce(sum(instance_count), 0), coalesce(sum(bytes), 0) FROM inbox_series WHERE study = inbox_study.id),
           (other_bytes, other_patient, unknown_class) =
             (SELECT coalesce(sum(version > 1), 0), coalesce(sum(other_patient), 0), coalesce(sum(unknown_class), 0)
              FROM inbox_instance JOIN inbox_series ON series = inbox_series.id WHERE study = inbox_study.id),
           lacking = coalesce((SELECT group_concat(lacks, '\\') FROM (SELECT DISTINCT lacks FROM inbox_instance
             JOIN inbox_series ON series = inbox_series.id WHERE study = inbox_study.id AND lacks <> '')), ''),
           modalities = coalesce((SELECT group_concat(modality, '\\') FROM
             (SELECT DISTINCT modality FROM inbox_series WHERE study = inbox_study.id AND modality <> '' ORDER BY modality)), '')
         WHERE id = ?`,
      )
      .run(study);
    const { changes } = this.#database.statement('DELETE FROM inbox_study WHERE id = ? AND instance_count = 0').run(study);
    if (changes > 0) forgetStudyText(this.#database, study);
  }

  #study(entry: IndexEntry, batch: Map<string, KnownStudy>): KnownStudy {
    const seen = batch.get(entry.studyUid);
    if (seen) return seen;
    const found = this.#database
      .statement<Pick<StudyRecord, 'id' | 'patient_id' | 'lacking'>>('SELECT id, patient_id, lacking FROM inbox_study WHERE uid = ?')
      .get(entry.studyUid);
    const study: KnownStudy = {
      id: found?.id ?? this.#insertStudy(entry),
      patient_id: found?.patient_id ?? entry.attributes.patientId,
      lacking: new Set(keywordsOf(found?.lacking ?? '')),
      from: entry.from,
      textGrew: found === undefined,
      instances: 0,
      bytes: 0,
      last: 0,
      otherPatient: 0,
      otherBytes: 0,
      unknownClass: 0,
    };
    batch.set(entry.studyUid, study);
    return study;
  }

  #insertStudy({ studyUid, attributes, from, arrived }: IndexEntry): number {
    return this.#database
      .statement(
        `INSERT INTO inbox_study (uid, patient_name, patient_id, issuer, birth_date, sex, date, time, accession, study_id, description,
           referring, institution, modalities, series_count, instance_count, bytes, duplicates, other_bytes, other_patient,
           unknown_class, lacking, from_title, from_address, first_arrived, last_arrived)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', 0, 0, 0, 0, 0, 0, 0, '', ?, ?, ?, ?)`,
      )
      .run(studyUid, ...attributes.study, from.title, from.address, arrived, arrived).lastId;
  }

  #series(entry: IndexEntry, study: KnownStudy): KnownSeries {
    const found = this.#database
      .statement<{ id: number }>('SELECT id FROM inbox_series WHERE study = ? AND uid = ?')
      .get(study.id, entry.seriesUid);
    if (!found) study.textGrew = true;
    return { id: found?.id ?? this.#insertSeries(entry, study.id), instances: 0, bytes: 0, last: 0 };
  }

  #insertSeries({ seriesUid, attributes, arrived }: IndexEntry, study: number): number {
    const { lastId } = this.#database
      .statement(
        `INSERT INTO inbox_series (study, uid, number, modality, description, body_part, protocol, date, time, station,
           instance_count, bytes, last_arrived, folder_time)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, ?, 0)`,
      )
      .run(study, seriesUid, ...attributes.series, arrived);
    this.#fillStudy(study, attributes);
    return lastId;
  }

  /** What the study's first object left empty, a later series may tell. */
  #fillStudy(study: number, attributes: IndexEntry['attributes']): void {
    this.#database
      .statement(
        `UPDATE inbox_study SET
           patient_name = iif(patient_name = '', ?, patient_name), patient_id = iif(patient_id = '', ?, patient_id),
           issuer = iif(issuer = '', ?, issuer), birth_date = iif(birth_date = '', ?, birth_date), sex = iif(sex = '', ?, sex),
           date = iif(date = '', ?, date), time = iif(time = '', ?, time), accession = iif(accession = '', ?, accession),
           study_id = iif(study_id = '', ?, study_id), description = iif(description = '', ?, description),
           referring = iif(referring = '', ?, referring), institution = iif(institution = '', ?, institution),
           series_count = series_count + 1,
           modalities = coalesce((SELECT group_concat(modality, '\\') FROM
             (SELECT DISTINCT modality FROM inbox_series WHERE study = inbox_study.id AND modality <> '' ORDER BY modality)), '')
         WHERE id = ?`,
      )
      .run(...attributes.study, study);
  }

  /** False when the index has it already. */
  #instance(entry: IndexEntry, study: KnownStudy, series: KnownSeries): boolean {
    const { sopInstanceUid, version, sopClassUid, transferSyntaxUid, attributes, bytes, dataOffset, from, arrived } = entry;
    const { lacks, patientId } = attributes;
    const otherPatient = patientId === study.patient_id ? 0 : 1;
    const unknownClass = isUnknownClass(sopClassUid) ? 1 : 0;
    const { changes } = this.#database
      .statement(
        `INSERT INTO inbox_instance (series, uid, version, class, syntax, number, frames, height, width, bytes, data_offset, duplicates,
           other_patient, unknown_class, lacks, from_title, from_address, arrived)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
      )
      .run(
        series.id,
        sopInstanceUid,
        version,
        sopClassUid,
        transferSyntaxUid,
        ...attributes.instance,
        bytes,
        dataOffset,
        otherPatient,
        unknownClass,
        lacks.join('\\'),
        from.title,
        from.address,
        arrived,
      );
    if (changes === 0) return false;
    for (const sum of [study, series]) {
      sum.instances += 1;
      sum.bytes += bytes;
      sum.last = Math.max(sum.last, arrived);
    }
    study.from = from;
    if (version > 1) study.otherBytes += 1;
    study.otherPatient += otherPatient;
    study.unknownClass += unknownClass;
    for (const keyword of lacks) study.lacking.add(keyword);
    return true;
  }

  #sumSeries({ id, instances, bytes, last }: KnownSeries): void {
    this.#database
      .statement(
        'UPDATE inbox_series SET instance_count = instance_count + ?, bytes = bytes + ?, last_arrived = max(last_arrived, ?) WHERE id = ?',
      )
      .run(instances, bytes, last, id);
  }

  #sumStudy({ id, instances, bytes, last, otherBytes, otherPatient, unknownClass, lacking, from }: KnownStudy): void {
    if (instances === 0) return;
    this.#database
      .statement(
        `UPDATE inbox_study SET instance_count = instance_count + ?, bytes = bytes + ?, other_bytes = other_bytes + ?,
           other_patient = other_patient + ?, unknown_class = unknown_class + ?, lacking = ?, from_title = ?, from_address = ?,
           last_arrived = max(last_arrived, ?) WHERE id = ?`,
      )
      .run(instances, bytes, otherBytes, otherPatient, unknownClass, [...lacking].join('\\'), from.title, from.address, last, id);
  }
}

/** Each once; a recount joins lists that may share some. */
const keywordsOf = (joined: string): readonly string[] => [...new Set(joined.split('\\').filter((keyword) => keyword !== ''))];
