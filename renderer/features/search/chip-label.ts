/** A condition in words: what a chip shows, and what the line is understood as before Enter. */
import { nameKey, type Chip } from './chip.ts';
import { dateRangeLabel, resolveDateRange } from '../../format/date-range.ts';
import { pluralText } from '../../format/quantity.ts';
import { dateText } from '../../format/date-time.ts';
import type { NodeName } from './search-line.ts';

export interface ChipLabel {
  readonly field: string;
  readonly value: string;
}

/** Which values the name is asked with; `*` is added after the last word unless it ends in one (a ghost until then). */
export const askedName = (typed: string): string => {
  const key = nameKey(typed);
  return /[*?]$/u.test(key) || key === '' || /^".*"$/u.test(typed.trim()) ? key : `${key}*`;
};

type Named = Pick<NodeName, 'id' | 'name'>;

const nodesLabel = (ids: readonly string[], nodes: readonly Named[]): string => {
  const names = ids.map((id) => nodes.find((node) => node.id === id)?.name ?? 'a removed node');
  return names.length <= 2 ? names.join(', ') : `${String(names.length)} of ${String(nodes.length)} nodes`;
};

export const chipLabel = (chip: Chip, nodes: readonly Named[]): ChipLabel => {
  switch (chip.kind) {
    case 'name':
      return { field: 'Name', value: askedName(chip.value) };
    case 'patientId':
      return { field: 'ID', value: chip.value };
    case 'accession':
      return { field: 'Accession', value: chip.value };
    case 'date':
      return { field: 'Date', value: dateRangeLabel(chip.range) };
    case 'modalities':
      return { field: 'Modality', value: chip.values.join(' ') };
    case 'nodes':
      return { field: 'On', value: nodesLabel(chip.ids, nodes) };
    case 'studyUid':
      return { field: 'Study UID', value: chip.value };
    case 'studyUids':
      return { field: 'Study UID', value: pluralText(chip.values.length, 'study', 'studies') };
    case 'key':
      return { field: chip.key, value: chip.value };
  }
};

/** The days that a relative date comes to, for the echo under the line. */
export const resolvedDate = (chip: Chip, today: Date): string => {
  if (chip.kind !== 'date' || chip.range.kind === 'between') return '';
  const { dateFrom, dateTo } = resolveDateRange(chip.range, today);
  return dateFrom === dateTo ? dateText(dateFrom ?? '') : `${dateText(dateFrom ?? '')} … ${dateText(dateTo ?? '')}`;
};
