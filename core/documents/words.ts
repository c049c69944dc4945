/** Values of a data set as people read them. */
import type { ObjectFact } from '../contract/objects.ts';
import { formatDate, formatDateTime, formatTime } from '../dicom/date-time.ts';
import { formatPersonName } from '../dicom/person-name.ts';
import type { DataSet, TagOrKeyword } from '../dicom/types.ts';

/** Longer texts are no facts. */
const LONGEST = 2_000;

export const cut = (text: string, longest = LONGEST): string => (text.length > longest ? `${text.slice(0, longest)}…` : text);

/** Those that say something. */
export const factsOf = (...facts: readonly (readonly [name: string, value: string])[]): readonly ObjectFact[] =>
  facts.flatMap(([name, value]) => (value.trim() === '' ? [] : [{ name, value: cut(value) }]));

export const dateTimeOf = (dataSet: DataSet, date: TagOrKeyword, time: TagOrKeyword): string =>
  [formatDate(dataSet.text(date)), formatTime(dataSet.text(time))].filter((part) => part !== '').join(' ');

export const momentOf = (dataSet: DataSet, tag: TagOrKeyword): string => formatDateTime(dataSet.text(tag));

export const personOf = (dataSet: DataSet, tag: TagOrKeyword): string => {
  const name = dataSet.personName(tag);
  return name ? formatPersonName(name, { groups: 'both', locale: 'en' }).text : '';
};

/** Code Meaning of the first item of a code sequence (PS3.3 §8.8), else its value. */
export const meaningOf = (dataSet: DataSet, sequence: TagOrKeyword): string => {
  const item = dataSet.items(sequence)[0];
  return item ? item.text('CodeMeaning') || codeValue(item) : '';
};

const codeValue = (item: DataSet): string => item.text('CodeValue') || item.text('LongCodeValue') || item.text('URNCodeValue');

/** '121071 (DCM)'; '' without a code. */
export const codeOf = (item: DataSet | undefined): string => {
  if (!item) return '';
  const [value, scheme] = [codeValue(item), item.text('CodingSchemeDesignator')];
  return value === '' ? '' : scheme === '' ? value : `${value} (${scheme})`;
};

export const countWords = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

/** 'ALL CAPS_WORDS' of a defined term as 'All caps words'. */
export const termWords = (term: string): string => {
  const words = term.replace(/_/g, ' ').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

export const numberText = (value: number | undefined): string => (value === undefined ? '' : String(Number(value.toPrecision(8))));
