/** What stands around the inbox's table: its filter, its tools, its sums. Not drawn anew for each object that arrives. */
import { memo, useMemo, useState, type ReactElement } from 'react';
import { useStore } from 'zustand';
import type { StudyRow } from '../../../core/contract.ts';
import { showBin } from '../../commands/housekeeping.ts';
import { bytesText, countText, pluralText } from '../../format/quantity.ts';
import { ActionButton } from '../../parts/action-button.tsx';
import { openFiles } from '../../shell/actions.ts';
import { Segments } from '../../ui/choice.tsx';
import { FilterField } from '../../ui/filter-field.tsx';
import { useGantry } from '../../use-gantry.ts';
import { FILTER_FIELD } from './actions.ts';
import type { Group } from './groups.ts';
import { createSums } from './sums.ts';
import { groupBy, type InboxWorkspace } from './workspace.ts';
import styles from './inbox.module.css';

export const Filter = memo(function Filter({ text, onText }: { readonly text: string; readonly onText: (text: string) => void }) {
  return (
    <FilterField
      id={FILTER_FIELD}
      label="Filter the inbox"
      value={text}
      placeholder="any word, or pid: acc: mod: from: date:"
      onChange={onText}
      onLeave={() => document.querySelector<HTMLElement>('[data-inbox] [role="row"][tabindex="0"]')?.focus()}
    />
  );
});

export const Tools = memo(function Tools({ workspace }: { readonly workspace: InboxWorkspace }) {
  const grouping = useStore(workspace.view, (state) => state.grouping);
  return (
    <>
      <ActionButton action={openFiles} label="Import…" hideShortcut />
      <Segments
        label="Group by"
        hideLabel
        value={grouping}
        options={[
          { value: 'arrival', label: 'By arrival' },
          { value: 'patient', label: 'By patient' },
          { value: 'study', label: 'Studies' },
        ]}
        onChange={(value) => groupBy(workspace, value)}
      />
    </>
  );
});

/** How much is in the bin, and the way into it; nothing while it is empty. */
export const BinButton = (): ReactElement | null => {
  const gantry = useGantry();
  const bin = useStore(gantry.status, ({ status }) => status?.housekeeping.bin ?? null);
  if (bin === null || bin.removals === 0) return null;
  return (
    <button type="button" className={styles.bin} onClick={() => showBin(gantry)}>
      Bin: {bytesText(bin.bytes)}
    </button>
  );
};

interface TotalsProps {
  readonly shown: readonly StudyRow[];
  readonly all: readonly StudyRow[];
  readonly groups: readonly Group[] | null;
}

export const Totals = ({ shown, all, groups }: TotalsProps): ReactElement => {
  const [sum] = useState(createSums);
  const { images, bytes } = useMemo(() => sum(shown), [sum, shown]);
  const isPatients = groups?.[0]?.kind === 'patient';
  const grouped =
    groups === null ? '' : isPatients ? pluralText(groups.length, 'patient', 'patients') : pluralText(groups.length, 'arrival', 'arrivals');
  const studies = pluralText(all.length, 'study', 'studies');
  const counted = shown.length === all.length ? studies : `${countText(shown.length)} of ${studies}`;
  return (
    <span>
      {[...(groups && groups.length > 0 ? [grouped] : []), counted, pluralText(images, 'image', 'images'), bytesText(bytes)].join(' · ')}
    </span>
  );
};
