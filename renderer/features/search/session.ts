/**
 * The search that is under way: what was typed, what is asked, what came back. One at a time; asking again, Esc and leaving dispose the
 * stream, which is C-CANCEL on the wire. The first rows are shown at once, later ones in step with the eye.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { MatchRow, NodeProgress, SearchEvent, SearchQuery } from '../../../core/contract.ts';
import type { Api } from '../../api.ts';
import { asksForEverything, mergeChips, toQuery, withoutChip, type Chip, type QueryContext } from './chip.ts';
import { addMatches, newResults, type Match } from './results.ts';
import { parseSearchLine, type LineContext } from './search-line.ts';
import type { Children } from './tree.ts';

export interface SearchState {
  readonly text: string;
  readonly chips: readonly Chip[];
  readonly problems: readonly string[];
  /** Nothing was said to look for: waits for a date or for 'ask anyway'. */
  readonly guarded: boolean;
  readonly phase: 'never' | 'asking' | 'ended';
  /** What the rows are answers to. */
  readonly asked: { readonly query: SearchQuery; readonly chips: readonly Chip[]; readonly text: string } | null;
  /** By node, in the order in which they were asked. */
  readonly progress: ReadonlyMap<string, NodeProgress>;
  /** Nodes that were asked for more than they give at once. */
  readonly askedOn: ReadonlySet<string>;
  readonly matches: readonly Match[];
  readonly open: ReadonlySet<string>;
  readonly children: ReadonlyMap<string, Children>;
}

export interface AskContext extends QueryContext {
  /** What the line is read with: the names of nodes for `on:`, the day, the locale. */
  readonly line: LineContext;
}

export interface SearchSession {
  readonly store: StoreApi<SearchState>;
  readonly type: (text: string) => void;
  readonly addChips: (chips: readonly Chip[]) => void;
  readonly removeChip: (chip: Chip) => void;
  /** Reads the line into chips and asks. `anyway` passes the guard. */
  readonly ask: (context: AskContext, how?: { readonly anyway: boolean }) => void;
  /** Asks one node again for more than it was asked for, or than it gives at once. */
  readonly askMore: (nodeId: string, more: number) => void;
  readonly cancel: () => void;
  readonly toggle: (match: Match, open: boolean) => void;
  /** Fetches what lies below without opening it. */
  readonly prefetch: (match: Match) => void;
  readonly dispose: () => void;
}

const initial: SearchState = {
  text: '',
  chips: [],
  problems: [],
  guarded: false,
  phase: 'never',
  asked: null,
  progress: new Map(),
  askedOn: new Set(),
  matches: [],
  open: new Set(),
  children: new Map(),
};

interface Asking {
  readonly api: Api;
  readonly query: SearchQuery;
  readonly onRows: (rows: readonly MatchRow[]) => void;
  readonly onNode: (progress: NodeProgress) => void;
  readonly onEnd: () => void;
}

const listen = ({ api, query, onRows, onNode, onEnd }: Asking): (() => void) =>
  api.listen('search', query, {
    event: (event: SearchEvent) => (event.kind === 'rows' ? onRows(event.rows) : onNode(event.progress)),
    end: onEnd,
  });

const LEAST_MS = 50;
/** A table of many costs more to put together: a hundred rows a millisecond leave the window its frames. */
const ROWS_PER_MS = 100;

/** At once the first time, then twenty times a second, less often when there is much. */
const paced = (draw: () => void, rows: () => number): { readonly draw: () => void; readonly flush: () => void } => {
  let waiting: ReturnType<typeof setTimeout> | null = null;
  let drawn = false;
  const flush = (): void => {
    if (waiting !== null) clearTimeout(waiting);
    waiting = null;
    drawn = true;
    draw();
  };
  return {
    flush,
    draw: () => {
      if (!drawn) flush();
      else waiting ??= setTimeout(flush, Math.max(LEAST_MS, rows() / ROWS_PER_MS));
    },
  };
};

const waitingProgress = (nodeId: string): NodeProgress => ({ nodeId, state: 'connecting', matches: 0, ms: 0, note: '', failure: null });

const isRunning = ({ state }: NodeProgress): boolean => state === 'connecting' || state === 'asking';

/** The query one level down, at the nodes that have the row. */
export const childQuery = (match: Match, query: SearchQuery): SearchQuery | null => {
  const { row } = match;
  if (match.level === 'IMAGE' || row.studyUid === '' || (match.level === 'SERIES' && row.seriesUid === '')) return null;
  return {
    nodes: [...match.answers.keys()],
    level: match.level === 'SERIES' ? 'IMAGE' : 'SERIES',
    model: query.model,
    limit: 100_000,
    studyUid: row.studyUid,
    ...(match.level === 'SERIES' ? { seriesUid: row.seriesUid } : {}),
    ...(query.model === 'patient' && row.patientId !== '' ? { patientId: row.patientId } : {}),
  };
};

export const createSearchSession = (api: Api): SearchSession => {
  const store = createStore<SearchState>(() => initial);
  let stopSearch: (() => void) | null = null;
  const stopChildren = new Map<string, () => void>();
  /** How many nodes were asked for what lies below a row. */
  const childNodes = new Map<string, number>();
  let results = newResults();

  const setProgress = (progress: NodeProgress): void =>
    store.setState((state) => ({ progress: new Map(state.progress).set(progress.nodeId, progress) }));

  const stopAll = (): void => {
    stopSearch?.();
    stopSearch = null;
    for (const stop of stopChildren.values()) stop();
    stopChildren.clear();
    childNodes.clear();
  };

  const run = (query: SearchQuery): void => {
    const into = results;
    const pace = paced(
      () => {
        if (into === results) store.setState({ matches: [...into.matches.values()] });
      },
      () => into.matches.size,
    );
    stopSearch = listen({
      api,
      query,
      onRows: (rows) => {
        addMatches(into, rows);
        pace.draw();
      },
      onNode: setProgress,
      onEnd: () => {
        stopSearch = null;
        pace.flush();
        store.setState({ phase: 'ended' });
      },
    });
  };

  const start = (query: SearchQuery, chips: readonly Chip[]): void => {
    stopAll();
    results = newResults();
    store.setState(({ text }) => ({
      phase: query.nodes.length === 0 ? 'ended' : 'asking',
      asked: { query, chips, text },
      progress: new Map(query.nodes.map((id) => [id, waitingProgress(id)])),
      askedOn: new Set(),
      matches: [],
      open: new Set(),
      children: new Map(),
    }));
    if (query.nodes.length > 0) run(query);
  };

  const ask: SearchSession['ask'] = (context, how) => {
    const { text, chips: before } = store.getState();
    const line = parseSearchLine(text, context.line);
    if (line.problems.length > 0) {
      store.setState({ problems: line.problems, guarded: false });
      return;
    }
    const name = line.chips.find((chip) => chip.kind === 'name');
    const chips = mergeChips(
      before,
      line.chips.filter(({ kind }) => kind !== 'name'),
    );
    const all = name === undefined ? chips : [name, ...chips];
    const guarded = asksForEverything(all) && how?.anyway !== true;
    store.setState({ chips, problems: [], guarded, text: name?.value ?? '' });
    if (!guarded) start(toQuery(all, context), all);
  };

  const askMore: SearchSession['askMore'] = (nodeId, more) => {
    const { asked, phase, progress } = store.getState();
    if (asked === null || phase === 'asking') return;
    const had = progress.get(nodeId)?.matches ?? 0;
    setProgress(waitingProgress(nodeId));
    store.setState(({ askedOn }) => ({ phase: 'asking', askedOn: new Set(askedOn).add(nodeId) }));
    run({ ...asked.query, nodes: [nodeId], limit: Math.min(100_000, had + more), beyond: true });
  };

  const cancel = (): void => {
    if (stopSearch === null) return;
    stopSearch();
    stopSearch = null;
    const progress = [...store.getState().progress].map(
      ([id, node]) => [id, isRunning(node) ? { ...node, state: 'cancelled' as const } : node] as const,
    );
    store.setState({ phase: 'ended', progress: new Map(progress), matches: [...results.matches.values()] });
  };

  const setChildren = (key: string, children: Children): void =>
    store.setState((state) => ({ children: new Map(state.children).set(key, children) }));

  /** Asked again when another node has turned out to have the study, or when it failed. */
  const isKnown = (match: Match): boolean => {
    const known = store.getState().children.get(match.key);
    if (known === undefined || (childNodes.get(match.key) ?? 0) < match.answers.size) return false;
    return known.state === null || known.state.kind !== 'failed';
  };

  const fetchChildren = (match: Match): void => {
    const { asked } = store.getState();
    if (asked === null || isKnown(match)) return;
    childNodes.set(match.key, match.answers.size);
    stopChildren.get(match.key)?.();
    const query = childQuery(match, asked.query);
    if (query === null) {
      setChildren(match.key, { matches: [], state: { kind: 'failed', why: 'The node did not say which study this is (no UID).' } });
      return;
    }
    const found = newResults();
    const failures: string[] = [];
    setChildren(match.key, { matches: [], state: { kind: 'asking' } });
    const pace = paced(
      () => setChildren(match.key, { matches: [...found.matches.values()], state: { kind: 'asking' } }),
      () => found.matches.size,
    );
    const stop = listen({
      api,
      query,
      onRows: (rows) => {
        addMatches(found, rows);
        pace.draw();
      },
      onNode: ({ failure }) => {
        if (failure !== null) failures.push(failure.headline);
      },
      onEnd: () => {
        stopChildren.delete(match.key);
        pace.flush();
        setChildren(match.key, { matches: [...found.matches.values()], state: endState(found.matches.size, failures) });
      },
    });
    stopChildren.set(match.key, stop);
  };

  return {
    store,
    type: (text) => store.setState({ text, problems: [], guarded: false }),
    addChips: (chips) => store.setState((state) => ({ chips: mergeChips(state.chips, chips), problems: [], guarded: false })),
    removeChip: (chip) => store.setState((state) => ({ chips: withoutChip(state.chips, chip) })),
    ask,
    askMore,
    cancel,
    toggle: (match, open) => {
      const next = new Set(store.getState().open);
      if (open) next.add(match.key);
      else next.delete(match.key);
      store.setState({ open: next });
      if (open) fetchChildren(match);
    },
    prefetch: (match) => {
      if (!store.getState().children.has(match.key)) fetchChildren(match);
    },
    dispose: stopAll,
  };
};

const endState = (found: number, failures: readonly string[]): Children['state'] => {
  if (failures.length > 0) return { kind: 'failed', why: failures.join(' ') };
  return found === 0 ? { kind: 'none' } : null;
};
