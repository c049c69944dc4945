/** Network log: every association in and out, without patient data. */
import { FilterX, Network } from 'lucide-react';
import { useDeferredValue, useEffect, useMemo, useState, type ReactElement } from 'react';
import type { LogRow } from '../../../core/contract.ts';
import { countText, pluralText } from '../../format/quantity.ts';
import { ActionButton, ActionItems } from '../../parts/action-button.tsx';
import { ScreenFrame } from '../../parts/screen-frame.tsx';
import { NOTHING, select } from '../../stores/selection.ts';
import { Button } from '../../ui/button.tsx';
import { FilterChip } from '../../ui/chip.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FilterField } from '../../ui/filter-field.tsx';
import { Grid } from '../../ui/grid/grid.tsx';
import { emptySelection, type GridSelection } from '../../ui/grid/selection.ts';
import { useAsked, useGantry, useInFront, useSeen } from '../../use-gantry.ts';
import { clearLog, FILTER_FIELD, rowActions } from './actions.ts';
import { logColumns, logSentence } from './log-columns.tsx';
import { AssociationDetails } from './association-details.tsx';
import { readLogFilter } from './log-filter.ts';
import styles from './log.module.css';

const keyOf = ({ id }: LogRow): string => id;

/** Filters that are wanted so often that they are a click. */
const quick = [
  { label: 'Problems', term: 'end:problem' },
  { label: 'In', term: 'dir:in' },
  { label: 'Out', term: 'dir:out' },
] as const;

const hasTerm = (text: string, term: string): boolean => text.split(/\s+/u).includes(term);

/** In and out exclude each other; the rest of the line stays. */
const withTerm = (text: string, term: string, on: boolean): string => {
  const words = text
    .split(/\s+/u)
    .filter((word) => word !== '' && word !== term && !(on && term.startsWith('dir:') && word.startsWith('dir:')));
  return (on ? [...words, term] : words).join(' ');
};

export const LogScreen = (): ReactElement => {
  const gantry = useGantry();
  const { rows, loaded, byKey } = useSeen(gantry.log);
  const [text, setText] = useState('');
  const [selection, setSelection] = useState<GridSelection>(emptySelection);
  const inFront = useInFront();
  const filter = useMemo(() => readLogFilter(text), [text]);
  const shown = useDeferredValue(useMemo(() => rows.filter(filter.test), [rows, filter]));
  const place = useAsked('log');
  const [followed, setFollowed] = useState<typeof place>(null);
  if (place !== null && place !== followed) {
    setFollowed(place);
    if (place.peer !== undefined) setText(`peer:${place.peer}`);
  }

  const selected = [...selection.keys].flatMap((id) => byKey.get(id) ?? []);
  const ids = selected.map(({ id }) => id).join('\n');
  useEffect(() => {
    if (inFront) select(gantry.selection, ids === '' ? NOTHING : { kind: 'log', ids: ids.split('\n') });
  }, [gantry, ids, inFront]);

  return (
    <ScreenFrame
      title="Network log"
      filters={
        <>
          <FilterField
            id={FILTER_FIELD}
            label="Filter the log"
            value={text}
            placeholder="peer:10.1  end:abort  dir:in  !end:released"
            onChange={setText}
            onLeave={() => document.querySelector<HTMLElement>('[data-log] [role="row"][tabindex="0"]')?.focus()}
          />
          {quick.map(({ label, term }) => (
            <FilterChip
              key={term}
              label={label}
              active={hasTerm(text, term)}
              onClick={() => setText(withTerm(text, term, !hasTerm(text, term)))}
            />
          ))}
        </>
      }
      tools={<ActionButton action={clearLog} tone="quiet" />}
      footer={
        <>
          <span>
            {shown.length === rows.length
              ? pluralText(rows.length, 'association', 'associations')
              : `${countText(shown.length)} of ${pluralText(rows.length, 'association', 'associations')}`}
          </span>
          <span>
            {filter.unknown.length > 0
              ? `“${filter.unknown.join(', ')}:” is not a filter: peer, title, end, dir are.`
              : 'No patient data is kept here'}
          </span>
        </>
      }
    >
      <div className={styles.table} data-log="">
        <Grid
          id="log"
          label="Associations"
          rows={shown}
          columns={logColumns}
          rowKey={keyOf}
          rowLabel={logSentence}
          selection={selection}
          onSelection={setSelection}
          firstSort={{ column: 'at', descending: true }}
          onOpen={() => gantry.layout.setState({ inspectorOpen: true })}
          onInspect={() => gantry.layout.setState({ inspectorOpen: true })}
          menu={() => <ActionItems actions={rowActions} />}
          empty={loaded ? <Empty filtered={rows.length > 0} onClear={() => setText('')} /> : null}
        />
      </div>
      <AssociationDetails rows={selected} />
    </ScreenFrame>
  );
};

const Empty = ({ filtered, onClear }: { readonly filtered: boolean; readonly onClear: () => void }): ReactElement =>
  filtered ? (
    <EmptyState icon={FilterX} title="No association matches the filter" actions={<Button onClick={onClear}>Clear the filter</Button>} />
  ) : (
    <EmptyState icon={Network} title="No association yet">
      Every connection in and out is noted here: who called whom, what was agreed, each message with its status, and how it ended.
    </EmptyState>
  );
