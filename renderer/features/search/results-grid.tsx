/** The table of results: merged studies, opened to series and instances. Enter pulls, Shift+Enter asks from where and how. */
import {
  useCallback,
  useDeferredValue,
  useEffect,
  useMemo,
  useRef,
  useState,
  type DragEvent,
  type ReactElement,
  type ReactNode,
} from 'react';
import { useStore } from 'zustand';
import type { NodeProgress } from '../../../core/contract.ts';
import { attempt, currentContext, perform } from '../../commands/action.ts';
import { nodeNames } from '../../format/node-name.ts';
import { ActionItems } from '../../parts/action-button.tsx';
import { Grid, type RowAttributes } from '../../ui/grid/grid.tsx';
import { emptySelection, type GridSelection } from '../../ui/grid/selection.ts';
import { select, NOTHING } from '../../stores/selection.ts';
import { useGantry, useInFront, useNodes, useSettings } from '../../use-gantry.ts';
import { sendTo } from '../../shell/actions.ts';
import { matchActions, pull, pullFrom, pullLabel } from './actions.ts';
import { filterMatches } from './filter.ts';
import { MatchDetails } from './match-details.tsx';
import { moveTo, planMove } from './move.ts';
import { resultColumns, rowSentence } from './result-columns.tsx';
import type { Match } from './results.ts';
import { treeRows, type TreeRow } from './tree.ts';
import { lineContext, type SearchWorkspace } from './workspace.ts';
import styles from './search.module.css';

interface ResultsProps {
  readonly workspace: SearchWorkspace;
  readonly empty: ReactNode;
  readonly busy: boolean;
}

const NONE: readonly Match[] = [];
const NO_CHILDREN = { matches: [], state: null };
const rowKey = (row: TreeRow): string => row.key;
const levelOf = (row: TreeRow): number => row.depth;
const expandedOf = (row: TreeRow): boolean | null => (row.kind === 'match' && row.depth < 3 ? row.open : null);
const latestFirst = { column: 'date', descending: true } as const;
const rowMenu = (): ReactElement => (
  <ActionItems actions={[pull, pullFrom, sendTo, ...matchActions.filter((one) => one !== pull && one !== pullFrom)]} />
);

/** Why a node that gave no row may have it all the same. */
const silences: Readonly<Partial<Record<NodeProgress['state'], string>>> = {
  connecting: 'still asking',
  asking: 'still asking',
  failed: 'failed',
  cancelled: 'stopped',
};

/** The same object until a node changes from silent to heard: the columns hang on it. */
const useSilent = (progress: ReadonlyMap<string, NodeProgress>): ReadonlyMap<string, string> => {
  const key = [...progress.values()].map(({ nodeId, state }) => `${nodeId}\t${silences[state] ?? ''}`).join('\n');
  return useMemo(() => {
    const pairs = key.split('\n').map((line) => line.split('\t', 2));
    return new Map(pairs.flatMap(([nodeId = '', why = '']) => (why === '' ? [] : [[nodeId, why] as const])));
  }, [key]);
};

/** How long a row has the focus before what lies below it is fetched. */
const DWELL_MS = 500;

export const Results = ({ workspace, empty, busy }: ResultsProps): ReactElement => {
  const gantry = useGantry();
  const { session, local } = workspace;
  const { matches: come, open, children, text, asked, progress } = useStore(session.store);
  const all = useNodes();
  const names = useSettings()?.appearance.names ?? 'both';
  const [selection, setSelection] = useState<GridSelection>(emptySelection);

  // Drawn in slices between frames: ten thousand come within half a second.
  const matches = useDeferredValue(come);
  const shown = useMemo(() => filterMatches(matches, { text, asked: asked?.text ?? '' }, lineContext(all)), [matches, text, asked, all]);
  const rows = useMemo(
    () => treeRows({ matches: shown, open, childrenOf: (key) => children.get(key) ?? NO_CHILDREN }),
    [shown, open, children],
  );
  const askedNodes = asked?.query.nodes;
  const silent = useSilent(progress);
  const context = useMemo(() => {
    const nameOf = nodeNames(all);
    const nodes = (askedNodes ?? []).map((id) => ({ id, name: nameOf(id) }));
    return { nodes, names, local, silent };
  }, [askedNodes, all, names, local, silent]);
  const columns = useMemo(() => resultColumns(context), [context]);
  const selected = useMemo(
    () =>
      selection.keys.size === 0 ? NONE : rows.flatMap((row) => (row.kind === 'match' && selection.keys.has(row.key) ? [row.match] : [])),
    [rows, selection.keys],
  );
  useSelected(workspace, selected);
  usePrefetch(workspace, rows, selection.focus);

  const sentence = useCallback((row: TreeRow) => rowSentence(row, context), [context]);
  const propsOf = useDragProps(selected);

  const tree = useMemo(() => {
    const onToggle = (row: TreeRow, expanded: boolean): void => {
      if (row.kind !== 'match') return;
      session.toggle(row.match, expanded);
      if (expanded) local.watch(row.match.row.studyUid, row.match.level === 'SERIES' ? row.match.row.seriesUid : undefined);
    };
    return { level: levelOf, expanded: expandedOf, onToggle };
  }, [session, local]);
  const onOpen = useCallback(
    (_row: TreeRow, alternative: boolean) => void perform(alternative ? pullFrom : pull, currentContext(gantry)),
    [gantry],
  );
  const onInspect = useCallback((): void => gantry.layout.setState({ inspectorOpen: true }), [gantry]);

  return (
    <div className={styles.results} data-search-results="" aria-busy={busy}>
      <Grid
        id="search"
        label="Search results"
        rows={rows}
        columns={columns}
        rowKey={rowKey}
        rowLabel={sentence}
        selection={selection}
        onSelection={setSelection}
        firstSort={latestFirst}
        tree={tree}
        onOpen={onOpen}
        onInspect={onInspect}
        rowProps={propsOf}
        menu={rowMenu}
        empty={rows.length === 0 ? empty : undefined}
      />
      <MatchDetails matches={selected} context={context} />
    </div>
  );
};

/**
 * A row drags the selection that it is part of, otherwise itself: onto a node it is moved there, onto this computer pulled. The function
 * stays the same while the selection changes.
 */
const useDragProps = (selected: readonly Match[]): ((row: TreeRow) => RowAttributes) => {
  const gantry = useGantry();
  const now = useRef(selected);
  useEffect(() => {
    now.current = selected;
  }, [selected]);
  return useCallback(
    (row) => {
      if (row.kind !== 'match') return {};
      const onDragStart = (event: DragEvent): void => {
        const matches = now.current.includes(row.match) ? now.current : [row.match];
        event.dataTransfer.effectAllowed = 'copy';
        event.dataTransfer.setData('text/plain', pullLabel(matches));
        gantry.shell.setState({
          dragged: {
            verb: (node) => planMove(gantry, matches, node).verb,
            refusal: (node) => planMove(gantry, matches, node).refused,
            drop: (node) => void attempt(gantry, () => moveTo(gantry, matches, node)),
          },
        });
      };
      return { draggable: true, onDragStart, onDragEnd: () => gantry.shell.setState({ dragged: null }) };
    },
    [gantry],
  );
};

/** The selection in front is what actions are about. */
const useSelected = ({ view }: SearchWorkspace, selected: readonly Match[]): void => {
  const gantry = useGantry();
  const inFront = useInFront();
  useEffect(() => {
    view.setState({ selected });
    if (inFront) select(gantry.selection, selected.length === 0 ? NOTHING : { kind: 'matches', rows: selected.map(({ row }) => row) });
  }, [gantry, view, selected, inFront]);
};

/** A study that is looked at for a moment has its series fetched, so that opening it shows them at once. */
const usePrefetch = ({ session }: SearchWorkspace, rows: readonly TreeRow[], focus: string | null): void => {
  const row = rows.find(({ key }) => key === focus);
  const match = row?.kind === 'match' && row.depth === 1 ? row.match : null;
  useEffect(() => {
    if (match === null || session.store.getState().phase === 'asking') return undefined;
    const timer = setTimeout(() => session.prefetch(match), DWELL_MS);
    return () => clearTimeout(timer);
  }, [session, match]);
};
