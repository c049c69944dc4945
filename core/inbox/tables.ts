/** The index's tables and what a row of each holds. Times are milliseconds since 1970; empty text stands for an absent value. */

import type { InstanceIdentity } from './layout.ts';

/** Step 2 begins the index anew: it is made from the files, and what it takes of them has grown. */
export const MIGRATIONS: readonly string[] = [
  `CREATE TABLE inbox_state (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;`,
  `DROP TABLE IF EXISTS inbox_instance; DROP TABLE IF EXISTS inbox_series; DROP TABLE IF EXISTS inbox_study;
   CREATE TABLE inbox_study (
     id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE,
     patient_name TEXT NOT NULL, patient_id TEXT NOT NULL, issuer TEXT NOT NULL, birth_date TEXT NOT NULL, sex TEXT NOT NULL,
     date TEXT NOT NULL, time TEXT NOT NULL, accession TEXT NOT NULL, study_id TEXT NOT NULL, description TEXT NOT NULL,
     referring TEXT NOT NULL, institution TEXT NOT NULL, modalities TEXT NOT NULL,
     series_count INTEGER NOT NULL, instance_count INTEGER NOT NULL, bytes INTEGER NOT NULL, duplicates INTEGER NOT NULL,
     other_bytes INTEGER NOT NULL, other_patient INTEGER NOT NULL, unknown_class INTEGER NOT NULL, lacking TEXT NOT NULL,
     from_title TEXT NOT NULL, from_address TEXT NOT NULL, first_arrived INTEGER NOT NULL, last_arrived INTEGER NOT NULL);
   CREATE INDEX inbox_study_patient ON inbox_study (patient_id);
   CREATE INDEX inbox_study_date ON inbox_study (date);
   CREATE INDEX inbox_study_accession ON inbox_study (accession);
   CREATE TABLE inbox_series (
     id INTEGER PRIMARY KEY AUTOINCREMENT, study INTEGER NOT NULL REFERENCES inbox_study ON DELETE CASCADE, uid TEXT NOT NULL,
     number TEXT NOT NULL, modality TEXT NOT NULL, description TEXT NOT NULL, body_part TEXT NOT NULL, protocol TEXT NOT NULL,
     date TEXT NOT NULL, time TEXT NOT NULL, station TEXT NOT NULL,
     instance_count INTEGER NOT NULL, bytes INTEGER NOT NULL, last_arrived INTEGER NOT NULL, folder_time INTEGER NOT NULL,
     UNIQUE (study, uid));
   CREATE INDEX inbox_series_uid ON inbox_series (uid);
   CREATE TABLE inbox_instance (
     id INTEGER PRIMARY KEY AUTOINCREMENT, series INTEGER NOT NULL REFERENCES inbox_series ON DELETE CASCADE,
     uid TEXT NOT NULL, version INTEGER NOT NULL, class TEXT NOT NULL, syntax TEXT NOT NULL,
     number TEXT NOT NULL, frames INTEGER NOT NULL, height INTEGER, width INTEGER,
     bytes INTEGER NOT NULL, data_offset INTEGER NOT NULL, duplicates INTEGER NOT NULL, other_patient INTEGER NOT NULL,
     unknown_class INTEGER NOT NULL, lacks TEXT NOT NULL,
     from_title TEXT NOT NULL, from_address TEXT NOT NULL, arrived INTEGER NOT NULL,
     UNIQUE (uid, series, version));
   CREATE INDEX inbox_instance_series ON inbox_instance (series);
   CREATE TABLE inbox_arrival (
     id INTEGER PRIMARY KEY AUTOINCREMENT, study INTEGER NOT NULL REFERENCES inbox_study ON DELETE CASCADE,
     title TEXT NOT NULL, address TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
     instances INTEGER NOT NULL, bytes INTEGER NOT NULL);
   CREATE INDEX inbox_arrival_study ON inbox_arrival (study);
   CREATE TABLE inbox_flag (uid TEXT PRIMARY KEY) WITHOUT ROWID;
   CREATE VIRTUAL TABLE inbox_text USING fts5(name, patient_id, accession, sender, rest, tokenize='trigram');`,
];

export interface StudyRecord {
  readonly id: number;
  readonly uid: string;
  readonly patient_name: string;
  readonly patient_id: string;
  readonly issuer: string;
  readonly birth_date: string;
  readonly sex: string;
  readonly date: string;
  readonly time: string;
  readonly accession: string;
  readonly study_id: string;
  readonly description: string;
  readonly referring: string;
  readonly institution: string;
  /** Joined by backslashes, sorted. */
  readonly modalities: string;
  readonly series_count: number;
  readonly instance_count: number;
  readonly bytes: number;
  /** Identical objects that came again and were not kept. */
  readonly duplicates: number;
  /** Objects whose UID came again with other bytes. */
  readonly other_bytes: number;
  /** Objects that name another patient than the study's first. */
  readonly other_patient: number;
  /** Objects whose SOP class is no storage class of the standard. */
  readonly unknown_class: number;
  /** Keywords of type 1 attributes that some object lacks, joined by backslashes. */
  readonly lacking: string;
  readonly from_title: string;
  readonly from_address: string;
  readonly first_arrived: number;
  readonly last_arrived: number;
}

/** In the order of a StudyRecord's properties. */
export const STUDY_COLUMNS = `st.id, st.uid, st.patient_name, st.patient_id, st.issuer, st.birth_date, st.sex, st.date, st.time, st.accession,
  st.study_id, st.description, st.referring, st.institution, st.modalities, st.series_count, st.instance_count, st.bytes, st.duplicates,
  st.other_bytes, st.other_patient, st.unknown_class, st.lacking, st.from_title, st.from_address, st.first_arrived, st.last_arrived`;

/** Objects of one study that one sender brought without a longer pause. */
export interface ArrivalRecord {
  readonly id: number;
  readonly study: number;
  readonly title: string;
  readonly address: string;
  readonly first: number;
  readonly last: number;
  readonly instances: number;
  readonly bytes: number;
}

export interface SeriesRecord {
  readonly id: number;
  readonly study: number;
  readonly uid: string;
  readonly number: string;
  readonly modality: string;
  readonly description: string;
  readonly body_part: string;
  readonly protocol: string;
  readonly date: string;
  readonly time: string;
  readonly station: string;
  readonly instance_count: number;
  readonly bytes: number;
  readonly last_arrived: number;
  /** Modification time of the folder when its files and the index were last compared; 0 never. */
  readonly folder_time: number;
}

export interface InstanceRecord {
  readonly id: number;
  readonly series: number;
  readonly uid: string;
  readonly version: number;
  readonly class: string;
  readonly syntax: string;
  readonly number: string;
  readonly frames: number;
  readonly height: number | null;
  readonly width: number | null;
  readonly bytes: number;
  /** Where the data set begins in the file. */
  readonly data_offset: number;
  readonly duplicates: number;
  /** 1 when it names another patient than its study's first object. */
  readonly other_patient: number;
  /** 1 when its SOP class is no storage class of the standard. */
  readonly unknown_class: number;
  /** Keywords of type 1 attributes that it lacks, joined by backslashes. */
  readonly lacks: string;
  readonly from_title: string;
  readonly from_address: string;
  readonly arrived: number;
}

/** An instance with the UIDs that its place is made from. */
export interface PlacedRecord extends InstanceRecord {
  readonly study_uid: string;
  readonly series_uid: string;
}

export const identityOf = (row: Pick<PlacedRecord, 'study_uid' | 'series_uid' | 'uid'>): InstanceIdentity => ({
  studyUid: row.study_uid,
  seriesUid: row.series_uid,
  sopInstanceUid: row.uid,
});
