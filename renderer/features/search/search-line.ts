/**
 * One line of text as conditions: words without a prefix are the patient's name, `pid: acc: mod: date: on: uid: name:` and any DICOM
 * keyword say otherwise, a UID is known by its look. Nothing typed is ever lost: what is not understood is named as a problem.
 */
import { lineTokens } from '../../commands/line-tokens.ts';
import { parseDateRange, type DateContext } from '../../format/date-range.ts';
import { looksLikeUid } from '../../format/uid.ts';
import type { Chip } from './chip.ts';

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

/** Whether words after a prefix make sense together as its value. */
const belongTogether = (prefix: string, text: string, context: LineContext): boolean => {
  const kind = prefixes[prefix.toLowerCase()];
  return (kind === 'date' && parseDateRange(text, context) !== null) || (kind === 'nodes' && nodesNamed(text, context.nodes) !== null);
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
  for (const { prefix, value, quoted } of lineTokens(line, (name, text) => belongTogether(name, text, context))) {
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
