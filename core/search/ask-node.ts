/**
 * One node's part of a search: one association, as many C-FINDs as the query needs, and a progress that always ends. Nothing here throws
 * for what a node does; what went wrong stands in the progress.
 */
import type { Failure } from '../association/types.ts';
import type { Explanation } from '../contract/failure.ts';
import type { NodeProgress, SearchQuery, MatchRow } from '../contract/search.ts';
import type { NodeView } from '../contract/nodes.ts';
import { explainEnd, explainFailure } from '../failures/explain-failure.ts';
import { explainOwnRequest } from '../failures/explain-local.ts';
import { explainStatus } from '../failures/explain-status.ts';
import type { Clock } from '../lib/clock.ts';
import type { Nodes } from '../nodes/types.ts';
import { FIND_CLASSES } from '../services/query-models.ts';
import type { ApplicationEntity, Association } from '../services/types.ts';
import { askByDates, type Span } from './by-dates.ts';
import { runFind, type FindEnd } from './find-run.ts';
import { askings, patientAsking, studiesOf, type Asking, type Model } from './keys.ts';
import { identityOf, withPatient } from './rows.ts';

export interface AskOptions {
  readonly node: NodeView;
  readonly query: SearchQuery;
  readonly nodes: Nodes;
  readonly entity: ApplicationEntity;
  readonly clock: Clock;
  /** YYYYMMDD. */
  readonly today: string;
  readonly signal: AbortSignal;
  readonly row: (row: MatchRow) => void;
  readonly progress: (progress: NodeProgress) => void;
}

/** What the node's association came to, for conclusions over several nodes. */
export interface Asked {
  readonly failure: Failure | null;
  readonly progress: NodeProgress;
}

const TRANSFER_SYNTAXES = ['1.2.840.10008.1.2.1', '1.2.840.10008.1.2'];
/** Shown at most this often while rows come. */
const PROGRESS_MS = 200;

type Ending = Pick<NodeProgress, 'state' | 'failure'>;

export async function askNode(options: AskOptions): Promise<Asked> {
  const { node, query, nodes, entity, clock, today, signal } = options;
  const started = clock.now();
  const about = nodes.about(node.id, 'C-FIND');
  const notes = new Set<string>();
  let matches = 0;
  let shownAt = -Infinity;
  const report = (state: NodeProgress['state'], failure: Explanation | null = null): NodeProgress => {
    const ms = Math.round(clock.now() - started);
    const progress: NodeProgress = { nodeId: node.id, state, matches, ms, note: [...notes].join(', '), failure };
    options.progress(progress);
    return progress;
  };
  const ended = ({ state, failure }: Ending, cause: Failure | null = null): Asked => ({ failure: cause, progress: report(state, failure) });

  report('connecting');
  const contexts = [FIND_CLASSES.study, FIND_CLASSES.patient].map((abstractSyntax) => ({
    abstractSyntax,
    transferSyntaxes: TRANSFER_SYNTAXES,
  }));
  const opened = await entity.associate({ ...nodes.associateRequest(node.id), contexts, signal });
  if (opened.kind !== 'established') {
    if (signal.aborted) return ended({ state: 'cancelled', failure: null });
    const refused = opened.kind === 'failed' && opened.phase === 'no-context';
    const explanation = explainFailure(opened, refused ? about : { ...about, step: 'associate' });
    nodes.learn(node.id, { kind: 'failed', failure: opened, explanation, ...(refused && { refused: 'query' }) });
    return ended({ state: 'failed', failure: explanation }, opened);
  }

  const { association } = opened;
  const model = modelFor(query.model, association);
  if (model !== query.model) notes.add(model === 'patient' ? 'Patient Root' : 'Study Root');
  report('asking');
  const askedAt = clock.now();
  const seen = new Set<string>();
  const take = (row: MatchRow): boolean => {
    const identity = identityOf(row);
    if (identity !== '' && seen.has(identity)) return true;
    if (matches >= query.limit) return false;
    seen.add(identity);
    matches += 1;
    options.row(row);
    if (clock.now() - shownAt >= PROGRESS_MS) {
      shownAt = clock.now();
      report('asking');
    }
    return true;
  };
  const find = (asking: Asking, accept: (row: MatchRow) => boolean): Promise<FindEnd> =>
    runFind({ association, node, asking, model, clock, signal, accept, note: (note) => notes.add(note) });

  const end = await searchAll({ query, model, find, take, notes, today, found: () => matches });
  await association.release();
  const failure = failureOf(end, about, clock.now() - askedAt);
  if (failure === null) {
    nodes.learn(node.id, { kind: 'answered', abilities: { query: true } });
    return ended({ state: stateOf(end, signal), failure: null });
  }
  if (signal.aborted) return ended({ state: 'cancelled', failure: null });
  const hungUp = end.kind === 'ended' && end.end.kind === 'aborted' && end.end.by === 'peer' && matches === 0;
  const cause = end.kind === 'ended' && end.end.kind !== 'released' ? end.end : null;
  if (end.kind !== 'unsendable') {
    nodes.learn(node.id, { kind: 'failed', failure: cause, explanation: failure, ...(hungUp && { refused: 'query' }) });
  }
  return ended({ state: 'failed', failure }, cause);
}

/** The wanted model where the node takes it, else the other. */
function modelFor(wanted: Model, { accepted }: Association): Model {
  const other: Model = wanted === 'study' ? 'patient' : 'study';
  return accepted.some(({ abstractSyntax }) => abstractSyntax === FIND_CLASSES[wanted]) ? wanted : other;
}

interface SearchAll {
  readonly query: SearchQuery;
  readonly model: Model;
  readonly find: (asking: Asking, accept: (row: MatchRow) => boolean) => Promise<FindEnd>;
  readonly take: (row: MatchRow) => boolean;
  readonly notes: Set<string>;
  readonly today: string;
  readonly found: () => number;
}

async function searchAll(all: SearchAll): Promise<FindEnd> {
  const end = await searchOnce(all);
  if (end.kind === 'truncated' && all.query.beyond && all.query.level === 'STUDY') return searchByDates(all);
  if (end.kind !== 'done' || all.found() > 0) return end;
  return searchElsewhere(all, end);
}

async function searchByDates(all: SearchAll): Promise<FindEnd> {
  const { dateFrom, dateTo, ...rest } = all.query;
  const span = spanOf(dateFrom, dateTo);
  all.notes.add('asked by dates');
  return askByDates({
    span,
    today: all.today,
    ask: ({ from, to }) =>
      searchOnce({ ...all, query: { ...rest, ...(from !== undefined && { dateFrom: from }), ...(to !== undefined && { dateTo: to }) } }),
  });
}

const spanOf = (from: string | undefined, to: string | undefined): Span => ({
  ...(from !== undefined && { from }),
  ...(to !== undefined && { to }),
});

/** A name that nobody has may be written otherwise there, since many match letter by letter; or it is an ID, or an accession number. */
async function searchElsewhere(all: SearchAll, nothing: FindEnd): Promise<FindEnd> {
  for (const { query, note } of elsewhere(all.query)) {
    const end = await searchOnce({ ...all, query });
    if (all.found() > 0) all.notes.add(note);
    if (all.found() > 0 || end.kind === 'cancelled' || end.kind === 'ended') return end;
  }
  return nothing;
}

interface Elsewhere {
  readonly query: SearchQuery;
  readonly note: string;
}

function elsewhere(query: SearchQuery): readonly Elsewhere[] {
  const { name, ...rest } = query;
  const words = name?.trim() ?? '';
  if (words === '' || (query.level !== 'STUDY' && query.level !== 'PATIENT')) return [];
  const spelt = spellings(words).map((other) => ({ query: { ...query, name: other }, note: `searched ${other} instead` }));
  const free = rest.patientId === undefined && rest.accession === undefined && rest.studyUid === undefined;
  if (!free || query.level !== 'STUDY' || /[\s^=*?,]/.test(words)) return spelt;
  return [
    ...spelt,
    { query: { ...rest, patientId: words }, note: 'searched ID instead' },
    // SH: at most 16 characters.
    ...(words.length > 16 ? [] : [{ query: { ...rest, accession: words }, note: 'searched accession instead' }]),
  ];
}

/** In capitals, and with the first letter of each word in capitals. */
function spellings(words: string): readonly string[] {
  const upper = words.toUpperCase();
  const capitalised = words
    .toLowerCase()
    .replace(/(^|[\s^=,])(\p{L})/gu, (_, before: string, letter: string) => before + letter.toUpperCase());
  return [...new Set([upper, capitalised])].filter((other) => other !== words);
}

async function searchOnce({ query, model, find, take }: SearchAll): Promise<FindEnd> {
  const patients = patientAsking(query, model);
  if (!patients) return inTurn(askings(query, model), (asking) => find(asking, take));
  const found: MatchRow[] = [];
  const end = await find(patients, (patient) => found.push(patient) <= query.limit);
  if (end.kind !== 'done' && end.kind !== 'limit') return end;
  return inTurn(found, (patient) =>
    inTurn(askings(studiesOf(query, patient.patientId), model), (asking) => find(asking, (study) => take(withPatient(study, patient)))),
  );
}

/** Goes on while each ends well; the first other end is the end of all. */
async function inTurn<T>(list: readonly T[], ask: (one: T) => Promise<FindEnd>): Promise<FindEnd> {
  let last: FindEnd = { kind: 'done' };
  for (const one of list) {
    const end = await ask(one);
    if (end.kind === 'truncated') last = end;
    else if (end.kind !== 'done') return end;
  }
  return last;
}

function stateOf(end: FindEnd, signal: AbortSignal): NodeProgress['state'] {
  if (signal.aborted) return 'cancelled';
  return end.kind === 'limit' || end.kind === 'truncated' ? end.kind : 'done';
}

function failureOf(end: FindEnd, about: ReturnType<Nodes['about']>, afterMs: number): Explanation | null {
  switch (end.kind) {
    case 'done':
    case 'limit':
    case 'truncated':
    case 'cancelled':
      return null;
    case 'status':
      return explainStatus(end.status, 'C-FIND', about);
    case 'ended':
      return explainEnd(end.end, { ...about, afterMs, objects: end.matches });
    case 'unsendable':
      return explainOwnRequest(end.message, about);
  }
}
