/** The elements of one object: a tree with names, VRs and values, narrowed while one types. */
import { useEffect, useMemo, useState, type ReactElement } from 'react';
import type { TagRow } from '../../../core/contract.ts';
import { currentContext, perform } from '../../commands/action.ts';
import { ActionItems } from '../../parts/action-button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FilterField } from '../../ui/filter-field.tsx';
import type { Column } from '../../ui/grid/column.ts';
import { Grid } from '../../ui/grid/grid.tsx';
import { emptySelection, type GridSelection } from '../../ui/grid/selection.ts';
import { useGantry } from '../../use-gantry.ts';
import { copyTagValue, tagActions } from './actions.ts';
import { filterTags, isOpen, isPrivate, shownTags } from './tags.ts';
import type { InboxWorkspace } from './workspace.ts';
import styles from './inbox.module.css';

interface TagsProps {
  readonly workspace: InboxWorkspace;
  readonly instanceId: number;
}

const nameOf = ({ name, keyword, tag, kind, value }: TagRow): string =>
  kind === 'item' ? value || name : name || keyword || (tag === '' ? 'unknown' : `Unknown ${tag}`);

const columns: readonly Column<TagRow>[] = [
  {
    id: 'name',
    label: 'Name',
    width: 122,
    text: nameOf,
    cell: (row) => <span className={isPrivate(row) ? 'cut secondary' : 'cut'}>{nameOf(row)}</span>,
  },
  {
    id: 'value',
    label: 'Value',
    width: 96,
    grow: true,
    text: ({ kind, value }) => (kind === 'item' ? '' : value),
    cell: ({ kind, value, cut }) =>
      kind !== 'item' && (
        <span className={kind === 'sequence' ? 'cut faint' : 'cut'}>
          <bdi>{value}</bdi>
          {cut && '…'}
        </span>
      ),
  },
  { id: 'vr', label: 'VR', width: 34, cell: ({ vr }) => <span className="mono">{vr}</span> },
  { id: 'tag', label: 'Tag', width: 82, cell: ({ tag }) => <span className="mono faint">{tag}</span> },
  {
    id: 'length',
    label: 'Length',
    width: 70,
    align: 'end',
    optional: true,
    cell: ({ length, kind }) => (kind === 'element' ? length.toLocaleString() : ''),
  },
];

const keyOf = ({ path }: TagRow): string => path;
const levelOf = ({ depth }: TagRow): number => depth + 1;

type Loaded =
  | { readonly kind: 'reading' }
  | { readonly kind: 'read'; readonly tags: readonly TagRow[] }
  | { readonly kind: 'failed'; readonly why: string };

const useTags = (instanceId: number): Loaded => {
  const { api } = useGantry();
  const [loaded, setLoaded] = useState<Loaded>({ kind: 'reading' });
  useEffect(() => {
    const stop = new AbortController();
    api.call('inbox.tags', { instanceId }, stop.signal).then(
      (tags) => setLoaded({ kind: 'read', tags }),
      (error: unknown) => {
        if (!stop.signal.aborted) setLoaded({ kind: 'failed', why: error instanceof Error ? error.message : String(error) });
      },
    );
    return () => stop.abort();
  }, [api, instanceId]);
  return loaded;
};

export const TagsTab = ({ workspace, instanceId }: TagsProps): ReactElement => {
  const gantry = useGantry();
  const loaded = useTags(instanceId);
  const [text, setText] = useState('');
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [selection, setSelection] = useState<GridSelection>(emptySelection);
  const tags = loaded.kind === 'read' ? loaded.tags : NONE;
  const filtered = useMemo(() => filterTags(tags, text), [tags, text]);
  const rows = useMemo(() => (text.trim() === '' ? shownTags(tags, open) : filtered), [tags, filtered, open, text]);
  const chosen = selection.focus === null ? undefined : tags.find(({ path }) => path === selection.focus);
  useEffect(() => {
    workspace.view.setState({ tag: chosen === undefined ? null : { instanceId, row: chosen } });
    return () => workspace.view.setState({ tag: null });
  }, [workspace, chosen, instanceId]);

  if (loaded.kind === 'failed') return <EmptyState title="The tags cannot be read">{loaded.why}</EmptyState>;
  const toggle = (row: TagRow, expanded: boolean): void => {
    const next = new Set(open);
    if (expanded) next.add(row.path);
    else next.delete(row.path);
    setOpen(next);
  };
  return (
    <div className={styles.tags}>
      <FilterField
        id="tag-filter"
        label="Filter the tags"
        value={text}
        placeholder="name, keyword, 0010,0020 or value"
        onChange={setText}
      />
      <Grid
        id="tags"
        label="Tags"
        rows={rows}
        columns={columns}
        rowKey={keyOf}
        selection={selection}
        onSelection={setSelection}
        tree={{
          level: levelOf,
          expanded: (row) => (text.trim() === '' ? isOpen(row, open) : row.kind === 'element' ? null : true),
          onToggle: toggle,
        }}
        onOpen={() => void perform(copyTagValue, currentContext(gantry))}
        menu={() => <ActionItems actions={tagActions} />}
        empty={loaded.kind === 'reading' ? <p className="faint">Reading…</p> : <EmptyState title="No tag matches the filter" />}
      />
      {chosen !== undefined && chosen.kind === 'element' && <Whole key={chosen.path} instanceId={instanceId} row={chosen} />}
    </div>
  );
};

const NONE: readonly TagRow[] = [];

/** The selected value whole, where the table shows its beginning. */
const Whole = ({ instanceId, row }: { readonly instanceId: number; readonly row: TagRow }): ReactElement => {
  const { api } = useGantry();
  const [value, setValue] = useState(row.value);
  useEffect(() => {
    if (!row.cut) return undefined;
    const stop = new AbortController();
    api.call('inbox.tagValue', { instanceId, path: row.path }, stop.signal).then(setValue, () => undefined);
    return () => stop.abort();
  }, [api, instanceId, row]);
  return (
    <div className={styles.whole}>
      <div className={styles.wholeHead}>
        <span className="cut">{row.keyword || row.name || row.tag}</span>
        <span className="mono faint cut" title={row.path}>
          {row.path}
        </span>
        <span className="faint">{row.length.toLocaleString()} B</span>
      </div>
      <div
        className={styles.wholeValue}
        data-selectable=""
        tabIndex={0}
        role="textbox"
        aria-readonly="true"
        aria-multiline="true"
        aria-label={`Value of ${row.name || row.tag}`}
      >
        <bdi>{value.slice(0, SHOWN_CHARACTERS)}</bdi>
        {value.length > SHOWN_CHARACTERS && ' …'}
      </div>
    </div>
  );
};

/** Copying takes the whole; this is for reading. */
const SHOWN_CHARACTERS = 20_000;
