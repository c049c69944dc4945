/**
 * Where an object lies: `<study>/<series>/<instance>.dcm` under the inbox's folder. A name is the UID itself where that has the form of
 * one, else a hash of it; nothing else that a peer sends becomes part of a path. A second version of a UID is `<instance>~2.dcm`.
 */
import { createHash } from 'node:crypto';
import path from 'node:path';

/** What a file's place is made from. */
export interface InstanceIdentity {
  /** '' for objects outside of any study (PS3.4 Annex GG). */
  readonly studyUid: string;
  readonly seriesUid: string;
  readonly sopInstanceUid: string;
}

export const INCOMING = '.incoming';
export const BIN = '.bin';
export const QUARANTINE = 'quarantine';

const NO_UID = 'none';
const uidName = /^\d+(?:\.\d+)*$/;

/** Digits and single dots, so that no system reads more into it; of anything else 40 digits of its SHA-256. */
export function nameOf(uid: string): string {
  if (uid === '') return NO_UID;
  if (uid.length <= 64 && uidName.test(uid)) return uid;
  return `x${createHash('sha256').update(uid).digest('hex').slice(0, 40)}`;
}

let lastSeries = { studyUid: '', seriesUid: '', folder: `${NO_UID}${path.sep}${NO_UID}` };

/** Relative to the inbox's folder, with the system's separator. Objects of one series come one after the other: the last is remembered. */
export function seriesFolder({ studyUid, seriesUid }: Omit<InstanceIdentity, 'sopInstanceUid'>): string {
  if (lastSeries.studyUid !== studyUid || lastSeries.seriesUid !== seriesUid) {
    lastSeries = { studyUid, seriesUid, folder: nameOf(studyUid) + path.sep + nameOf(seriesUid) };
  }
  return lastSeries.folder;
}

/** @param version 1 for the first object with this UID in its series. */
export function instanceFile(identity: InstanceIdentity, version: number): string {
  const name = nameOf(identity.sopInstanceUid);
  return seriesFolder(identity) + path.sep + (version === 1 ? `${name}.dcm` : `${name}~${version}.dcm`);
}

/** The version that a file's name tells, undefined for a name that the inbox does not give. */
export function versionOf(fileName: string): number | undefined {
  const found = /^[^~]+?(?:~([2-9]|[1-9]\d{1,3}))?\.dcm$/.exec(fileName);
  return found ? Number(found[1] ?? 1) : undefined;
}

/** Folders of the inbox's own, beside those of studies. */
export const isStudyFolder = (name: string): boolean => !name.startsWith('.') && name !== QUARANTINE;
