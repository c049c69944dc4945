/** Copies of what is in the inbox: de-identified, or with edited tags. They land in the inbox as new objects; originals are never changed. */
import { z } from 'zod';
import { inboxTarget, type InboxTarget } from './inbox.ts';
import { call, id, nothing, stream } from './spec.ts';

const targets = z.array(inboxTarget).min(1).max(10_000);
/** Things of the inbox, or what a proposal of the preflight would send: one of the two. */
const originals = { targets: targets.optional(), proposal: id.optional() };
const isOne = (from: { readonly targets?: unknown; readonly proposal?: unknown }): boolean =>
  (from.targets === undefined) !== (from.proposal === undefined);
/** Of the default repertoire, without what separates values (VR LO, PN). */
const plainText = z
  .string()
  .max(64)
  .regex(/^[\x20-\x5b\x5d-\x7e]*$/, 'only plain letters, digits and signs');

/** The Basic Application Level Confidentiality Profile of PS3.15 Annex E with its options (§E.3). */
export const deidentifyOptions = z
  .object({
    dates: z.enum(['remove', 'shift', 'keep']),
    /** By which dates are moved; null: a number of each patient's own. */
    days: z.number().int().min(-36_500).max(36_500).nullable(),
    keepUids: z.boolean(),
    keepDevice: z.boolean(),
    keepInstitution: z.boolean(),
    keepPatientCharacteristics: z.boolean(),
    keepSafePrivate: z.boolean(),
    cleanDescriptors: z.boolean(),
    cleanStructuredContent: z.boolean(),
    cleanGraphics: z.boolean(),
    /** Begins the new patient IDs. */
    prefix: z.string().regex(/^[A-Za-z0-9_-]{1,16}$/, 'letters, digits, - and _, at most 16'),
    /** Instead of a made ID and name; empty for a made one. For one patient only. */
    patientId: plainText,
    patientName: plainText,
  })
  .strict();
export type DeidentifyOptions = z.infer<typeof deidentifyOptions>;

const deidentifying = z
  .object({ ...originals, options: deidentifyOptions })
  .strict()
  .refine(isOne, 'either targets or a proposal');

/** What a person should look at, since no program can. */
export type CopyCaution = 'burned-in' | 'may-be-burned-in' | 'document-removed' | 'graphics-kept' | 'recognizable';

export interface PreviewRow {
  readonly path: string;
  /** '(0010,0010)'. */
  readonly tag: string;
  readonly name: string;
  readonly vr: string;
  /** 'removed', 'emptied', 'replaced', 'new UID', 'shifted', 'cleaned', 'changed' or 'added'. */
  readonly action: string;
  readonly before: string;
  /** '' when it is removed or empty. */
  readonly after: string;
}

export interface DeidentifyPreview {
  /** Of the first object of the selection; what stays is not listed. */
  readonly rows: readonly PreviewRow[];
  /** There are more than are listed. */
  readonly cut: boolean;
  readonly cautions: readonly CopyCaution[];
  readonly patientId: string;
  readonly patientName: string;
  /** By how many days this patient's dates are moved. */
  readonly days: number;
  /** Where the list of old and new identities is kept: encrypted on the disk, or only until Gantry ends. */
  readonly mapping: 'encrypted' | 'session';
  readonly objects: number;
}

const path = z.string().min(1).max(1_000);
export const tagEdit = z.discriminatedUnion('kind', [
  z
    .object({
      kind: z.literal('set'),
      path,
      vr: z
        .string()
        .regex(/^[A-Z]{2}$/)
        .optional(),
      value: z.string().max(1_000_000),
    })
    .strict(),
  z.object({ kind: z.literal('remove'), path }).strict(),
]);
export type TagEdit = z.infer<typeof tagEdit>;

const editing = z
  .object({
    targets,
    edits: z.array(tagEdit).max(200),
    /** Which UIDs are new besides the SOP Instance UID. */
    newUids: z.enum(['instance', 'series', 'study']),
    /** Why values are replaced; what they were is then told in the copies (PS3.3 §C.12.1.1.9). null: it is not. */
    reason: z.enum(['CORRECT', 'COERCE']).nullable(),
  })
  .strict();

export interface EditPreview {
  /** Of the first object of the selection, one row for each edit in their order. */
  readonly rows: readonly PreviewRow[];
  /** By the edit's number. */
  readonly problems: readonly { readonly index: number; readonly message: string }[];
  /** Whole sentences. */
  readonly warnings: readonly string[];
  readonly objects: number;
}

export interface ElementSuggestion {
  /** 'gggg,eeee'. */
  readonly tag: string;
  readonly keyword: string;
  readonly name: string;
  readonly vr: string;
}

/** Who became whom. */
export interface RenamedPatient {
  readonly originalId: string;
  readonly originalName: string;
  readonly newId: string;
  readonly newName: string;
  readonly days: number;
  /** ISO 8601. */
  readonly at: string;
}

/** What comes of making copies: how far it is, and at its end what was made. Ending the stream stops it; what was made stays. */
export type CopyEvent =
  | { readonly kind: 'progress'; readonly objects: number; readonly totalObjects: number }
  | {
      readonly kind: 'done';
      readonly objects: number;
      /** The copies, for undo and for sending. */
      readonly made: readonly InboxTarget[];
      /** Objects without a copy; the reason of the first. */
      readonly failed: number;
      readonly reason: string;
      readonly cautions: readonly CopyCaution[];
      /** Some copies were written in UTF-8, since their character set lacks what was typed. */
      readonly madeUtf8: number;
    };

export const copyCalls = {
  'copies.previewDeidentified': call(deidentifying).returns<DeidentifyPreview>(),
  'copies.previewEdited': call(editing).returns<EditPreview>(),
  /** Elements of the dictionary whose keyword, name or tag goes with the text. */
  'copies.elements': call(z.object({ text: z.string().max(100) }).strict()).returns<readonly ElementSuggestion[]>(),
  'copies.mapping': call(nothing).returns<{ readonly kept: 'encrypted' | 'session'; readonly patients: readonly RenamedPatient[] }>(),
  /** New pseudonyms for everybody from now on. */
  'copies.forgetMapping': call(nothing).returns<null>(),
};

export const copyStreams = {
  'copies.deidentify': stream(deidentifying).emits<CopyEvent>(),
  'copies.edit': stream(editing).emits<CopyEvent>(),
};
