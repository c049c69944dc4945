/**
 * The data dictionary (PS3.6): tag <-> keyword, with VR, multiplicity and name, private elements by their creator. The generated tables
 * are split a group at a time when they are first asked, so that loading costs nothing.
 */
import { ELEMENTS_BY_GROUP, REPEATING_ELEMENTS } from './dictionary.gen.ts';
import { PRIVATE_ELEMENTS } from './private-dictionary.gen.ts';
import { hexTag, isGroupLength, isPrivate, isPrivateCreator, parseTag } from './tag.ts';
import type { Tag, TagOrKeyword } from './types.ts';

export interface DictionaryEntry {
  readonly tag: Tag;
  /** '' for private elements. */
  readonly keyword: string;
  /** Two letters; 'xs' US or SS, 'ox' OB or OW, 'lt' US or OW: what the data or their pixel representation decide. */
  readonly vr: string;
  /** Value multiplicity as PS3.6 writes it ('1', '1-n', '2-2n'); '' when unknown. */
  readonly vm: string;
  readonly name: string;
}

/** 'PatientBirthDate' -> 'Patient Birth Date': the rule by which the tables leave a name out. */
const spelled = (keyword: string): string => keyword.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replace(/([A-Z])([A-Z][a-z])/g, '$1 $2');

function entryOf(tag: Tag, fields: string): DictionaryEntry {
  const [vr = 'UN', vm = '', keyword = '', ...name] = fields.split(' ');
  return { tag, vr, vm, keyword, name: name.length > 0 ? name.join(' ') : spelled(keyword) };
}

const groups = new Map<number, ReadonlyMap<Tag, DictionaryEntry>>();
const EMPTY: ReadonlyMap<Tag, DictionaryEntry> = new Map();

function groupEntries(group: number): ReadonlyMap<Tag, DictionaryEntry> {
  let entries = groups.get(group);
  if (entries) return entries;
  const line = ELEMENTS_BY_GROUP[group.toString(16).padStart(4, '0')];
  if (line === undefined) return EMPTY;
  entries = new Map(
    line.split('|').map((text) => {
      const tag = group * 0x10000 + parseInt(text.slice(0, 4), 16);
      return [tag, entryOf(tag, text.slice(5))];
    }),
  );
  groups.set(group, entries);
  return entries;
}

interface RepeatingEntry {
  readonly pattern: RegExp;
  readonly first: Tag;
  readonly fields: string;
}
let repeating: readonly RepeatingEntry[] | undefined;
const repeatingEntries = (): readonly RepeatingEntry[] =>
  (repeating ??= REPEATING_ELEMENTS.split('|').map((text) => ({
    pattern: new RegExp(`^${text.slice(0, 8).replaceAll('x', '[0-9a-f]')}$`, 'i'),
    first: parseInt(text.slice(0, 8).replaceAll('x', '0'), 16),
    fields: text.slice(9),
  })));

function repeatingEntry(tag: Tag): DictionaryEntry | undefined {
  const found = repeatingEntries().find(({ pattern }) => pattern.test(hexTag(tag)));
  return found && entryOf(tag, found.fields);
}

const privates = new Map<string, ReadonlyMap<string, string>>();

function privateEntry(tag: Tag, creator: string): DictionaryEntry | undefined {
  let elements = privates.get(creator);
  if (!elements) {
    const line = Object.hasOwn(PRIVATE_ELEMENTS, creator) ? PRIVATE_ELEMENTS[creator] : undefined;
    if (line === undefined) return undefined;
    elements = new Map(line.split('|').map((text) => [text.slice(0, 6), text.slice(7)]));
    privates.set(creator, elements);
  }
  const hex = hexTag(tag).toLowerCase();
  const fields = elements.get(hex.slice(0, 4) + hex.slice(6));
  return fields === undefined ? undefined : { tag, keyword: '', vr: fields.slice(0, 2), vm: '', name: fields.slice(3) };
}

/** @param creator value of the private creator element in whose block the tag lies. */
export function lookUp(tag: Tag, creator?: string): DictionaryEntry | undefined {
  if (isPrivateCreator(tag)) return { tag, keyword: '', vr: 'LO', vm: '1', name: 'Private Creator' };
  if (isPrivate(tag) && !isGroupLength(tag)) return creator === undefined ? undefined : privateEntry(tag, creator);
  const entry = groupEntries(tag >>> 16).get(tag);
  if (entry) return entry;
  if (isGroupLength(tag)) return { tag, keyword: '', vr: 'UL', vm: '1', name: 'Group Length' };
  return repeatingEntry(tag);
}

let keywords: Map<string, Tag> | undefined;

function keywordTags(): ReadonlyMap<string, Tag> {
  if (keywords) return keywords;
  keywords = new Map();
  for (const { first, fields } of repeatingEntries()) keywords.set(entryOf(first, fields).keyword, first);
  for (const group of Object.keys(ELEMENTS_BY_GROUP)) {
    for (const { tag, keyword } of groupEntries(parseInt(group, 16)).values()) keywords.set(keyword, tag);
  }
  return keywords;
}

/** Tag of a keyword; repeating groups give their first ('OverlayRows' -> 60000010). */
export const tagOfKeyword = (keyword: string): Tag | undefined => keywordTags().get(keyword);

/** '' when the dictionary does not have the tag. */
export const keywordOf = (tag: Tag): string => lookUp(tag)?.keyword ?? '';

/** A tag from a tag, a keyword or one of a tag's written forms. */
export function toTag(tag: TagOrKeyword): Tag | undefined {
  return typeof tag === 'number' ? tag : (tagOfKeyword(tag) ?? parseTag(tag));
}

/** Every standard entry in the order of tags, for completion lists. */
export function* standardEntries(): Iterable<DictionaryEntry> {
  for (const group of Object.keys(ELEMENTS_BY_GROUP).sort()) yield* groupEntries(parseInt(group, 16)).values();
}
