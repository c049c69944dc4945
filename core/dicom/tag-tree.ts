/** Rows of the tag view: what stands in a data set, level by level, values cut to a length that a row can show. */
import { latin1 } from '../lib/bytes.ts';
import { formatDate, formatDateTime, formatTime } from './date-time.ts';
import { DataSetError } from './errors.ts';
import type { ParsedDataSet, ParsedElement } from './data-set.ts';
import { lookUp } from './dictionary.ts';
import { formatTag, hexTag } from './tag.ts';
import type { Tag } from './types.ts';
import { uidName } from './uids.ts';
import { vrOf } from './vr.ts';

export interface TagRow {
  readonly tag: Tag;
  /** '(0010,0010)'. */
  readonly tagText: string;
  /** '' for private and unknown elements. */
  readonly keyword: string;
  /** Dictionary name, '' when unknown. */
  readonly name: string;
  readonly privateCreator: string | undefined;
  readonly vr: string;
  /** Bytes of the value field. */
  readonly length: number;
  /** Where the element begins, from the start of the data set. */
  readonly offset: number;
  readonly depth: number;
  /** 'PatientName', 'RequestAttributesSequence[1].ScheduledProcedureStepID': names the element from the top. */
  readonly path: string;
  readonly value: string;
  /** The value is longer than shown. */
  readonly cut: boolean;
  /** What the value means: a UID's name, a date in ISO form; '' when it says all itself. */
  readonly meaning: string;
  /** Text does not fit its character set. */
  readonly guessed: boolean;
  /** What is wrong within the element. */
  readonly fault: string | undefined;
  /** Rows of each item; undefined for what is no sequence. Made when called. */
  readonly items: (() => readonly (readonly TagRow[])[]) | undefined;
}

export interface TagTreeOptions {
  /** Characters of a value that a row shows. */
  readonly maximum?: number;
}

/** Rows of one data set in ascending order of tags. */
export function tagTree(dataSet: ParsedDataSet, options: TagTreeOptions = {}): readonly TagRow[] {
  return level(dataSet, { maximum: options.maximum ?? 200, path: '' });
}

interface Level {
  readonly maximum: number;
  readonly path: string;
}

function level(dataSet: ParsedDataSet, at: Level): readonly TagRow[] {
  return Array.from(dataSet.elements, (element) => row(dataSet, element, at));
}

function row(dataSet: ParsedDataSet, element: ParsedElement, at: Level): TagRow {
  const { tag, vr, length, offset } = element;
  const privateCreator = dataSet.privateCreatorOf(tag);
  const entry = lookUp(tag, privateCreator);
  const path = at.path + (entry?.keyword || hexTag(tag));
  const whole = valueText(dataSet, element, at.maximum);
  const { items } = element;
  return {
    tag,
    vr,
    length,
    offset,
    privateCreator,
    path,
    tagText: formatTag(tag),
    keyword: entry?.keyword ?? '',
    name: entry?.name ?? '',
    depth: dataSet.depth,
    value: whole.length > at.maximum ? whole.slice(0, at.maximum) : whole,
    cut: whole.length > at.maximum,
    meaning: meaningOf(vr, whole),
    guessed: dataSet.guessed(tag),
    fault: element.fault instanceof DataSetError ? element.fault.message : undefined,
    items: items && (() => items.map((item, index) => level(item, { maximum: at.maximum, path: `${path}[${index + 1}].` }))),
  };
}

function valueText(dataSet: ParsedDataSet, element: ParsedElement, maximum: number): string {
  if (element.items) return `${element.items.length} ${element.items.length === 1 ? 'item' : 'items'}`;
  if (element.encapsulated) return 'Compressed pixel data';
  if (vrOf(element.vr).kind === 'binary') return binaryText(element, maximum);
  return dataSet.texts(element.tag).join('\\');
}

/** Bytes as text where all of the beginning is printable, as private elements often are; else in hex. */
function binaryText(element: ParsedElement, maximum: number): string {
  const start = element.bytes.subarray(0, maximum + 1);
  const text = latin1(start).replace(/[ \0]+$/, '');
  if (element.vr === 'UN' && text !== '' && /^[\x20-\x7e\r\n\t]*$/.test(text)) return text;
  return Array.from(start, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}

function meaningOf(vr: string, value: string): string {
  const meaning =
    vr === 'UI'
      ? uidName(value)
      : vr === 'DA'
        ? formatDate(value)
        : vr === 'TM'
          ? formatTime(value)
          : vr === 'DT'
            ? formatDateTime(value)
            : value;
  return meaning === value ? '' : meaning;
}
