/** The elements of one object: a tree with names, VRs and values, narrowed while one types. */
import { useEffect, useMemo, useState, type ReactElement } from 'react';
import type { TagRow } from '../../../core/contract.ts';
import { currentContext, perform } from '../../commands/action.ts';
import { cx } from '../../lib/cx.ts';
import { ActionItems } from '../../parts/action-button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FilterField } from '../../ui/filter-field.tsx';
import type { Column } from '../../ui/grid/column.ts';
import { Grid } from '../../ui/grid/grid.tsx';
import { emptySelection, type GridSelection } from '../../ui/grid/selection.ts';
import { useGantry } from '../../use-gantry.ts';
import { copyTagValue, tagActions } from './actions.ts';
import { useSize } from './preview/use-size.ts';
import { TagValue } from './tag-value.tsx';
import { isMore, isOpen, isPrivate, parentOfMore, shownTags } from './tags.ts';
import { useTagSearch, useTagTree } from './use-tag-tree.ts';
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
    grow: true,
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
    id: 'offset',
    label: 'Offset',
    width: 80,
    align: 'end',
    optional: true,
    cell: ({ offset, kind }) => (kind === 'item' ? '' : offset.toLocaleString()),
  },
  {
    id: 'length',
    label: 'Length',
    width: 70,
    align: 'end',
    optional: true,
    cell: ({ length, kind }) => (kind === 'element' ? length.toLocaleString() : ''),
  },
];

/** Where there is no room for columns side by side: name and tag, the value below them. */
const narrowColumns: readonly Column<TagRow>[] = [
  {
    id: 'element',
    label: 'Element',
    width: 200,
    grow: true,
    text: (row) => `${nameOf(row)} ${row.tag} ${row.vr}\n${row.kind === 'item' ? '' : row.value}`,
    cell: (row) => (
      <span className={styles.twoLines}>
        <span className={styles.upper}>
          <span className={isPrivate(row) ? 'cut secondary' : 'cut'}>{nameOf(row)}</span>
          <span className="mono faint">
            {row.tag} {row.kind === 'element' ? row.vr : ''}
          </span>
        </span>
        {row.kind !== 'item' && (
          <span className={row.kind === 'sequence' ? 'cut faint' : 'cut secondary'}>
            <bdi>{row.value}</bdi>
            {row.cut && '…'}
          </span>
        )}
      </span>
    ),
  },
];

/** px at 100 % scale from which on there is. */
const COLUMNS_FROM = 460;

const keyOf = ({ path }: TagRow): string => path;
const levelOf = ({ depth }: TagRow): number => depth + 1;

export const TagsTab = ({ workspace, instanceId }: TagsProps): ReactElement => {
  const gantry = useGantry();
  const { levels, failed, read } = useTagTree(instanceId);
  const [text, setText] = useState('');
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [selection, setSelection] = useState<GridSelection>(emptySelection);
  const found = useTagSearch(instanceId, text);
  const [watch, { width }] = useSize();
  const isNarrow = width < COLUMNS_FROM;
  const searching = text.trim() !== '';
  const rows = useMemo(() => (searching ? (found?.rows ?? NONE) : shownTags(levels, open)), [searching, found, levels, open]);
  const chosen = selection.focus === null ? undefined : rows.find(({ path }) => path === selection.focus && path !== '');
  useEffect(() => {
    workspace.view.setState({ tag: chosen === undefined ? null : { instanceId, row: chosen } });
    return () => workspace.view.setState({ tag: null });
  }, [workspace, chosen, instanceId]);

  if (failed !== null) return <EmptyState title="The tags cannot be read">{failed}</EmptyState>;
  const toggle = (row: TagRow, expanded: boolean): void => {
    const next = new Set(open);
    if (expanded) {
      next.add(row.path);
      read(row.path);
    } else next.delete(row.path);
    setOpen(next);
  };
  return (
    <div ref={watch} className={cx(styles.tags, isNarrow && styles.narrow)}>
      <FilterField
        id="tag-filter"
        label="Filter the tags"
        value={text}
        placeholder="name, keyword, 0010,0020 or value"
        onChange={setText}
      />
      <Grid
        id={isNarrow ? 'tags-narrow' : 'tags'}
        key={String(isNarrow)}
        label="Tags"
        rows={rows}
        columns={isNarrow ? narrowColumns : columns}
        rowKey={keyOf}
        selection={selection}
        onSelection={setSelection}
        tree={{
          level: levelOf,
          expanded: (row) => (searching ? (row.kind === 'element' ? null : true) : isOpen(row, open)),
          onToggle: toggle,
        }}
        onOpen={(row) => (isMore(row) ? read(parentOfMore(row)) : void perform(copyTagValue, currentContext(gantry)))}
        menu={() => <ActionItems actions={tagActions} />}
        empty={
          (searching ? found === null : !levels.has('')) ? (
            <p className="faint">Reading…</p>
          ) : (
            <EmptyState title="No tag matches the filter" />
          )
        }
      />
      {found !== null && found.more && <p className={styles.hint}>Only the first {found.rows.length.toLocaleString()} are shown.</p>}
      {chosen !== undefined && chosen.kind !== 'item' && !isMore(chosen) && chosen.tag !== '' && (
        <TagValue key={chosen.path} instanceId={instanceId} row={chosen} />
      )}
    </div>
  );
};

const NONE: readonly TagRow[] = [];
