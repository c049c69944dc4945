/** Attribute matching of C-FIND (PS3.4 §C.2.2.2) as pure functions: universal, single value, UID list, wild card, range and sequence. */
import { parseDateTime, parseTime, parseDate } from './date-time.ts';
import { foldForSearch } from './person-name.ts';
import { isGroupLength } from './tag.ts';
import type { DataSet, Element } from './types.ts';
import { splitPersonName } from './values.ts';

export interface AttributeKey {
  readonly vr: string;
  /** Values of the key as text; several match when any of them does. */
  readonly key: readonly string[];
  /** Values of the attribute that is asked. */
  readonly values: readonly string[];
}

/** Attributes of an identifier that direct the query and are no keys. */
const NO_KEYS = new Set([0x00080005, 0x00080052, 0x00080053, 0x00080054, 0x00080056, 0x00080201]);

/** VRs in which '*' and '?' stand for themselves (PS3.4 §C.2.2.2.4). */
const WITHOUT_WILD_CARDS = new Set([
  'DA',
  'TM',
  'DT',
  'SL',
  'SS',
  'US',
  'UL',
  'FL',
  'FD',
  'OB',
  'OW',
  'UN',
  'AT',
  'DS',
  'IS',
  'AS',
  'UI',
  'SV',
  'UV',
]);

/** Every key of the identifier matches the data set. */
export function matchesIdentifier(dataSet: DataSet, identifier: DataSet): boolean {
  for (const key of identifier.elements) {
    if (NO_KEYS.has(key.tag) || isGroupLength(key.tag)) continue;
    if (!matchesElement(dataSet, identifier, key)) return false;
  }
  return true;
}

function matchesElement(dataSet: DataSet, identifier: DataSet, key: Element): boolean {
  if (key.vr === 'SQ') return matchesSequence(dataSet.items(key.tag), key.items ?? []);
  const vr = dataSet.element(key.tag)?.vr ?? key.vr;
  return matchesAttribute({ vr, key: identifier.texts(key.tag), values: dataSet.texts(key.tag) });
}

/** PS3.4 §C.2.2.2.6: any item of the attribute matches all keys of the one item of the key; no item is universal. */
export function matchesSequence(items: readonly DataSet[], keys: readonly DataSet[]): boolean {
  const [key] = keys;
  if (!key || isUniversal(key)) return true;
  return items.some((item) => matchesIdentifier(item, key));
}

function isUniversal(key: DataSet): boolean {
  for (const element of key.elements) {
    if (element.vr === 'SQ' ? !(element.items ?? []).every(isUniversal) : key.texts(element.tag).some((value) => value !== ''))
      return false;
  }
  return true;
}

/** One attribute; an attribute of several values matches when one of them does. */
export function matchesAttribute({ vr, key, values }: AttributeKey): boolean {
  const asked = key.filter((value) => value !== '');
  if (asked.length === 0) return true;
  if (!WITHOUT_WILD_CARDS.has(vr) && asked.some((value) => /^\*+$/.test(value))) return true;
  return asked.some((one) => values.some((value) => matchesValue(vr, one, value)));
}

function matchesValue(vr: string, key: string, value: string): boolean {
  switch (vr) {
    case 'DA':
    case 'TM':
    case 'DT':
      return matchesMoment(vr, key, value);
    case 'PN':
      return matchesPersonName(key, value);
    case 'IS':
    case 'DS':
      return value !== '' && Number(key) === Number(value);
    default:
      return WITHOUT_WILD_CARDS.has(vr) || !/[*?]/.test(key) ? key === value : wildCard(key).test(value);
  }
}

/** '*' any characters, '?' exactly one (PS3.4 §C.2.2.2.4); everything else literally. Runs of '*' count once, so that matching stays linear. */
function wildCard(key: string): { readonly test: (value: string) => boolean } {
  const pattern = Array.from(key.replace(/\*+/g, '*'));
  return { test: (value) => globs(pattern, Array.from(value)) };
}

function globs(pattern: readonly string[], value: readonly string[]): boolean {
  let p = 0;
  let v = 0;
  let star = -1;
  let mark = 0;
  while (v < value.length) {
    if (pattern[p] === '*') {
      star = p++;
      mark = v;
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === value[v])) {
      p++;
      v++;
    } else if (star >= 0) {
      p = star + 1;
      v = ++mark;
    } else return false;
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}

const bare = (group: string): string => foldForSearch(group).replace(/[\^ ]+$/, '');

/** A key with '=' is compared group by group, another with any group; without regard to case, width, kana and accents. */
export function matchesPersonName(key: string, value: string): boolean {
  const groups = splitPersonName(value);
  const all = [groups.alphabetic, groups.ideographic, groups.phonetic];
  const matches = (pattern: string, group: string): boolean => wildCard(bare(pattern)).test(bare(group));
  if (key.includes('=')) return key.split('=').every((pattern, index) => pattern === '' || matches(pattern, all[index] ?? ''));
  return all.some((group) => group !== '' && matches(key, group));
}

/** Single value, or '<from>-', '-<to>', '<from>-<to>' inclusive (PS3.4 §C.2.2.2.5); a value less exact than the key matches by its start. */
function matchesMoment(vr: 'DA' | 'TM' | 'DT', key: string, value: string): boolean {
  const moment = span(vr, value);
  if (!moment) return key === value;
  const [from, to] = bounds(vr, key);
  const low = from === '' ? undefined : span(vr, from);
  const high = to === '' ? undefined : span(vr, to);
  if ((from !== '' && !low) || (to !== '' && !high)) return false;
  return (!low || moment[0] >= low[0]) && (!high || moment[0] <= high[1]);
}

function bounds(vr: string, key: string): readonly [string, string] {
  const hyphen = /^\d{4}-\d{2}-\d{2}$/.test(key) ? -1 : vr === 'DT' ? rangeHyphen(key) : key.indexOf('-');
  return hyphen < 0 ? [key, key] : [key.slice(0, hyphen).trim(), key.slice(hyphen + 1).trim()];
}

/** A '-' of a DT may begin a zone: four digits and the end, or another '-', follow it. */
function rangeHyphen(key: string): number {
  for (let at = key.indexOf('-'); at >= 0; at = key.indexOf('-', at + 1)) {
    const zone = /^-(?:0\d|1[0-4])[0-5]\d(?=-|$)/.test(key.slice(at)) && at > 4;
    if (!zone) return at;
  }
  return -1;
}

/** First and last instant that a moment of limited precision means, as numbers to compare within one VR (DT in UTC when a zone is given). */
function span(vr: 'DA' | 'TM' | 'DT', text: string): readonly [number, number] | undefined {
  if (vr === 'TM') {
    const time = parseTime(text);
    return time && [seconds(time, 0), seconds(time, 1)];
  }
  const parsed = vr === 'DA' ? { date: parseDate(text), time: undefined, offset: undefined } : parseDateTime(text);
  if (!parsed?.date) return undefined;
  const { year, month, day } = parsed.date;
  const shift = (parsed.offset ?? 0) * 60;
  const dayStart = (m: number, d: number): number => Date.UTC(year, m - 1, d) / 1000 - shift;
  if (!parsed.time)
    return [
      dayStart(month ?? 1, day ?? 1),
      (month === undefined ? dayStart(13, 1) : day === undefined ? dayStart(month + 1, 1) : dayStart(month, day + 1)) - 1e-6,
    ];
  const start = dayStart(month ?? 1, day ?? 1);
  return [start + seconds(parsed.time, 0), start + seconds(parsed.time, 1)];
}

interface Clock {
  readonly hour: number;
  readonly minute: number | undefined;
  readonly second: number | undefined;
  readonly fraction: number | undefined;
}

/** @param end 0 the first instant, 1 the last one that the precision includes. */
function seconds({ hour, minute, second, fraction }: Clock, end: 0 | 1): number {
  const last = end === 1;
  return hour * 3600 + (minute ?? (last ? 59 : 0)) * 60 + (second ?? (last ? 59 : 0)) + (fraction ?? (last ? 999_999 : 0)) / 1e6;
}
