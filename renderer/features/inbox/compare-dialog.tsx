/** Two objects side by side: their elements in one table, what differs marked, what is the same left out on wish. */
import { useEffect, useMemo, useState, type ReactElement } from 'react';
import { useStore } from 'zustand';
import type { ComparedTag, InstanceRow, StudyRow, TagComparison } from '../../../core/contract.ts';
import { dateText } from '../../format/date-time.ts';
import { namePlain } from '../../format/person-name.ts';
import { pluralText } from '../../format/quantity.ts';
import { Check } from '../../ui/choice.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FilterField } from '../../ui/filter-field.tsx';
import type { Column } from '../../ui/grid/column.ts';
import type { ByKey } from '../../stores/keyed-rows.ts';
import { Grid } from '../../ui/grid/grid.tsx';
import { emptySelection, type GridSelection } from '../../ui/grid/selection.ts';
import { useGantry } from '../../use-gantry.ts';
import type { Pair } from './compare.ts';
import type { InboxWorkspace } from './workspace.ts';
import styles from './compare.module.css';

export const CompareDialog = ({ workspace }: { readonly workspace: InboxWorkspace }): ReactElement => {
  const pair = useStore(workspace.view, ({ compared }) => compared);
  return (
    <Dialog title="Compare tags" wide open={pair !== null} onClose={() => workspace.view.setState({ compared: null })}>
      {pair !== null && <Comparison key={`${String(pair.left.instanceId)} ${String(pair.right.instanceId)}`} pair={pair} />}
    </Dialog>
  );
};

const nameOf = ({ number, version, sopInstanceUid }: InstanceRow): string =>
  `${number === '' ? '…' + sopInstanceUid.slice(-12) : `Image ${number}`}${version > 1 ? `, version ${String(version)}` : ''}`;

/** What tells the two apart: the patient where they are of two studies, the end of the UID where they have one number. */
const headsOf = ({ left, right }: Pair, studies: ByKey<StudyRow>): readonly [string, string] => {
  const apart = (instance: InstanceRow): string => {
    const study = studies.get(instance.studyUid);
    if (left.studyUid !== right.studyUid && study)
      return `${namePlain(study.patientName, { show: 'both' })} ${dateText(study.studyDate)} · ${nameOf(instance)}`;
    return nameOf(left) === nameOf(right) ? `${nameOf(instance)} …${instance.sopInstanceUid.slice(-12)}` : nameOf(instance);
  };
  return [apart(left), apart(right)];
};

type Loaded =
  | { readonly kind: 'reading' }
  | { readonly kind: 'read'; readonly comparison: TagComparison }
  | { readonly kind: 'failed'; readonly why: string };

const useComparison = ({ left, right }: Pair, onlyDifferences: boolean): Loaded => {
  const { api } = useGantry();
  const [loaded, setLoaded] = useState<Loaded>({ kind: 'reading' });
  useEffect(() => {
    const stop = new AbortController();
    api.call('tags.compare', { left: left.instanceId, right: right.instanceId, onlyDifferences }, stop.signal).then(
      (comparison) => setLoaded({ kind: 'read', comparison }),
      (error: unknown) => {
        if (!stop.signal.aborted) setLoaded({ kind: 'failed', why: error instanceof Error ? error.message : String(error) });
      },
    );
    return () => stop.abort();
  }, [api, left, right, onlyDifferences]);
  return loaded;
};

const Comparison = ({ pair }: { readonly pair: Pair }): ReactElement => {
  const [onlyDifferences, setOnlyDifferences] = useState(true);
  const [text, setText] = useState('');
  const [selection, setSelection] = useState<GridSelection>(emptySelection);
  const loaded = useComparison(pair, onlyDifferences);
  const all = loaded.kind === 'read' ? loaded.comparison.rows : NONE;
  const rows = useMemo(() => all.filter((row) => fits(row, text)), [all, text]);
  const studies = useStore(useGantry().studies, ({ byKey }) => byKey);
  const [left, right] = headsOf(pair, studies);
  const columns = useMemo(() => columnsOf(left, right), [left, right]);
  return (
    <div className={styles.comparison}>
      <div className={styles.bar}>
        <FilterField id="compare-filter" label="Filter the elements" value={text} placeholder="name, tag or value" onChange={setText} />
        <Check label="Only differences" checked={onlyDifferences} onChange={setOnlyDifferences} />
        <span role="status" className="secondary">
          {loaded.kind === 'read' ? words(loaded.comparison) : ''}
        </span>
      </div>
      <div className={styles.table}>
        <Grid
          id="compare"
          label="Elements of both"
          rows={rows}
          columns={columns}
          rowKey={keyOf}
          rowLabel={sentence}
          selection={selection}
          onSelection={setSelection}
          empty={<p className="faint">{emptyWords(loaded, text)}</p>}
        />
      </div>
    </div>
  );
};

const NONE: readonly ComparedTag[] = [];
const keyOf = ({ path }: ComparedTag): string => path;

const words = ({ differences, cut, rows }: TagComparison): string =>
  differences === 0
    ? 'No differences'
    : `${pluralText(differences, 'difference', 'differences')}${cut ? `, the first ${rows.length.toLocaleString()} rows shown` : ''}`;

const emptyWords = (loaded: Loaded, text: string): string => {
  if (loaded.kind === 'failed') return loaded.why;
  if (loaded.kind === 'reading') return 'Reading…';
  return text.trim() === '' ? 'Both are the same, element by element.' : 'No element matches the filter.';
};

const fits = ({ tag, name, left, right, path }: ComparedTag, text: string): boolean => {
  const whole = `${tag} ${path} ${name} ${left ?? ''} ${right ?? ''}`.toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/u)
    .every((word) => whole.includes(word));
};

const sentence = ({ name, tag, left, right, same }: ComparedTag): string =>
  `${name || tag}: ${same ? 'the same' : 'differs'}, ${left ?? 'not there'}, ${right ?? 'not there'}`;

const columnsOf = (left: string, right: string): readonly Column<ComparedTag>[] => [
  {
    id: 'name',
    label: 'Element',
    width: 240,
    text: ({ name, tag, path }) => `${name} ${tag} ${path}`,
    cell: ({ name, tag, depth, same }) => (
      <span className="cut" title={tag} data-differs={!same || undefined} style={{ paddingInlineStart: `${String(depth * 12)}px` }}>
        {name || tag}
      </span>
    ),
  },
  { id: 'tag', label: 'Tag', width: 82, cell: ({ tag }) => <span className="mono faint">{tag}</span> },
  side('left', left),
  side('right', right),
];

const side = (which: 'left' | 'right', label: string): Column<ComparedTag> => ({
  id: which,
  label,
  width: 240,
  grow: true,
  text: (row) => row[which] ?? '',
  cell: (row) =>
    row[which] === null ? (
      <span className="faint">not there</span>
    ) : (
      <bdi className={styles.value} data-differs={(!row.same && row.kind === 'element') || undefined}>
        {row[which]}
      </bdi>
    ),
});
