// Knocks: everyone who called the inbox, let in or not, and what to do about it.
import { DoorOpen } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { KnockView } from '../../../core/contract.ts';
import { ActionButton, ActionItems } from '../../parts/action-button.tsx';
import { isIgnored } from '../../parts/knock-words.ts';
import { select } from '../../stores/selection.ts';
import { FilterChip } from '../../ui/chip.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Grid } from '../../ui/grid/grid.tsx';
import { emptySelection, type GridSelection } from '../../ui/grid/selection.ts';
import { useGantry, useInFront } from '../../use-gantry.ts';
import { allowKnock, clearKnocks, ignoreKnock, knockMenu, makeNode } from './knock-actions.ts';
import { knockColumns, knockSentence } from './knock-columns.tsx';
import styles from './nodes.module.css';

const keyOf = ({ id }: KnockView) => id;

export function KnocksTab() {
  const gantry = useGantry();
  const { rows, loaded } = useStore(gantry.knocks);
  const inFront = useInFront();
  const [withIgnored, setWithIgnored] = useState(false);
  const [selection, setSelection] = useState<GridSelection>(emptySelection);
  const ignored = rows.filter(isIgnored).length;
  const shown = withIgnored ? rows : rows.filter((knock) => !isIgnored(knock));
  useEffect(() => {
    if (inFront) select(gantry.selection, { kind: 'knocks', ids: [...selection.keys] });
  }, [gantry, inFront, selection]);

  return (
    <>
      <div className={styles.knockTools}>
        <ActionButton action={allowKnock} />
        <ActionButton action={makeNode} />
        <ActionButton action={ignoreKnock} />
        <span className={styles.space} />
        {ignored > 0 && <FilterChip label={`Ignored ${ignored}`} active={withIgnored} onClick={() => setWithIgnored(!withIgnored)} />}
        <ActionButton action={clearKnocks} tone="quiet" label="Clear" />
      </div>
      <Grid
        id="knocks"
        label="Knocks"
        rows={shown}
        columns={knockColumns}
        rowKey={keyOf}
        rowLabel={knockSentence}
        selection={selection}
        onSelection={setSelection}
        firstSort={{ column: 'last', descending: true }}
        menu={() => <ActionItems actions={knockMenu} />}
        empty={
          loaded && (
            <EmptyState icon={DoorOpen} title="Nobody has called yet">
              Every caller of the inbox is listed here: who it was, what it wanted, and whether it was let in.
            </EmptyState>
          )
        }
      />
    </>
  );
}
