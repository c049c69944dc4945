/**
 * The text by which studies are found: everything of a study, its series and its senders, folded, in a full-text index of trigrams, which
 * finds any part of a word of three letters and more. Shorter words are looked for in the text itself.
 */
import type { InboxFilter } from '../contract/inbox.ts';
import type { Database, SqlValue } from '../storage/database.ts';
import { fold } from './fold.ts';
import type { SeriesRecord, StudyRecord } from './tables.ts';

type Place = InboxFilter['texts'][number]['in'];

const COLUMN: Readonly<Record<Exclude<Place, 'anything'>, string>> = {
  name: 'name',
  patientId: 'patient_id',
  accession: 'accession',
  sender: 'sender',
};
const COLUMNS = ['name', 'patient_id', 'accession', 'sender', 'rest'];

/** Writes a study's text anew. Within a transaction. */
export function writeStudyText(database: Database, id: number): void {
  const study = database.statement<StudyRecord>('SELECT * FROM inbox_study WHERE id = ?').get(id);
  if (!study) return;
  const series = database.statement<SeriesRecord>('SELECT * FROM inbox_series WHERE study = ?').all(id);
  const senders = database
    .statement<{ title: string; address: string }>('SELECT DISTINCT title, address FROM inbox_arrival WHERE study = ?')
    .all(id);
  const rest = [
    study.uid,
    study.issuer,
    study.birth_date,
    study.date,
    study.study_id,
    study.description,
    study.referring,
    study.institution,
    ...series.flatMap(({ uid, modality, description, body_part, protocol, station }) => [
      uid,
      modality,
      description,
      body_part,
      protocol,
      station,
    ]),
  ];
  const columns = [
    study.patient_name,
    study.patient_id,
    study.accession,
    senders.map(({ title, address }) => `${title} ${address}`).join(' '),
    rest.join(' '),
  ];
  forgetStudyText(database, id);
  database
    .statement(`INSERT INTO inbox_text (rowid, name, patient_id, accession, sender, rest) VALUES (?, ?, ?, ?, ?, ?)`)
    .run(id, ...columns.map(fold));
}

export function forgetStudyText(database: Database, id: number): void {
  database.statement('DELETE FROM inbox_text WHERE rowid = ?').run(id);
}

/** Which studies a filter finds, or which of some, by the index's numbers. */
export function matchingStudies(database: Database, filter: InboxFilter, among?: Iterable<number>): readonly number[] {
  const { conditions, values } = conditionsOf(filter);
  if (among) {
    conditions.push('st.id IN (SELECT value FROM json_each(?))');
    values.push(JSON.stringify([...among]));
  }
  const where = conditions.length === 0 ? 'TRUE' : conditions.join(' AND ');
  const found = database
    .statement<{ json: string }>(`SELECT json_group_array(st.id) AS json FROM inbox_study st WHERE ${where}`)
    .get(...values);
  return JSON.parse(found?.json ?? '[]') as readonly number[];
}

interface Conditions {
  readonly conditions: string[];
  readonly values: SqlValue[];
}

function conditionsOf({ texts, modalities, dateFrom, dateTo }: InboxFilter): Conditions {
  const made: Conditions = { conditions: [], values: [] };
  const add = (condition: string, ...more: readonly SqlValue[]): void => {
    made.conditions.push(condition);
    made.values.push(...more);
  };
  const words = texts.flatMap(({ in: place, text }) =>
    fold(text)
      .split(' ')
      .filter((word) => word !== '')
      .map((word) => ({ place, word })),
  );
  const uids = words.filter(isUid);
  addWords(
    words.filter((word) => !isUid(word)),
    add,
  );
  for (const uid of uids) add(`(${FOUND} OR ${HOLDS})`, phrase(uid), uid.word);
  if (modalities && modalities.length > 0) {
    const wanted = JSON.stringify(modalities.map((modality) => modality.toUpperCase()));
    add(`EXISTS (SELECT 1 FROM json_each(?) WHERE instr('\\' || st.modalities || '\\', '\\' || value || '\\') > 0)`, wanted);
  }
  if (dateFrom !== undefined) add('st.date >= ?', dateFrom);
  if (dateTo !== undefined) add(`st.date <= ? AND st.date <> ''`, dateTo);
  return made;
}

interface Word {
  readonly place: Place;
  readonly word: string;
}

/** A trigram needs three characters. */
const isIndexed = ({ word }: Word): boolean => /^.{3}/su.test(word);
const phrase = ({ place, word }: Word): string => `${place === 'anything' ? '' : `${COLUMN[place]} : `}"${word.replaceAll('"', '""')}"`;

const FOUND = 'st.id IN (SELECT rowid FROM inbox_text WHERE inbox_text MATCH ?)';
/** A whole SOP Instance UID finds its study too: those of a million instances are in no text. */
const HOLDS = 'st.id IN (SELECT se.study FROM inbox_series se JOIN inbox_instance i ON i.series = se.id WHERE i.uid = ?)';
const isUid = ({ place, word }: Word): boolean => place === 'anything' && /^\d+(?:\.\d+){3,}$/.test(word);

/** What the table of the texts calls the columns in which a word is looked for. */
const columnsOf = ({ place }: Word): readonly string[] =>
  (place === 'anything' ? COLUMNS : [COLUMN[place]]).map((column) => `c${COLUMNS.indexOf(column)}`);

/**
 * One look at the texts for all words: short ones are looked for only where the long ones were found, and in the table that FTS5 keeps the
 * texts in, of which a row costs half of what it costs through the index.
 */
function addWords(words: readonly Word[], add: (condition: string, ...values: readonly SqlValue[]) => void): void {
  if (words.length === 0) return;
  const long = words.filter(isIndexed);
  const short = words.filter((word) => !isIndexed(word));
  const found = 'SELECT rowid FROM inbox_text WHERE inbox_text MATCH ?';
  if (short.length === 0) {
    add(`st.id IN (${found})`, long.map(phrase).join(' AND '));
    return;
  }
  const conditions = [
    ...(long.length > 0 ? [`id IN (${found})`] : []),
    ...short.map(
      (word) =>
        `(${columnsOf(word)
          .map((column) => `instr(${column}, ?) > 0`)
          .join(' OR ')})`,
    ),
  ];
  const values = short.flatMap((one) => columnsOf(one).map(() => one.word));
  add(
    `st.id IN (SELECT id FROM inbox_text_content WHERE ${conditions.join(' AND ')})`,
    ...(long.length > 0 ? [long.map(phrase).join(' AND ')] : []),
    ...values,
  );
}
