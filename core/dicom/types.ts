/**
 * The face of a data set (PS3.5 §7): what identifiers, tag views and headers have in common. Values are decoded when they are asked for,
 * text by the Specific Character Set in force where the element stands (sequence items included).
 */

/** 0xGGGGEEEE. */
export type Tag = number;

/** A tag, or its keyword in the dictionary ('PatientName'). */
export type TagOrKeyword = Tag | string;

export interface Element {
  readonly tag: Tag;
  /** Two letters; 'UN' where neither the data nor the dictionary tells. */
  readonly vr: string;
  /** Bytes of the value field as they stand in the data, padding included. Empty for sequences. */
  readonly bytes: Uint8Array;
  /** Byte order of the numbers in `bytes`. */
  readonly littleEndian: boolean;
  /** `bytes` are a row of fragments, the offset table first, up to and with the sequence delimiter (PS3.5 §A.4). */
  readonly encapsulated: boolean;
  /** Items of a sequence. */
  readonly items?: readonly DataSet[] | undefined;
  /** Where the element's tag begins in the bytes that were parsed. */
  readonly offset: number;
  /** Length of the value field in bytes, delimiters included where it was written with undefined length. */
  readonly length: number;
}

/** PS3.5 §6.2: component groups of a person name, each 'family^given^middle^prefix^suffix' as written. */
export interface PersonName {
  readonly alphabetic: string;
  readonly ideographic: string;
  readonly phonetic: string;
}

export interface DataSet {
  readonly transferSyntaxUid: string;
  /** Values of (0008,0005) in force, inherited by items that have none of their own. Empty: the default repertoire. */
  readonly characterSets: readonly string[];
  /** In ascending order of tags. */
  readonly elements: Iterable<Element>;
  has(tag: TagOrKeyword): boolean;
  element(tag: TagOrKeyword): Element | undefined;
  /** First value as text without padding, '' when empty or absent. */
  text(tag: TagOrKeyword): string;
  /** All values as text. */
  texts(tag: TagOrKeyword): readonly string[];
  /** The character set does not fit the bytes of this element: its text is a best effort and should be marked so. */
  guessed(tag: TagOrKeyword): boolean;
  number(tag: TagOrKeyword): number | undefined;
  numbers(tag: TagOrKeyword): readonly number[];
  personName(tag: TagOrKeyword): PersonName | undefined;
  items(tag: TagOrKeyword): readonly DataSet[];
}
