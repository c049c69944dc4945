/**
 * The data dictionary (PS3.6): tag <-> keyword, with VR, multiplicity and name, private elements by their creator. The generated tables
 * are split a group at a time when they are first asked, so that loading costs nothing.
 */
import { ELEMENTS_BY_GROUP, REPEATING_ELEMENTS } from './dictionary.gen.ts';
import { privateElements } from './private-dictionary.gen.ts';
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

/** Answers that are remembered, wrong keywords too: more than the dictionary has are not kept. */
const MOST_KEYWORDS = 6000;

const groups = new Map<number, ReadonlyMap<Tag, string>>();
const entries = new Map<Tag, DictionaryEntry>();
const EMPTY: ReadonlyMap<Tag, string> = new Map();

/** Fields of a group's entries by tag. */
function groupFields(group: number): ReadonlyMap<Tag, string> {
  let fields = groups.get(group);
  if (fields) return fields;
  const line = ELEMENTS_BY_GROUP[group.toString(16).padStart(4, '0')];
  if (line === undefined) return EMPTY;
  fields = new Map(line.split('|').map((text) => [group * 0x10000 + parseInt(text.slice(0, 4), 16), text.slice(5)]));
  groups.set(group, fields);
  return fields;
}

function standardEntry(tag: Tag): DictionaryEntry | undefined {
  const known = entries.get(tag);
  if (known) return known;
  const fields = groupFields(tag >>> 16).get(tag);
  if (fields === undefined) return undefined;
  const entry = entryOf(tag, fields);
  entries.set(tag, entry);
  return entry;
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

let creators: Readonly<Record<string, string>> | undefined;
const privates = new Map<string, ReadonlyMap<string, string>>();

function privateEntry(tag: Tag, creator: string): DictionaryEntry | undefined {
  let elements = privates.get(creator);
  if (!elements) {
    creators ??= privateElements();
    const line = Object.hasOwn(creators, creator) ? creators[creator] : undefined;
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
  const entry = standardEntry(tag);
  if (entry) return entry;
  if (isGroupLength(tag)) return { tag, keyword: '', vr: 'UL', vm: '1', name: 'Group Length' };
  return repeatingEntry(tag);
}

const keywords = new Map<string, Tag | undefined>();

/** Searches the tables' text, since splitting all of them would cost more than a whole command may take. */
function searchKeyword(keyword: string): Tag | undefined {
  if (!/^[A-Za-z][A-Za-z0-9]*$/.test(keyword)) return undefined;
  for (const [group, line] of Object.entries(ELEMENTS_BY_GROUP)) {
    const element = elementWithKeyword(line, keyword);
    if (element !== undefined) return parseInt(group + element.slice(0, 4), 16);
  }
  const repeated = elementWithKeyword(REPEATING_ELEMENTS, keyword);
  return repeated === undefined ? undefined : parseInt(repeated.slice(0, 8).replaceAll('x', '0'), 16);
}

/** The entry of a line whose third field is the keyword; names may contain it too. */
function elementWithKeyword(line: string, keyword: string): string | undefined {
  for (let at = line.indexOf(` ${keyword}`); at >= 0; at = line.indexOf(` ${keyword}`, at + 1)) {
    const start = line.lastIndexOf('|', at) + 1;
    const end = line.indexOf('|', at);
    const entry = line.slice(start, end < 0 ? line.length : end);
    if (entry.split(' ')[3] === keyword) return entry;
  }
  return undefined;
}

/** Tag of a keyword; repeating groups give their first ('OverlayRows' -> 60000010). */
export function tagOfKeyword(keyword: string): Tag | undefined {
  if (!keywords.has(keyword) && keywords.size < MOST_KEYWORDS) keywords.set(keyword, searchKeyword(keyword));
  return keywords.has(keyword) ? keywords.get(keyword) : searchKeyword(keyword);
}

/** '' when the dictionary does not have the tag. */
export const keywordOf = (tag: Tag): string => lookUp(tag)?.keyword ?? '';

/** A tag from a tag, a keyword or one of a tag's written forms. */
export function toTag(tag: TagOrKeyword): Tag | undefined {
  return typeof tag === 'number' ? tag : (tagOfKeyword(tag) ?? parseTag(tag));
}

/** Every standard entry in the order of tags, for completion lists. */
export function* standardEntries(): Iterable<DictionaryEntry> {
  for (const group of Object.keys(ELEMENTS_BY_GROUP).sort()) {
    for (const [tag, fields] of groupFields(parseInt(group, 16))) yield entryOf(tag, fields);
  }
}
