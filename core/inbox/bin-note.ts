/** The note beside each removal: when, how much, by whom, and what it was, for people. Read leniently: an older note says less. */
import type { BinRow } from '../contract/housekeeping.ts';
import type { StudyRow } from '../contract/inbox.ts';
import { isRecord } from '../lib/is-record.ts';

/** What a removal was, as the bin shows it. */
export type RemovalNote = Pick<BinRow, 'by' | 'studies' | 'patientName' | 'patientId' | 'studyDate' | 'description'>;

export interface Noted {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly instances: number;
  readonly bytes: number;
  readonly note: RemovalNote;
  /** Of the studies that it was taken from. */
  readonly studyUids: readonly string[];
}

export function noteOf(studies: readonly StudyRow[], by: BinRow['by']): RemovalNote {
  const [first] = studies;
  return {
    by,
    studies: studies.length,
    patientName: first?.patientName ?? null,
    patientId: first?.patientId ?? '',
    studyDate: first?.studyDate ?? '',
    description: first?.description ?? '',
  };
}

export function readNote(text: string): Noted | undefined {
  const found = parsedRecord(text);
  if (!found || !('at' in found) || !('instances' in found) || !('bytes' in found)) return undefined;
  const note = 'note' in found && isRecord(found.note) ? found.note : {};
  const uids = 'studyUids' in found && Array.isArray(found.studyUids) ? found.studyUids : [];
  return {
    at: Number(found.at),
    instances: Number(found.instances),
    bytes: Number(found.bytes),
    studyUids: uids.filter((uid): uid is string => typeof uid === 'string'),
    note: {
      by: 'by' in note && note.by === 'rule' ? 'rule' : 'person',
      studies: 'studies' in note ? Number(note.studies) || 0 : 0,
      patientName: 'patientName' in note && isRecord(note.patientName) ? nameOf(note.patientName) : null,
      patientId: textOf(note, 'patientId'),
      studyDate: textOf(note, 'studyDate'),
      description: textOf(note, 'description'),
    },
  };
}

const nameOf = (name: object): RemovalNote['patientName'] => ({
  alphabetic: textOf(name, 'alphabetic'),
  ideographic: textOf(name, 'ideographic'),
  phonetic: textOf(name, 'phonetic'),
});

const textOf = (record: object, name: string): string => {
  const found = new Map<string, unknown>(Object.entries(record)).get(name);
  return typeof found === 'string' ? found : '';
};

function parsedRecord(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
