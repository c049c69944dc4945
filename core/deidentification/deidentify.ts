/**
 * An object de-identified by the Basic Application Level Confidentiality Profile and its options (PS3.15 Annex E). What stays, stays byte for
 * byte, pixel data first of all; the rest is removed, emptied, replaced or cleaned at any depth.
 */
import { encodeText } from '../dicom/character-set-encode.ts';
import { lookUp } from '../dicom/dictionary.ts';
import { EncodingError } from '../dicom/errors.ts';
import type { PlainElement } from '../dicom/encode.ts';
import type { RandomBytes } from '../dicom/random-bytes.ts';
import { rewrite, type Change, type Piece, type Visited } from '../dicom/rewrite.ts';
import { isPrivate, isPrivateCreator } from '../dicom/tag.ts';
import type { Tag } from '../dicom/types.ts';
import { trimmed } from '../dicom/values.ts';
import { vrOf } from '../dicom/vr.ts';
import type { Coding } from '../dicom/walk.ts';
import { cleaner, type Clean } from './clean-text.ts';
import { shiftedDate, shiftedDateTime } from './dates.ts';
import { dummyDocument, dummyValue } from './dummy.ts';
import { decide, type Action, type Decision } from './profile.ts';
import { isSafeCreator, isSafePrivate, isSafeReference } from './safe-private.ts';
import { statement } from './statement.ts';
import { survey, type Survey } from './survey.ts';
import type { Caution, ProfileOptions, Pseudonyms, Subject } from './types.ts';

export interface Deidentified {
  readonly pieces: readonly Piece[];
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly subject: Subject;
  readonly cautions: readonly Caution[];
}

export interface Deidentifying {
  readonly options: ProfileOptions;
  readonly pseudonyms: Pseudonyms;
  /** Told of each element that does not stay as it was. */
  readonly changed?: (element: Visited, action: Action, change: Change) => void;
}

const NAME = 0x00100010;
const ID = 0x00100020;
const SPECIFIC_CHARACTER_SET = 0x00080005;
const DOCUMENT = 0x00420011;
const NUMERIC_VALUE = 0x0040a30a;
const GRAPHIC_ANNOTATIONS = 0x00700001;
/** Replaced by one code that says nothing. */
const TELLING_CODES = new Set<Tag>([0x00080082, 0x00401101]);
/** Their items stay, so that the tree of a report stays one; what they say is replaced or cleaned. */
const STRUCTURED = new Set<Tag>([0x0040a730, 0x0040b020, 0x00400555, 0x00400610]);
const REGISTERED = '1.2.840.10008.';

/** @throws DataSetError when the data set cannot be read to its end: nothing is then known to be safe. */
export function deidentify(source: RandomBytes, coding: Coding, deidentifying: Deidentifying): Deidentified {
  const { options, pseudonyms } = deidentifying;
  const known = survey(source, coding, options);
  const subject = pseudonyms.subject(known.patient);
  const rules = new Rules(known, subject, deidentifying);
  const pieces = rewrite(source, coding, {
    element: (element) => rules.change(element),
    additions: ({ path }) => (path.length === 0 ? statement(options) : []),
  });
  const { sopClassUid, sopInstanceUid, cautions } = known;
  return { pieces, sopClassUid, sopInstanceUid: options.keepUids ? sopInstanceUid : newUid(sopInstanceUid, pseudonyms), subject, cautions };
}

class Rules {
  readonly #known: Survey;
  readonly #subject: Subject;
  readonly #options: ProfileOptions;
  readonly #pseudonyms: Pseudonyms;
  readonly #changed: Deidentifying['changed'];
  readonly #clean: Clean;

  constructor(known: Survey, subject: Subject, { options, pseudonyms, changed }: Deidentifying) {
    this.#known = known;
    this.#subject = subject;
    this.#options = options;
    this.#pseudonyms = pseudonyms;
    this.#changed = changed;
    this.#clean = cleaner(known.tellingWords);
  }

  change(element: Visited): Change {
    const decision = this.#decision(element);
    if (!decision) return element.vr === 'SQ' ? 'descend' : 'keep';
    const change = this.#carriedOut(element, decision);
    if (change !== 'keep' && change !== 'descend') this.#changed?.(element, element.tag === NAME ? 'D' : decision.action, change);
    return change;
  }

  #decision(element: Visited): Decision | undefined {
    const { tag, vr, level } = element;
    if (tag === SPECIFIC_CHARACTER_SET) return undefined;
    if (isPrivate(tag)) return this.#privateDecision(element);
    const decision = decide({ tag, vr, nested: level.path.length > 0, sopClassUid: this.#known.sopClassUid }, this.#options);
    if (decision) return decision;
    // An element that is in no dictionary may say anything.
    if (!lookUp(tag)) return { action: 'X', basic: 'X' };
    return this.#structured(element);
  }

  /** Text and measured values in the items of structured content, which the table does not name one by one. */
  #structured({ tag, vr, level, length }: Visited): Decision | undefined {
    if (length === 0 || !level.path.some((step) => STRUCTURED.has(step.tag))) return undefined;
    const isText = vr === 'UT' || vr === 'ST' || vr === 'LT' || vr === 'UC';
    if (this.#options.cleanStructuredContent) return isText ? { action: 'C', basic: 'D' } : undefined;
    return isText || tag === NUMERIC_VALUE ? { action: 'D', basic: 'D' } : undefined;
  }

  #privateDecision({ tag, vr, creator, text }: Visited): Decision | undefined {
    const removed: Decision = { action: 'X', basic: 'X' };
    if (!this.#options.keepSafePrivate) return removed;
    const { declaredSafe } = this.#known;
    if (isPrivateCreator(tag)) return isSafeCreator(tag >>> 16, trimmed(text(), 'LO'), declaredSafe) ? undefined : removed;
    if (creator === undefined || !isSafePrivate({ tag, vr, creator }, declaredSafe)) return removed;
    if (this.#options.keepUids || !isSafeReference(tag, creator)) return undefined;
    return vr === 'UI' ? { action: 'U', basic: 'U' } : removed;
  }

  #carriedOut(element: Visited, { action, basic }: Decision): Change {
    const { vr, length } = element;
    switch (action) {
      case 'X':
        return 'remove';
      case 'Z':
        return element.tag === NAME ? this.#text(element, this.#subject.name) : length === 0 ? 'keep' : emptied(vr);
      case 'D':
        return this.#dummy(element);
      case 'U':
        return vr === 'SQ' ? 'descend' : length === 0 ? 'keep' : this.#newUids(element);
      case 'K':
        return vr === 'SQ' ? 'descend' : 'keep';
      case 'C':
        return this.#cleaned(element, basic);
    }
  }

  #dummy(element: Visited): Change {
    const { tag, vr, length } = element;
    if (tag === ID) return this.#text(element, this.#subject.id);
    if (length === 0) return 'keep';
    if (tag === GRAPHIC_ANNOTATIONS) return 'remove';
    if (vr === 'SQ') return TELLING_CODES.has(tag) ? { vr, value: [anonymousCode()] } : 'descend';
    if (vr === 'UI') return this.#newUids(element);
    return { vr, value: tag === DOCUMENT ? dummyDocument(this.#known.mimeType) : dummyValue(tag, vr) };
  }

  #cleaned(element: Visited, basic: Action): Change {
    const { vr, length, tag } = element;
    if (length === 0) return 'keep';
    if (vr === 'SQ') return 'descend';
    if ((tag & 0xff000000) >>> 0 === 0x60000000 || (tag & 0xff000000) >>> 0 === 0x50000000)
      return vrOf(vr).kind === 'text' ? this.#cleanText(element, basic) : 'keep';
    switch (vr) {
      case 'TM':
        return 'keep';
      case 'DA':
        return this.#moved(element, shiftedDate);
      case 'DT':
        return this.#moved(element, shiftedDateTime);
      case 'SH':
        // Timezone Offset From UTC: whole days do not change it.
        return tag === 0x00080201 ? 'keep' : this.#cleanText(element, basic);
      default:
        return vrOf(vr).kind === 'text' || vr === 'AE'
          ? this.#cleanText(element, basic)
          : this.#carriedOut(element, { action: basic, basic });
    }
  }

  #moved(element: Visited, shift: (value: string, days: number) => string | undefined): Change {
    const values = element
      .text()
      .split('\\')
      .map((value) => trimmed(value, element.vr));
    const moved = values.map((value) => (value === '' ? '' : shift(value, this.#subject.days)));
    return moved.includes(undefined)
      ? { vr: element.vr, value: dummyValue(element.tag, element.vr) }
      : this.#text(element, moved.join('\\'));
  }

  #cleanText(element: Visited, basic: Action): Change {
    const text = element.text();
    const parts = vrOf(element.vr).multiple ? text.split('\\') : [text];
    const cleaned = parts.map(this.#clean).join('\\');
    if (cleaned.replaceAll('\\', '') === '') return this.#carriedOut(element, { action: basic, basic });
    if (cleaned === parts.map((part) => trimmed(part, element.vr)).join('\\')) return 'keep';
    return this.#text(element, cleaned);
  }

  #newUids(element: Visited): Change {
    const values = element
      .text()
      .split('\\')
      .map((value) => trimmed(value, 'UI'));
    const mapped = values.map((value) => newUid(value, this.#pseudonyms));
    return mapped.join('\\') === values.join('\\') ? 'keep' : this.#text({ ...element, vr: 'UI' }, mapped.join('\\'));
  }

  #text({ tag, vr, level }: Visited, text: string): Change {
    try {
      return { vr, value: encodeText(text, vr, /^[\x20-\x7e\r\n\t\f]*$/.test(text) ? [] : level.characterSets) };
    } catch (error) {
      if (!(error instanceof EncodingError)) throw error;
      return { vr, value: dummyValue(tag, vr) };
    }
  }
}

/** What DICOM itself registered (classes, palettes, frames of reference) names nobody. */
const newUid = (uid: string, pseudonyms: Pseudonyms): string => (uid === '' || uid.startsWith(REGISTERED) ? uid : pseudonyms.uid(uid));

const emptied = (vr: string): Change => ({ vr, value: vr === 'SQ' ? [] : new Uint8Array(0) });

function anonymousCode(): readonly PlainElement[] {
  const code = (tag: Tag, vr: string, value: string): PlainElement => ({ tag, vr, value: encodeText(value, vr, []) });
  return [code(0x00080100, 'SH', 'ANON'), code(0x00080102, 'SH', '99ANON'), code(0x00080104, 'LO', 'Anonymous')];
}
