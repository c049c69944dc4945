/**
 * One line of text as conditions: words without a prefix are the patient's name, `pid: acc: mod: date: on: uid: name:` and any DICOM
 * keyword say otherwise, a UID is known by its look. Nothing typed is ever lost: what is not understood is named as a problem.
 */
import { looksLikeUid } from '../../format/uid.ts';
import type { Chip } from './chip.ts';
import { parseDateRange, type DateContext } from './date-range.ts';

export interface NodeName {
  readonly id: string;
  readonly name: string;
  readonly title: string;
}

export interface LineContext extends DateContext {
  readonly nodes: readonly NodeName[];
}

export interface SearchLine {
  readonly chips: readonly Chip[];
  readonly problems: readonly string[];
}

type Prefix = 'name' | 'patientId' | 'accession' | 'date' | 'modalities' | 'nodes' | 'studyUid';

const prefixes: Readonly<Record<string, Prefix>> = {
  name: 'name',
  patient: 'name',
  pid: 'patientId',
  id: 'patientId',
  acc: 'accession',
  accession: 'accession',
  date: 'date',
  mod: 'modalities',
  modality: 'modalities',
  on: 'nodes',
  node: 'nodes',
  uid: 'studyUid',
  study: 'studyUid',
};

interface Token {
  /** null: free text. */
  readonly prefix: string | null;
  /** Quotes taken off. */
  readonly words: readonly string[];
  readonly quoted: boolean;
}

const wordPattern = /(?:([A-Za-z][A-Za-z0-9]*|[0-9A-Fa-f]{4},[0-9A-Fa-f]{4}):)?(?:"([^"]*)"?|(\S*))\s*/uy;

interface Word {
  readonly prefix: string | null;
  readonly text: string;
  readonly quoted: boolean;
}

const wordsOf = (line: string): readonly Word[] => {
  const words: Word[] = [];
  const text = line.trim();
  wordPattern.lastIndex = 0;
  while (wordPattern.lastIndex < text.length) {
    const match = wordPattern.exec(text);
    if (match === null || match[0] === '') break;
    words.push({ prefix: match[1] ?? null, text: match[2] ?? match[3] ?? '', quoted: match[2] !== undefined });
  }
  return words;
};

/** Words after a prefix belong to it as long as a date or a node's name needs them; other values are one word or quoted. */
const tokensOf = (line: string, context: LineContext): readonly Token[] => {
  const words = wordsOf(line);
  const tokens: Token[] = [];
  for (let at = 0; at < words.length;) {
    const word = words[at];
    if (word === undefined) break;
    const count = word.prefix === null ? 1 : valueLength(words.slice(at), context);
    tokens.push({ prefix: word.prefix, words: words.slice(at, at + count).map(({ text }) => text), quoted: word.quoted });
    at += count;
  }
  return tokens;
};

const LONGEST_VALUE = 4;

/** How many words the value takes: the most that make sense together; a value that stands apart from its colon takes the next word. */
const valueLength = (words: readonly Word[], context: LineContext): number => {
  const [first] = words;
  const kind = prefixes[first?.prefix?.toLowerCase() ?? ''];
  if (first === undefined || first.quoted) return 1;
  const end = words.findIndex(({ prefix }, index) => index > 0 && prefix !== null);
  const room = Math.min(LONGEST_VALUE, end === -1 ? words.length : end);
  for (let count = room; count > 1; count -= 1) {
    const text = joined(words.slice(0, count).map((word) => word.text));
    if (kind === 'date' && parseDateRange(text, context) !== null) return count;
    if (kind === 'nodes' && nodesNamed(text, context.nodes) !== null) return count;
  }
  return first.text === '' && room > 1 ? 2 : 1;
};

const joined = (words: readonly string[]): string => words.filter((word) => word !== '').join(' ');

const same = (one: string, other: string): boolean => one.toLowerCase().replace(/\s/gu, '') === other.toLowerCase().replace(/\s/gu, '');

/** By name or title, written together or apart; a beginning is enough when only one node begins so. null when one of them is unknown. */
const nodesNamed = (text: string, nodes: readonly NodeName[]): readonly string[] | null => {
  const found: string[] = [];
  for (const wanted of text.split(',')) {
    const exact = nodes.filter(({ name, title }) => same(name, wanted) || same(title, wanted));
    const compact = wanted.toLowerCase().replace(/\s/gu, '');
    const begins = nodes.filter(({ name }) => compact !== '' && name.toLowerCase().replace(/\s/gu, '').startsWith(compact));
    const chosen = exact.length > 0 ? exact : begins.length === 1 ? begins : [];
    if (chosen.length === 0) return null;
    found.push(...chosen.map(({ id }) => id));
  }
  return found;
};

const problem = (text: string): SearchLine => ({ chips: [], problems: [text] });
const condition = (chip: Chip): SearchLine => ({ chips: [chip], problems: [] });

const prefixed = (prefix: string, value: string, context: LineContext): SearchLine => {
  if (value === '') return problem(`${prefix}: what should it be?`);
  const kind = prefixes[prefix.toLowerCase()];
  if (kind === undefined) return condition({ kind: 'key', key: prefix, value });
  switch (kind) {
    case 'name':
    case 'patientId':
    case 'accession':
      return condition({ kind, value });
    case 'studyUid':
      return looksLikeUid(value) ? condition({ kind, value }) : problem(`“${value}” is not a UID.`);
    case 'modalities':
      return condition({
        kind,
        values: value
          .toUpperCase()
          .split(/[,+/]/u)
          .filter((one) => one !== ''),
      });
    case 'date': {
      const range = parseDateRange(value, context);
      return range === null ? problem(`“${value}” is not a date. Try today, 7 days, 2026-01..2026-03.`) : condition({ kind, range });
    }
    case 'nodes': {
      const ids = nodesNamed(value, context.nodes);
      return ids === null ? problem(`No node is called “${value}”.`) : condition({ kind, ids });
    }
  }
};

const isAttribute = (prefix: string): boolean => /^[A-Z][a-z]/u.test(prefix) || prefix.includes(',');

export const parseSearchLine = (line: string, context: LineContext): SearchLine => {
  const chips: Chip[] = [];
  const problems: string[] = [];
  const free: string[] = [];
  for (const { prefix, words, quoted } of tokensOf(line, context)) {
    const value = joined(words);
    if (prefix !== null && (prefix.toLowerCase() in prefixes || isAttribute(prefix))) {
      const read = prefixed(prefix, value, context);
      chips.push(...read.chips);
      problems.push(...read.problems);
    } else if (prefix !== null) problems.push(`“${prefix}:” is not known. Use pid, acc, mod, date, on, uid or a DICOM keyword.`);
    else if (looksLikeUid(value)) chips.push({ kind: 'studyUid', value });
    else free.push(quoted ? `"${value}"` : value);
  }
  const name = free.join(' ').trim();
  return { chips: name === '' ? chips : [{ kind: 'name', value: name }, ...chips], problems };
};
