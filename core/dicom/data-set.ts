/** A data set over bytes in memory (PS3.5 §7): elements know their place; VRs, values, text and items are made when asked for. */
import { decodeText, sharesDefaultRepertoire } from './character-set.ts';
import { lookUp, toTag } from './dictionary.ts';
import { DataSetError } from './errors.ts';
import { isPrivate } from './tag.ts';
import type { DataSet, Element, PersonName, Tag, TagOrKeyword } from './types.ts';
import { attributeTags, binaryNumbers, decimal, firstBinaryNumber, plainValue, splitPersonName, trimmed } from './values.ts';
import { vrOf } from './vr.ts';
import { IMPLICIT_LITTLE_ENDIAN, PIXEL_DATA, type Coding, type ElementHeader, type Range, type Walker } from './walk.ts';

/** What every level of one parsed data set shares. */
export interface Source {
  readonly walker: Walker;
  readonly transferSyntaxUid: string;
  /** Character sets to take where none is declared or the declared ones do not fit. */
  readonly fallbackCharacterSets: readonly string[];
  readonly budget?: Budget | undefined;
  /** The bytes were written here, in this very transfer syntax: writing the data set again gives the same. */
  readonly asWritten?: boolean | undefined;
}

/** What a data set from somewhere else may cost. */
export interface Budget {
  /** Elements of one level. */
  readonly elements: number;
  /** Elements and items of all levels that are still allowed; counts down while levels are read. */
  parts: number;
}

const SPECIFIC_CHARACTER_SET = 0x00080005;
const PIXEL_REPRESENTATION = 0x00280103;
const NOTHING = new Uint8Array(0);

function spend(budget: Budget | undefined, offset: number): void {
  if (!budget) return;
  budget.parts -= 1;
  if (budget.parts < 0) throw new DataSetError('too-many', 'Too many elements and items', { offset });
}

export class ParsedElement implements Element {
  readonly tag: Tag;
  readonly offset: number;
  readonly #header: ElementHeader;
  readonly #owner: ParsedDataSet;
  readonly #coding: Coding;
  #vr: string | undefined;
  #items: readonly ParsedDataSet[] | undefined;
  /** What is wrong within the items of this sequence; they hold what was readable. */
  fault: DataSetError | undefined;

  constructor(header: ElementHeader, owner: ParsedDataSet, coding: Coding) {
    this.tag = header.tag;
    this.offset = header.offset;
    this.#header = header;
    this.#owner = owner;
    this.#coding = coding;
  }

  get vr(): string {
    return (this.#vr ??= this.#resolveVr());
  }

  get length(): number {
    return this.#header.end - this.#header.start;
  }

  /** The value field is a row of fragments, the offset table first (PS3.5 §A.4). */
  get encapsulated(): boolean {
    return this.#header.undefinedLength && this.vr !== 'SQ';
  }

  /** Written with undefined length. */
  get undefinedLength(): boolean {
    return this.#header.undefinedLength;
  }

  get littleEndian(): boolean {
    return this.#header.vr === 'UN' || this.#coding.littleEndian;
  }

  get bytes(): Uint8Array {
    return this.vr === 'SQ' ? NOTHING : this.valueField;
  }

  /** The value field whatever it is, items and delimiters included. */
  get valueField(): Uint8Array {
    return this.#owner.source.walker.bytes.subarray(this.#header.start, this.#header.end);
  }

  get items(): readonly ParsedDataSet[] | undefined {
    return this.vr === 'SQ' ? (this.#items ??= this.#readItems()) : undefined;
  }

  #resolveVr(): string {
    const { vr, undefinedLength } = this.#header;
    if (undefinedLength) return this.tag === PIXEL_DATA || (vr !== '' && vr !== 'SQ' && vr !== 'UN') ? (vr === 'OW' ? 'OW' : 'OB') : 'SQ';
    if (vr !== '' && vr !== 'UN') return vr;
    const known = lookUp(this.tag, this.#owner.privateCreatorOf(this.tag))?.vr ?? 'UN';
    switch (known) {
      case 'xs':
        return this.#owner.number(PIXEL_REPRESENTATION) === 1 ? 'SS' : 'US';
      case 'ox':
      case 'lt':
        return 'OW';
      case 'NA':
        return 'UN';
      default:
        return known;
    }
  }

  #readItems(): readonly ParsedDataSet[] {
    const { start, end, undefinedLength, vr } = this.#header;
    const { source, depth } = this.#owner;
    const coding = vr === 'UN' ? IMPLICIT_LITTLE_ENDIAN : this.#coding;
    const items: ParsedDataSet[] = [];
    const onItem = (range: Range): void => {
      spend(source.budget, range.start);
      const item = new ParsedDataSet(source, coding, this.#owner);
      items.push(item);
      item.read(range);
    };
    try {
      source.walker.items({ start, end }, coding, { depth: depth + 1, delimited: undefinedLength, onItem });
    } catch (error) {
      if (!(error instanceof DataSetError)) throw error;
      this.fault = error;
    }
    return items;
  }
}

export class ParsedDataSet implements DataSet {
  readonly depth: number;
  readonly #headers = new Map<Tag, ElementHeader>();
  /** Those that somebody has asked for: most of an object's elements nobody ever does. */
  readonly #made = new Map<Tag, ParsedElement>();
  #characterSets: readonly string[] | undefined;
  #plainTexts: boolean | undefined;
  #latest = -1;
  #ascending = true;
  #end = 0;

  constructor(
    readonly source: Source,
    readonly coding: Coding,
    readonly parent?: ParsedDataSet,
  ) {
    this.depth = parent ? parent.depth + 1 : 0;
  }

  /** Walks the elements of this level. Throws DataSetError; what came before the fault stays readable. */
  read(range: Range, untilTag?: Tag): number {
    const { budget } = this.source;
    const onElement = (header: ElementHeader): void => {
      if (budget) this.#spend(budget, header);
      if (header.tag <= this.#latest) this.#ascending = false;
      else this.#latest = header.tag;
      if (!this.#headers.has(header.tag)) this.#headers.set(header.tag, header);
    };
    this.#end = this.source.walker.level(range, this.coding, { depth: this.depth, delimited: false, untilTag, onElement });
    return this.#end;
  }

  #spend(budget: Budget, header: ElementHeader): void {
    spend(budget, header.offset);
    if (this.#headers.size >= budget.elements) throw new DataSetError('too-many', `More than ${budget.elements} elements`, header);
  }

  /** Where reading stopped: the end of the bytes, or the element before which it was told to stop. */
  get end(): number {
    return this.#end;
  }

  get transferSyntaxUid(): string {
    return this.source.transferSyntaxUid;
  }

  get characterSets(): readonly string[] {
    if (this.#characterSets) return this.#characterSets;
    const own = this.element(SPECIFIC_CHARACTER_SET);
    return (this.#characterSets = own ? this.#strings(own) : (this.parent?.characterSets ?? []));
  }

  get elements(): Iterable<ParsedElement> {
    const headers = [...this.#headers.values()];
    if (!this.#ascending) headers.sort((a, b) => a.tag - b.tag);
    return headers.map((header) => this.#elementOf(header));
  }

  has(tag: TagOrKeyword): boolean {
    return this.#header(tag) !== undefined;
  }

  element(tag: TagOrKeyword): ParsedElement | undefined {
    const header = this.#header(tag);
    return header && this.#elementOf(header);
  }

  #header(tag: TagOrKeyword): ElementHeader | undefined {
    const number = typeof tag === 'number' ? tag : toTag(tag);
    return number === undefined ? undefined : this.#headers.get(number);
  }

  #elementOf(header: ElementHeader): ParsedElement {
    let element = this.#made.get(header.tag);
    if (!element) {
      element = new ParsedElement(header, this, this.coding);
      this.#made.set(header.tag, element);
    }
    return element;
  }

  text(tag: TagOrKeyword): string {
    const header = this.#header(tag);
    return header ? (this.#plain(header) ?? this.#strings(this.#elementOf(header))[0] ?? '') : '';
  }

  texts(tag: TagOrKeyword): readonly string[] {
    const element = this.element(tag);
    return element ? this.#strings(element) : [];
  }

  guessed(tag: TagOrKeyword): boolean {
    const element = this.element(tag);
    return element !== undefined && vrOf(element.vr).kind === 'text' && this.#decode(element).guessed;
  }

  number(tag: TagOrKeyword): number | undefined {
    const header = this.#header(tag);
    if (!header || header.form.kind !== 'number') return this.numbers(tag)[0];
    const value = this.#firstNumber(header);
    return value === undefined ? undefined : Number(value);
  }

  numbers(tag: TagOrKeyword): readonly number[] {
    const element = this.element(tag);
    if (!element) return [];
    if (element.vr === 'DS' || element.vr === 'IS')
      return this.#strings(element)
        .map(decimal)
        .filter((value) => value !== undefined);
    if (element.encapsulated) return [];
    return binaryNumbers(element).map(Number);
  }

  personName(tag: TagOrKeyword): PersonName | undefined {
    const value = this.text(tag);
    return value === '' ? undefined : splitPersonName(value);
  }

  items(tag: TagOrKeyword): readonly ParsedDataSet[] {
    return this.element(tag)?.items ?? [];
  }

  /** Value of the private creator element that reserved the block in which a private tag lies (PS3.5 §7.8.1). */
  privateCreatorOf(tag: Tag): string | undefined {
    if (!isPrivate(tag)) return undefined;
    const block = (tag & 0xffff) >>> 8;
    const creator = this.element(tag - (tag & 0xffff) + block);
    return block < 0x10 || !creator ? undefined : trimmed(this.#decode(creator, 'LO').text, 'LO');
  }

  #decode(element: ParsedElement, vr: string = element.vr): { readonly text: string; readonly guessed: boolean } {
    return decodeText(element.bytes, vr, { characterSets: this.characterSets, fallback: this.source.fallbackCharacterSets });
  }

  /** The first value as text where the VR is written and no character set is needed, as with most: without an element, and without the others. */
  #plain(header: ElementHeader): string | undefined {
    if (header.undefinedLength) return undefined;
    const { form } = header;
    if (form.kind === 'number') return String(this.#firstNumber(header) ?? '');
    if (form.kind !== 'string' && (form.kind !== 'text' || !this.#readsPlainText)) return undefined;
    return plainValue(this.source.walker.bytes, header, form);
  }

  get #readsPlainText(): boolean {
    return (this.#plainTexts ??= sharesDefaultRepertoire(this.characterSets));
  }

  #firstNumber(header: ElementHeader): number | bigint | undefined {
    const { vr } = header;
    return firstBinaryNumber(this.source.walker.view, header, { vr, littleEndian: this.coding.littleEndian });
  }

  #strings(element: ParsedElement): readonly string[] {
    const { vr } = element;
    const form = vrOf(vr);
    switch (form.kind) {
      case 'text':
      case 'string': {
        const whole = element.tag === SPECIFIC_CHARACTER_SET || form.kind === 'string' ? defaultText(element) : this.#decode(element).text;
        if (whole === '') return [];
        if (form.multiple && whole.includes('\\')) return whole.split('\\').map((value) => trimmed(value, vr));
        const value = trimmed(whole, vr);
        return form.multiple && value === '' ? [] : [value];
      }
      case 'number':
        return binaryNumbers(element).map(String);
      case 'tag':
        return attributeTags(element);
      case 'binary':
      case 'sequence':
        return [];
    }
  }
}

/** String VRs are of the default repertoire; anything else in them is shown as Latin-1 or UTF-8, never refused. */
const defaultText = (element: ParsedElement): string => decodeText(element.bytes, element.vr, { characterSets: [], fallback: [] }).text;
