/** What a search asks for, as data: a chip per condition. The line of text, the chips' menus and the saved state are views of it. */
import type { SearchQuery } from '../../../core/contract.ts';
import { resolveDateRange, type DateRange } from '../../format/date-range.ts';

export type Chip =
  | { readonly kind: 'name'; readonly value: string }
  | { readonly kind: 'patientId'; readonly value: string }
  | { readonly kind: 'accession'; readonly value: string }
  | { readonly kind: 'date'; readonly range: DateRange }
  | { readonly kind: 'modalities'; readonly values: readonly string[] }
  /** Not there: every enabled node. */
  | { readonly kind: 'nodes'; readonly ids: readonly string[] }
  | { readonly kind: 'studyUid'; readonly value: string }
  /** Any of several. */
  | { readonly kind: 'studyUids'; readonly values: readonly string[] }
  /** Any other attribute, by keyword or gggg,eeee. */
  | { readonly kind: 'key'; readonly key: string; readonly value: string };

/** What makes two chips the same condition: there is one name, one date, but a chip for each other key. */
export const chipKey = (chip: Chip): string => (chip.kind === 'key' ? `key ${chip.key.toLowerCase()}` : chip.kind);

/** Later conditions replace earlier ones of the same kind, in their place. */
export const mergeChips = (chips: readonly Chip[], more: readonly Chip[]): readonly Chip[] => {
  const kept = new Map(chips.map((chip) => [chipKey(chip), chip]));
  for (const chip of more) kept.set(chipKey(chip), chip);
  return [...kept.values()];
};

export const withoutChip = (chips: readonly Chip[], chip: Chip): readonly Chip[] =>
  chips.filter((other) => chipKey(other) !== chipKey(chip));

/**
 * A typed name as a key (PS3.4 §C.2.2.2.4): a comma means the family name ends there, and words are joined by `*`, so that 'yamada tarou'
 * finds Yamada^Tarou and 'van gogh' finds 'van Gogh'. What says itself how it is meant (`^ * ? =` or quotes) goes as typed.
 */
export const nameKey = (typed: string): string => {
  const text = typed.trim();
  const quoted = /^"(.*)"$/u.exec(text);
  if (quoted !== null) return quoted[1] ?? '';
  if (/[\^*?=]/u.test(text)) return text;
  const [family = '', given] = text.split(/\s*,\s*/u, 2);
  const words = (part: string): string => part.split(/\s+/u).join('*');
  return given === undefined || given === '' ? words(family) : `${words(family)}^${words(given)}`;
};

export interface QueryContext {
  readonly today: Date;
  /** The nodes that are asked when no chip names some. */
  readonly nodes: readonly string[];
  readonly model: SearchQuery['model'];
  readonly limit: number;
}

const fieldsOf = (chip: Chip, today: Date): Partial<SearchQuery> => {
  switch (chip.kind) {
    case 'name':
      return { name: nameKey(chip.value) };
    case 'patientId':
      return { patientId: chip.value };
    case 'accession':
      return { accession: chip.value };
    case 'date':
      return resolveDateRange(chip.range, today);
    case 'modalities':
      return { modalities: [...chip.values] };
    case 'studyUid':
      return { studyUid: chip.value };
    case 'studyUids':
      return { studyUids: [...chip.values] };
    case 'nodes':
    case 'key':
      return {};
  }
};

export const toQuery = (chips: readonly Chip[], { today, nodes, model, limit }: QueryContext): SearchQuery => {
  const chosen = chips.find((chip) => chip.kind === 'nodes')?.ids ?? nodes;
  const keys = chips.filter((chip) => chip.kind === 'key').map(({ key, value }) => ({ key, value }));
  const start: SearchQuery = { nodes: [...chosen], level: 'STUDY', model, limit };
  const query = chips.reduce((fields, chip) => ({ ...fields, ...fieldsOf(chip, today) }), start);
  return keys.length === 0 ? query : { ...query, keys };
};

/** A search without any condition would ask a node for everything that it has. */
export const asksForEverything = (chips: readonly Chip[]): boolean =>
  chips.every((chip) => {
    switch (chip.kind) {
      case 'nodes':
        return true;
      case 'modalities':
      case 'studyUids':
        return chip.values.length === 0;
      case 'date':
        return false;
      default:
        return /^[*\s]*$/u.test(chip.value);
    }
  });
