/**
 * Writes the index: objects that came, came again or went, with the sums that studies and series carry. Each call is meant to run within
 * one transaction of many; it never looks at a file.
 */
import type { Database } from '../storage/database.ts';
import { fold } from './fold.ts';
import { instanceValues, patientIdOf, seriesValues, studyValues, type IndexEntry } from './index-entry.ts';
import type { InstanceIdentity } from './layout.ts';
import type { InstanceRecord, StudyRecord } from './tables.ts';

/** What the batch at hand adds up for one study or series. */
interface Sum {
  instances: number;
  bytes: number;
  last: number;
}

type KnownStudy = Sum & Pick<StudyRecord, 'id' | 'patient_id'> & { otherPatient: number; otherBytes: number; from: IndexEntry['from'] };
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
    for (const entry of entries) {
      const study = this.#study(entry, studies);
      const place = `${study.id} ${entry.seriesUid}`;
      const known = series.get(place) ?? this.#series(entry, study.id);
      series.set(place, known);
      this.#instance(entry, study, known);
    }
    for (const known of series.values()) this.#sumSeries(known);
    for (const study of studies.values()) this.#sumStudy(study);
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
  remove(series: { readonly id: number; readonly study: number }, instances: readonly Pick<InstanceRecord, 'id'>[]): void {
    const remove = this.#database.statement('DELETE FROM inbox_instance WHERE id = ?');
    for (const { id } of instances) remove.run(id);
    this.#recount(series);
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
           (other_bytes, other_patient) = (SELECT coalesce(sum(version > 1), 0), coalesce(sum(other_patient), 0)
             FROM inbox_instance JOIN inbox_series ON series = inbox_series.id WHERE study = inbox_study.id),
           modalities = coalesce((SELECT group_concat(modality, '\\') FROM
             (SELECT DISTINCT modality FROM inbox_series WHERE study = inbox_study.id AND modality <> '' ORDER BY modality)), '')
         WHERE id = ?`,
      )
      .run(study);
    this.#database.statement('DELETE FROM inbox_study WHERE id = ? AND instance_count = 0').run(study);
  }

  #study(entry: IndexEntry, batch: Map<string, KnownStudy>): KnownStudy {
    const seen = batch.get(entry.studyUid);
    if (seen) return seen;
    const found = this.#database.statement<Pick<StudyRecord, 'id' | 'patient_id'>>('SELECT id, patient_id FROM inbox_study WHERE uid = ?').get(entry.studyUid);
    const patientId = found?.patient_id ?? patientIdOf(entry.header);
    const id = found?.id ?? this.#insertStudy(entry);
    const study = { id, patient_id: patientId, instances: 0, bytes: 0, last: 0, otherPatient: 0, otherBytes: 0, from: entry.from };
    batch.set(entry.studyUid, study);
    return study;
  }

  #insertStudy({ studyUid, header, from, arrived }: IndexEntry): number {
    const values = studyValues(header);
    return this.#database
      .statement(
        `INSERT INTO inbox_study (uid, patient_name, patient_id, issuer, birth_date, sex, date, time, accession, study_id, description,
           referring, institution, modalities, series_count, instance_count, bytes, duplicates, other_bytes, other_patient,
           from_title, from_address, first_arrived, last_arrived, search)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', 0, 0, 0, 0, 0, 0, ?, ?, ?, ?, ?)`,
      )
      .run(studyUid, ...values, from.title, from.address, arrived, arrived, fold([studyUid, ...values].join(' '))).lastId;
  }

  #series(entry: IndexEntry, study: number): KnownSeries {
    const found = this.#database.statement<{ id: number }>('SELECT id FROM inbox_series WHERE study = ? AND uid = ?').get(study, entry.seriesUid);
    return { id: found?.id ?? this.#insertSeries(entry, study), instances: 0, bytes: 0, last: 0 };
  }

  #insertSeries({ seriesUid, header, arrived }: IndexEntry, study: number): number {
    const values = seriesValues(header);
    const { lastId } = this.#database
      .statement(
        `INSERT INTO inbox_series (study, uid, number, modality, description, body_part, protocol, date, time, station,
           instance_count, bytes, last_arrived, folder_time)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, ?, 0)`,
      )
      .run(study, seriesUid, ...values, arrived);
    this.#fillStudy(study, header, fold([seriesUid, ...values].join(' ')));
    return lastId;
  }

  /** What the study's first object left empty, a later series may tell. */
  #fillStudy(study: number, header: IndexEntry['header'], search: string): void {
    this.#database
      .statement(
        `UPDATE inbox_study SET
           patient_name = iif(patient_name = '', ?, patient_name), patient_id = iif(patient_id = '', ?, patient_id),
           issuer = iif(issuer = '', ?, issuer), birth_date = iif(birth_date = '', ?, birth_date), sex = iif(sex = '', ?, sex),
           date = iif(date = '', ?, date), time = iif(time = '', ?, time), accession = iif(accession = '', ?, accession),
           study_id = iif(study_id = '', ?, study_id), description = iif(description = '', ?, description),
           referring = iif(referring = '', ?, referring), institution = iif(institution = '', ?, institution),
           search = search || ' ' || ?, series_count = series_count + 1,
           modalities = coalesce((SELECT group_concat(modality, '\\') FROM
             (SELECT DISTINCT modality FROM inbox_series WHERE study = inbox_study.id AND modality <> '' ORDER BY modality)), '')
         WHERE id = ?`,
      )
      .run(...studyValues(header), search, study);
  }

  #instance(entry: IndexEntry, study: KnownStudy, series: KnownSeries): void {
    const { sopInstanceUid, version, sopClassUid, transferSyntaxUid, header, bytes, dataOffset, from, arrived } = entry;
    const otherPatient = patientIdOf(header) === study.patient_id ? 0 : 1;
    const { changes } = this.#database
      .statement(
        `INSERT INTO inbox_instance (series, uid, version, class, syntax, number, frames, height, width, bytes, data_offset, duplicates,
           other_patient, from_title, from_address, arrived)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
      )
      .run(
        series.id, sopInstanceUid, version, sopClassUid, transferSyntaxUid, ...instanceValues(header), bytes, dataOffset,
        otherPatient, from.title, from.address, arrived,
      );
    if (changes === 0) return;
    for (const sum of [study, series]) {
      sum.instances += 1;
      sum.bytes += bytes;
      sum.last = Math.max(sum.last, arrived);
    }
    study.from = from;
    if (version > 1) study.otherBytes += 1;
    study.otherPatient += otherPatient;
  }

  #sumSeries({ id, instances, bytes, last }: KnownSeries): void {
    this.#database
      .statement('UPDATE inbox_series SET instance_count = instance_count + ?, bytes = bytes + ?, last_arrived = max(last_arrived, ?) WHERE id = ?')
      .run(instances, bytes, last, id);
  }

  #sumStudy({ id, instances, bytes, last, otherBytes, otherPatient, from }: KnownStudy): void {
    if (instances === 0) return;
    this.#database
      .statement(
        `UPDATE inbox_study SET instance_count = instance_count + ?, bytes = bytes + ?, other_bytes = other_bytes + ?,
           other_patient = other_patient + ?, from_title = ?, from_address = ?, last_arrived = max(last_arrived, ?) WHERE id = ?`,
      )
      .run(instances, bytes, otherBytes, otherPatient, from.title, from.address, last, id);
  }
}
