/**
 * The inbox as a small archive for others: C-FIND, C-GET and C-MOVE over what it holds (PS3.4 §C.4). Hierarchical and relational queries
 * are answered alike; a request that is refused says why.
 */
import type { Answer, AssociateRequest } from '../association/types.ts';
import type { DataSet } from '../dicom/types.ts';
import type { Handlers, IncomingQuery, MoveAnswer, QueryLevel, QueryModel, RetrieveAnswer } from '../services/types.ts';
import type { Database } from '../storage/database.ts';
import type { Browse } from './browse.ts';
import type { Files } from './files.ts';
import { QueryMatch } from './query-match.ts';
import { foundAt, type Found, type NarrowingKeys } from './query-rows.ts';
import { itemOf, type InboxItem } from './sending.ts';
import { readHead } from './stored-file.ts';

export interface ProviderOptions {
  readonly database: Database;
  readonly browse: Browse;
  readonly files: Files;
  /** The index knows everything that has arrived. */
  readonly settle: () => void;
  /** Our AE title, for (0008,0054). */
  readonly title: () => string;
  /** Where a move destination is reached; undefined when nobody of that title is known. */
  readonly destination: (title: string) => Omit<AssociateRequest, 'contexts' | 'signal'> | undefined;
  /** Why this asker is not answered; undefined when it is. */
  readonly refuses?: (request: IncomingQuery) => string | undefined;
}

const NOT_AUTHORIZED = 0x0124;
const DOES_NOT_MATCH = 0xa900;
const UNABLE_TO_PROCESS = 0xc000;
const DESTINATION_UNKNOWN = 0xa801;

const LEVELS: Readonly<Record<QueryModel, readonly QueryLevel[]>> = {
  patient: ['PATIENT', 'STUDY', 'SERIES', 'IMAGE'],
  study: ['STUDY', 'SERIES', 'IMAGE'],
  'patient-study': ['PATIENT', 'STUDY'],
};

type Refused = Extract<RetrieveAnswer, { readonly kind: 'refused' }>;

export type Provider = Required<Pick<Handlers, 'find' | 'get' | 'move'>>;

export function createProvider(options: ProviderOptions): Provider {
  return {
    find: (request) => find(options, request),
    get: (request) => retrieved(options, request),
    move: (request): MoveAnswer => {
      const refusal = checked(options, request);
      if (refusal) return refusal;
      const destination = options.destination(request.destination);
      if (!destination) return refused(DESTINATION_UNKNOWN, `move destination ${request.destination} is not known here`);
      const found = retrieved(options, request);
      return found.kind === 'refused' ? found : { ...found, destination };
    },
  };
}

/** Rows looked at in one go: a query that matches little must not keep everybody else waiting. */
const TURN = 64;

const othersTurn = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

/** One match at a time, made when it is asked for. */
async function* find(options: ProviderOptions, request: IncomingQuery): AsyncGenerator<DataSet, Answer | undefined> {
  const refusal = checked(options, request);
  if (refusal) return refusal.answer;
  const { level, identifier } = request;
  if (level === '') return undefined;
  options.settle();
  const match = new QueryMatch({
    level,
    identifier,
    retrieveTitle: options.title(),
    sopClasses: (found) => sopClassesOf(options.database, found),
    header: (found) => headerOf(options, found),
  });
  let looked = 0;
  for (const found of foundAt(options.database, level, narrowing(level, identifier))) {
    if (request.signal.aborted) return undefined;
    if (match.matches(found)) yield match.answer(found);
    looked += 1;
    if (looked % TURN === 0) await othersTurn();
  }
  return undefined;
}

function checked({ refuses }: ProviderOptions, request: IncomingQuery): Refused | undefined {
  const reason = refuses?.(request);
  if (reason !== undefined) return refused(NOT_AUTHORIZED, reason);
  const { model, level } = request;
  if (model === 'worklist' || model === 'other') return refused(0x0122, 'the inbox does not offer this service');
  if (level === '') return refused(DOES_NOT_MATCH, 'Query/Retrieve Level is missing or unknown');
  if (!LEVELS[model].includes(level)) return refused(DOES_NOT_MATCH, `level ${level} is not part of this information model`);
  return undefined;
}

const refused = (status: number, comment: string): Refused => ({ kind: 'refused', answer: { status, errorComment: comment.slice(0, 64) } });

const UNIQUE: Readonly<Record<QueryLevel, { readonly keyword: string; readonly words: string }>> = {
  PATIENT: { keyword: 'PatientID', words: 'Patient ID' },
  STUDY: { keyword: 'StudyInstanceUID', words: 'Study Instance UID' },
  SERIES: { keyword: 'SeriesInstanceUID', words: 'Series Instance UID' },
  IMAGE: { keyword: 'SOPInstanceUID', words: 'SOP Instance UID' },
};

function retrieved(options: ProviderOptions, request: IncomingQuery): RetrieveAnswer {
  const refusal = checked(options, request);
  if (refusal) return refusal;
  const { level, identifier, signal } = request;
  if (level === '') return refused(DOES_NOT_MATCH, 'Query/Retrieve Level is missing or unknown');
  const unique = valuesOf(identifier, UNIQUE[level].keyword);
  if (unique.length === 0) return refused(DOES_NOT_MATCH, `no ${UNIQUE[level].words} in the request`);
  if (level === 'PATIENT' && unique.length > 1) return refused(DOES_NOT_MATCH, 'more than one Patient ID in the request');
  options.settle();
  const ids = wanted(options.database, level, identifier);
  if (ids.length === 0) return refused(UNABLE_TO_PROCESS, `no object of this ${UNIQUE[level].words} is here`);
  return { kind: 'items', count: ids.length, items: itemsById(options, ids, signal) };
}

/** Ids only: the objects are looked up when their turn comes. */
function wanted(database: Database, level: QueryLevel, identifier: DataSet): readonly number[] {
  const studyUids = valuesOf(identifier, 'StudyInstanceUID');
  const seriesUids = valuesOf(identifier, 'SeriesInstanceUID');
  const [patientId] = valuesOf(identifier, 'PatientID');
  const keys: NarrowingKeys = {
    ...(level === 'PATIENT' && patientId !== undefined && { patientId }),
    ...(level !== 'PATIENT' && studyUids.length > 0 && { studyUids }),
    ...((level === 'SERIES' || level === 'IMAGE') && seriesUids.length > 0 && { seriesUids }),
    ...(level === 'IMAGE' && { sopInstanceUids: valuesOf(identifier, 'SOPInstanceUID') }),
  };
  const ids: number[] = [];
  for (const { study, series, instance } of foundAt(database, 'IMAGE', keys)) {
    if (keys.studyUids?.includes(study.uid) === false) continue;
    if (series && keys.seriesUids?.includes(series.uid) === false) continue;
    if (instance) ids.push(instance.id);
  }
  return ids;
}

/** An object that went to the bin meanwhile is left out, and counted as failed by who counts. */
function* itemsById({ browse, files }: ProviderOptions, ids: readonly number[], signal: AbortSignal): Generator<InboxItem> {
  for (const id of ids) {
    if (signal.aborted) return;
    const record = browse.instance(id);
    if (record) yield itemOf(browse, files, record);
  }
}

const valuesOf = (identifier: DataSet, keyword: string): readonly string[] => identifier.texts(keyword).filter((value) => value !== '');

/** What of the identifier's keys the index can look up; wild cards and odd dates are left to matching, and keys below the level mean nothing. */
function narrowing(level: QueryLevel, identifier: DataSet): NarrowingKeys {
  const plain = (keyword: string): string | undefined => {
    const values = valuesOf(identifier, keyword);
    return values.length === 1 && !/[*?]/.test(values[0] ?? '') ? values[0] : undefined;
  };
  const uids = (keyword: string): readonly string[] | undefined => {
    const values = valuesOf(identifier, keyword);
    return values.length > 0 && values.every((value) => /^[\d.]+$/.test(value)) ? values : undefined;
  };
  const patientId = plain('PatientID');
  if (level === 'PATIENT') return { ...(patientId !== undefined && { patientId }) };
  const accession = plain('AccessionNumber');
  const studyUids = uids('StudyInstanceUID');
  const seriesUids = uids('SeriesInstanceUID');
  const sopInstanceUids = uids('SOPInstanceUID');
  return {
    ...(patientId !== undefined && { patientId }),
    ...(accession !== undefined && { accession }),
    ...(studyUids && { studyUids }),
    ...(level !== 'STUDY' && seriesUids && { seriesUids }),
    ...(level === 'IMAGE' && sopInstanceUids && { sopInstanceUids }),
    ...dateRange(identifier.text('StudyDate')),
  };
}

function dateRange(key: string): Pick<NarrowingKeys, 'dateFrom' | 'dateTo'> {
  const found = /^(\d{8})?(-)?(\d{8})?$/.exec(key);
  const [, first, hyphen, second] = found ?? [];
  const dateFrom = first;
  const dateTo = hyphen === undefined ? first : second;
  return { ...(dateFrom !== undefined && { dateFrom }), ...(dateTo !== undefined && { dateTo }) };
}

function sopClassesOf(database: Database, { study }: Found): readonly string[] {
  return database
    .statement<{ class: string }>(
      'SELECT DISTINCT class FROM inbox_instance WHERE series IN (SELECT id FROM inbox_series WHERE study = ?) ORDER BY class',
    )
    .all(study.id)
    .map((row) => row.class);
}

function headerOf({ browse, files }: ProviderOptions, { study, series, instance }: Found): DataSet | undefined {
  const target = series
    ? ({ kind: 'series', studyUid: study.uid, seriesUid: series.uid } as const)
    : ({ kind: 'study', studyUid: study.uid } as const);
  const record = instance ?? browse.page(target, { after: 0, limit: 1 })[0];
  try {
    return record && readHead(files, browse.file(record))?.header;
  } catch {
    return undefined;
  }
}
