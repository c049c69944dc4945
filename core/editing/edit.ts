/**
 * A copy of an object with some elements set or taken away, at any depth. All that is not named keeps its bytes. The copy is a new object: its
 * SOP Instance UID is new, and on wish the UIDs of its series and study.
 */
import { encodeText } from '../dicom/character-set-encode.ts';
import { lookUp } from '../dicom/dictionary.ts';
import { EncodingError } from '../dicom/errors.ts';
import type { PlainElement } from '../dicom/encode.ts';
import type { RandomBytes } from '../dicom/random-bytes.ts';
import { rewrite, visit, type Level, type Piece, type Visited } from '../dicom/rewrite.ts';
import { groupOf, isGroupLength, isPrivate, isPrivateCreator } from '../dicom/tag.ts';
import type { Tag } from '../dicom/types.ts';
import { trimmed } from '../dicom/values.ts';
import { isKnownVr, vrOf } from '../dicom/vr.ts';
import { PIXEL_DATA, type Coding } from '../dicom/walk.ts';
import { ORIGINAL_ATTRIBUTES, originalAttributes, type Modification } from './original-attributes.ts';
import { levelKey, parsePath, type ElementPath } from './path.ts';
import { encodeTyped } from './value.ts';

export type Edit =
  /** `vr` is needed where the dictionary has none. Sequences are made with the elements that are set in their items. */
  | { readonly kind: 'set'; readonly path: string; readonly vr?: string | undefined; readonly value: string }
  | { readonly kind: 'remove'; readonly path: string };

export type NewUids = 'instance' | 'series' | 'study';

export interface Editing {
  readonly edits: readonly Edit[];
  readonly newUids: NewUids;
  /** The same for the same, over a whole batch. */
  readonly uid: (original: string) => string;
  /** What was replaced is told in the copy; absent: it is not. */
  readonly modification?: Modification;
}

export interface Edited {
  readonly pieces: readonly Piece[];
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  /** The character set could not write what was typed, and the copy is in UTF-8. */
  readonly madeUtf8: boolean;
}

/** What is wrong with an edit, for its row. */
export class EditError extends Error {
  override readonly name = 'EditError';
  constructor(
    readonly index: number,
    message: string,
  ) {
    super(message);
  }
}

const CHARACTER_SET = 0x00080005;
const SOP_CLASS = 0x00080016;
const SOP_INSTANCE = 0x00080018;
const STUDY = 0x0020000d;
const SERIES = 0x0020000e;
const UTF8 = 'ISO_IR 192';

interface Wanted extends ElementPath {
  readonly index: number;
  readonly edit: Edit;
  readonly vr: string;
}

/** @throws EditError for an edit that cannot be made in any object. */
export function checkEdits(edits: readonly Edit[]): void {
  for (const wanted of wantedOf(edits)) if (wanted.edit.kind === 'set' && wanted.vr !== 'SQ') encoded(wanted, [UTF8]);
}

function wantedOf(edits: readonly Edit[]): readonly Wanted[] {
  return edits.map((edit, index) => {
    const path = parsePath(edit.path);
    if (!path) throw new EditError(index, `"${edit.path.slice(0, 64)}" is no tag and no keyword`);
    const refused = refusalOf(path);
    if (refused) throw new EditError(index, refused);
    const known = lookUp(path.tag)?.vr;
    const vr = (edit.kind === 'set' && edit.vr) || (known === 'xs' ? 'US' : known === 'ox' || known === 'lt' ? 'OW' : (known ?? ''));
    if (edit.kind === 'set' && !isKnownVr(vr)) throw new EditError(index, 'The dictionary does not know this element: choose its VR');
    return { ...path, index, edit, vr };
  });
}

function refusalOf({ tag, steps }: ElementPath): string | undefined {
  if (groupOf(tag) <= 0x0002 || isGroupLength(tag) || groupOf(tag) >= 0xfffa) return 'Gantry writes this element itself';
  if (steps.length === 0 && tag === SOP_INSTANCE) return 'A copy gets a new SOP Instance UID by itself';
  if (tag === CHARACTER_SET) return 'The character set follows from what is typed';
  if (tag === PIXEL_DATA) return 'Pixel data are not edited here';
  return undefined;
}

/** @throws EditError, DataSetError */
export function edit(source: RandomBytes, coding: Coding, editing: Editing): Edited {
  const wanted = wantedOf(editing.edits);
  if (editing.modification) refuseOwn(wanted);
  const seen = lookOver(source, coding, { wanted, toTell: editing.modification ? replacedTags(wanted, editing.newUids) : new Set() });
  const make = (utf8: boolean): Edited => {
    const pieces = rewrite(source, coding, new EditVisitor({ wanted, seen, editing, utf8 }));
    return { pieces, sopClassUid: seen.sopClassUid, sopInstanceUid: editing.uid(seen.sopInstanceUid), madeUtf8: utf8 };
  };
  try {
    return make(false);
  } catch (error) {
    if (error instanceof Unrepresentable) return make(true);
    throw error;
  }
}

interface Seen {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly uids: ReadonlyMap<Tag, string>;
  /** Sequences and items on the way to an edit that are there. */
  readonly there: ReadonlySet<string>;
  /** Elements of the main data set that the copy replaces, as they are, and those that tell of earlier ones. */
  readonly replaced: readonly Uint8Array[];
  readonly characterSets: readonly string[];
}

interface LookedFor {
  readonly wanted: readonly Wanted[];
  /** Elements of the main data set that the copy tells of. */
  readonly toTell: ReadonlySet<Tag>;
}

function lookOver(source: RandomBytes, coding: Coding, { wanted, toTell }: LookedFor): Seen {
  const on = new Set(wanted.flatMap(({ steps }) => steps.map((step, depth) => `${levelKey(steps.slice(0, depth))}${step.tag}`)));
  const uids = new Map<Tag, string>();
  const there = new Set<string>();
  const creators = new Map<Tag, Uint8Array>();
  const replaced: Uint8Array[] = [];
  let characterSets: readonly string[] = [];
  visit(source, coding, (element) => {
    const key = levelKey(element.level.path);
    there.add(key);
    if (key === '') {
      ({ characterSets } = element.level);
      if (isPrivateCreator(element.tag)) creators.set(element.tag, element.whole());
      if (toTell.has(element.tag)) {
        const creator = creatorOf(element.tag);
        const reserving = creators.get(creator);
        if (reserving && isPrivate(element.tag)) replaced.push(reserving);
        creators.delete(creator);
        replaced.push(element.whole());
      }
    }
    if (key === '' && [SOP_CLASS, SOP_INSTANCE, STUDY, SERIES].includes(element.tag)) uids.set(element.tag, trimmed(element.text(), 'UI'));
    if (element.vr !== 'SQ' || !on.has(`${key}${element.tag}`)) return 'keep';
    there.add(`${key}${element.tag}`);
    return 'descend';
  });
  const uidOf = (tag: Tag): string => uids.get(tag) ?? '';
  return { sopClassUid: uidOf(SOP_CLASS), sopInstanceUid: uidOf(SOP_INSTANCE), uids, there, replaced, characterSets };
}

const renewed = (newUids: NewUids): readonly Tag[] =>
  newUids === 'instance' ? [SOP_INSTANCE] : newUids === 'series' ? [SOP_INSTANCE, SERIES] : [SOP_INSTANCE, SERIES, STUDY];

/** Of the main data set: what is changed or removed, or holds what is, and what told of earlier changes. */
const replacedTags = (wanted: readonly Wanted[], newUids: NewUids): ReadonlySet<Tag> =>
  new Set([...wanted.map(({ tag, steps }) => steps[0]?.tag ?? tag), ...renewed(newUids), ORIGINAL_ATTRIBUTES]);

function refuseOwn(wanted: readonly Wanted[]): void {
  const own = wanted.find(({ tag, steps }) => (steps[0]?.tag ?? tag) === ORIGINAL_ATTRIBUTES);
  if (own) throw new EditError(own.index, 'Gantry writes this element itself');
}

/** The element that reserves a private element's block (PS3.5 §7.8.1). */
const creatorOf = (tag: Tag): Tag => tag - (tag & 0xffff) + ((tag & 0xffff) >>> 8);

/** Not an error to people: the whole object is then written in UTF-8. */
class Unrepresentable extends Error {}

class EditVisitor {
  readonly #wanted: readonly Wanted[];
  readonly #seen: Seen;
  readonly #editing: Editing;
  readonly #utf8: boolean;

  constructor({
    wanted,
    seen,
    editing,
    utf8,
  }: {
    readonly wanted: readonly Wanted[];
    readonly seen: Seen;
    readonly editing: Editing;
    readonly utf8: boolean;
  }) {
    this.#wanted = wanted;
    this.#seen = seen;
    this.#editing = editing;
    this.#utf8 = utf8;
    for (const { steps, index } of wanted) this.#checkPlace(steps, index);
  }

  readonly additions = (level: Level): readonly PlainElement[] => {
    const sets = this.#utf8 ? [UTF8] : level.characterSets;
    const elements = new Map(this.#made(levelKey(level.path), sets).map((element) => [element.tag, element]));
    if (level.path.length === 0)
      for (const element of [...this.#identity(), ...this.#told(level)]) if (!elements.has(element.tag)) elements.set(element.tag, element);
    return [...elements.values()].sort((a, b) => a.tag - b.tag);
  };

  readonly element = (element: Visited) => {
    const key = levelKey(element.level.path);
    const { tag, vr } = element;
    if (this.#wanted.some((wanted) => wanted.edit.kind === 'remove' && wanted.tag === tag && levelKey(wanted.steps) === key))
      return 'remove';
    if (vr === 'SQ')
      return this.#utf8 || this.#wanted.some(({ steps }) => steps[element.level.path.length]?.tag === tag) ? 'descend' : 'keep';
    if (!this.#utf8) return 'keep';
    if (tag === CHARACTER_SET) return 'remove';
    return vrOf(vr).kind === 'text' && !isPrivate(tag) ? { vr, value: encodeText(element.text(), vr, [UTF8]) } : 'keep';
  };

  #identity(): readonly PlainElement[] {
    const { newUids, uid } = this.#editing;
    // What belongs to no study (a palette) gets none.
    const there = renewed(newUids).filter((tag) => this.#seen.uids.has(tag));
    const uids = there.map((tag): PlainElement => ({
      tag,
      vr: 'UI',
      value: encodeText(uid(this.#seen.uids.get(tag) ?? ''), 'UI', []),
    }));
    return this.#utf8 ? [{ tag: CHARACTER_SET, vr: 'CS', value: encodeText(UTF8, 'CS', []) }, ...uids] : uids;
  }

  #told({ coding }: Level): readonly PlainElement[] {
    const { modification } = this.#editing;
    const { replaced: elements, characterSets } = this.#seen;
    if (!modification || elements.length === 0) return [];
    return [originalAttributes({ elements, coding, characterSets, modification, ...(this.#utf8 && { writtenIn: UTF8 }) })];
  }

  /** Elements that are set on this level, and sequences that have to be made on the way to one. */
  #made(level: string, sets: readonly string[]): readonly PlainElement[] {
    const own = this.#wanted.filter(({ edit, steps }) => edit.kind === 'set' && levelKey(steps) === level);
    const elements = own
      .filter(({ vr }) => vr !== 'SQ')
      .map((wanted): PlainElement => ({ tag: wanted.tag, vr: wanted.vr, value: encoded(wanted, sets) }));
    const sequences = new Set(own.filter(({ vr }) => vr === 'SQ').map(({ tag }) => tag));
    for (const { steps, edit } of this.#wanted) {
      const next = steps.find((_, depth) => levelKey(steps.slice(0, depth)) === level);
      if (edit.kind === 'set' && next && !this.#seen.there.has(`${level}${next.tag}`)) sequences.add(next.tag);
    }
    return [...elements, ...[...sequences].map((tag) => this.#sequence(level, tag, sets))];
  }

  #sequence(level: string, tag: Tag, sets: readonly string[]): PlainElement {
    const items: PlainElement[][] = [];
    for (let item = 0; ; item += 1) {
      const elements = this.#made(levelKeyOf(level, tag, item), sets);
      if (elements.length === 0 && item > 0) break;
      items.push([...elements].sort((a, b) => a.tag - b.tag));
      if (elements.length === 0) break;
    }
    return { tag, vr: 'SQ', value: items };
  }

  /** An item can be written into when it is there, or is the first of a sequence that is not. */
  #checkPlace(steps: ElementPath['steps'], index: number): void {
    for (const [depth, step] of steps.entries()) {
      const level = levelKey(steps.slice(0, depth));
      if (!this.#seen.there.has(`${level}${step.tag}`)) return;
      if (!this.#seen.there.has(levelKey(steps.slice(0, depth + 1))))
        throw new EditError(index, `The sequence has no item ${step.item + 1}`);
    }
  }
}

const levelKeyOf = (level: string, tag: Tag, item: number): string => `${level}${levelKey([{ tag, item }])}`;

function encoded({ index, tag, vr, edit: wanted }: Wanted, sets: readonly string[]): Uint8Array {
  try {
    return encodeTyped({ tag, vr, text: wanted.kind === 'set' ? wanted.value : '' }, sets);
  } catch (error) {
    if (!(error instanceof EncodingError)) throw error;
    if (error.code === 'unrepresentable-character' || error.code === 'unknown-character-set') throw new Unrepresentable();
    throw new EditError(index, error.message.replace(/^\([0-9A-F,]+\) [A-Z]{2}: /, ''));
  }
}
