/** The conditions below the field: the three that everybody uses have their menu, the others appear when they were typed. */
import { Plus, X } from 'lucide-react';
import type { ReactElement } from 'react';
import type { NodeView } from '../../../core/contract.ts';
import { Button } from '../../ui/button.tsx';
import { FilterChip } from '../../ui/chip.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.tsx';
import { MenuCheck } from '../../ui/menu-check.tsx';
import { chipKey, type Chip } from './chip.ts';
import { chipLabel } from './chip-label.ts';
import { dateRangeLabel, type DateRange } from '../../format/date-range.ts';
import { nodeNames } from '../../format/node-name.ts';
import { askedUnnamed } from './workspace.ts';
import styles from './search.module.css';

interface ChipsProps {
  readonly chips: readonly Chip[];
  readonly nodes: readonly NodeView[];
  readonly onAdd: (chip: Chip) => void;
  readonly onRemove: (chip: Chip) => void;
  /** Puts a prefix into the field and the cursor behind it. */
  readonly onPrefix: (prefix: string) => void;
}

export const SearchChips = (props: ChipsProps): ReactElement => {
  const { chips, nodes, onRemove, onPrefix } = props;
  const others = chips.filter(({ kind }) => !['name', 'date', 'modalities', 'nodes'].includes(kind));
  return (
    <div className={styles.chips} role="group" aria-label="Conditions">
      <DateChip {...props} />
      <ModalityChip {...props} />
      <NodesChip {...props} />
      {others.map((chip) => {
        const { field, value } = chipLabel(chip, nodes);
        return (
          <FilterChip key={chipKey(chip)} label={field} value={value} active onRemove={() => onRemove(chip)} title={`${field}: ${value}`} />
        );
      })}
      <Menu
        trigger={
          <Button tone="quiet" icon={Plus}>
            field
          </Button>
        }
      >
        <FieldMenu onPrefix={onPrefix} />
      </Menu>
      {chips.length > 1 && (
        <Button tone="quiet" icon={X} aria-label="Clear the conditions" onClick={() => chips.forEach(onRemove)}>
          Clear
        </Button>
      )}
    </div>
  );
};

const ranges: readonly DateRange[] = [
  { kind: 'days', days: 1 },
  { kind: 'yesterday' },
  { kind: 'days', days: 7 },
  { kind: 'days', days: 30 },
  { kind: 'days', days: 365 },
];

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const DateChip = ({ chips, onAdd, onRemove, onPrefix }: ChipsProps): ReactElement => {
  const chip = chips.find(({ kind }) => kind === 'date');
  const remove = chip === undefined ? undefined : () => onRemove(chip);
  return (
    <Menu
      trigger={
        <FilterChip
          label="Date"
          value={chip?.kind === 'date' ? dateRangeLabel(chip.range) : ''}
          active={chip !== undefined}
          onRemove={remove}
        />
      }
    >
      {ranges.map((range) => (
        <MenuItem key={dateRangeLabel(range)} label={capital(dateRangeLabel(range))} onSelect={() => onAdd({ kind: 'date', range })} />
      ))}
      <MenuSeparator />
      <MenuItem label="All dates" onSelect={() => remove?.()} />
      <MenuItem label="Other days…" shortcut="date:2026-01..2026-03" onSelect={() => onPrefix('date:')} />
    </Menu>
  );
};

/** Those that a department asks for; any other is typed: `mod:XA`. */
const MODALITIES = ['CT', 'MR', 'CR', 'DX', 'US', 'MG', 'XA', 'RF', 'NM', 'PT', 'SR', 'OT'] as const;

const ModalityChip = ({ chips, onAdd, onRemove }: ChipsProps): ReactElement => {
  const chip = chips.find(({ kind }) => kind === 'modalities');
  const chosen = chip?.kind === 'modalities' ? chip.values : [];
  const set = (modality: string, on: boolean): void => {
    const values = on ? [...chosen, modality] : chosen.filter((one) => one !== modality);
    if (values.length > 0) onAdd({ kind: 'modalities', values });
    else if (chip !== undefined) onRemove(chip);
  };
  const shown = [...new Set([...MODALITIES, ...chosen])];
  return (
    <Menu
      trigger={
        <FilterChip
          label="Modality"
          value={chosen.join(' ')}
          active={chosen.length > 0}
          onRemove={chip === undefined ? undefined : () => onRemove(chip)}
        />
      }
    >
      {shown.map((modality) => (
        <MenuCheck key={modality} label={modality} checked={chosen.includes(modality)} onChange={(on) => set(modality, on)} />
      ))}
    </Menu>
  );
};

const NodesChip = ({ chips, nodes, onAdd, onRemove }: ChipsProps): ReactElement => {
  const nameOf = nodeNames(nodes);
  const chip = chips.find(({ kind }) => kind === 'nodes');
  const unnamed = askedUnnamed(nodes);
  const chosen = chip?.kind === 'nodes' ? chip.ids : unnamed.map(({ id }) => id);
  const set = (id: string, on: boolean): void => {
    const ids = nodes.map((node) => node.id).filter((one) => (one === id ? on : chosen.includes(one)));
    if (ids.length === unnamed.length && unnamed.every(({ id }) => ids.includes(id)) && chip !== undefined) onRemove(chip);
    else if (ids.length > 0) onAdd({ kind: 'nodes', ids });
  };
  const remote = nodes.filter(({ kind }) => kind === 'remote').length;
  const everywhere =
    unnamed.length === 0
      ? 'no nodes'
      : unnamed.length === 1
        ? nameOf(unnamed[0]?.id ?? '')
        : `${unnamed.length === remote ? 'all' : `${String(unnamed.length)} of`} ${String(remote)} nodes`;
  const value =
    chip === undefined
      ? everywhere
      : chipLabel(
          chip,
          nodes.map(({ id }) => ({ id, name: nameOf(id) })),
        ).value;
  return (
    <Menu
      trigger={
        <FilterChip label="On" value={value} active={chip !== undefined} onRemove={chip === undefined ? undefined : () => onRemove(chip)} />
      }
    >
      {nodes.map((node) => (
        <MenuCheck
          key={node.id}
          label={nameOf(node.id)}
          note={node.abilities.query === false ? 'no query' : undefined}
          checked={chosen.includes(node.id)}
          onChange={(on) => set(node.id, on)}
        />
      ))}
    </Menu>
  );
};

const fields: readonly (readonly [string, string])[] = [
  ['Patient ID', 'pid:'],
  ['Accession number', 'acc:'],
  ['Study UID', 'uid:'],
  ['Study description', 'StudyDescription:'],
  ['Referring physician', 'ReferringPhysicianName:'],
  ['Birth date', 'PatientBirthDate:'],
  ['Sex', 'PatientSex:'],
  ['Study ID', 'StudyID:'],
  ['Institution', 'InstitutionName:'],
];

const FieldMenu = ({ onPrefix }: Pick<ChipsProps, 'onPrefix'>): ReactElement => (
  <>
    {fields.map(([label, prefix]) => (
      <MenuItem key={prefix} label={label} shortcut={prefix} onSelect={() => onPrefix(prefix)} />
    ))}
    <MenuSeparator />
    <MenuItem label="Any other attribute…" shortcut="Keyword: or gggg,eeee:" onSelect={() => onPrefix('')} />
  </>
);
