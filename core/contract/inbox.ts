/** What was received: studies, series, instances, their tags and pictures. */
import { z } from 'zod';
import { call, id, nothing, stream, uid, type ListEvent } from './spec.ts';
import type { PersonNameView } from './search.ts';

/** Something in the inbox. `instanceId` is the index's own number, so that two versions of one UID can be told apart. */
export const inboxTarget = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('study'), studyUid: z.string().max(64) }).strict(),
  z.object({ kind: z.literal('series'), studyUid: z.string().max(64), seriesUid: z.string().max(64) }).strict(),
  z.object({ kind: z.literal('instance'), instanceId: z.number().int() }).strict(),
]);
export type InboxTarget = z.infer<typeof inboxTarget>;

/**
 * What a person should look at: objects of another patient in the study, a UID that came again with other bytes, objects that lack what the
 * standard requires, objects of a SOP class that is no storage class of the standard.
 */
export type StudyCheck = 'other-patient' | 'other-bytes' | 'lacking' | 'unknown-class';

/** Objects of a study that one sender brought without a longer pause. */
export interface StudyArrival {
  readonly fromTitle: string;
  readonly fromAddress: string;
  /** Milliseconds since 1970 of the first and the last object. */
  readonly first: number;
  readonly last: number;
  readonly instances: number;
  readonly bytes: number;
}

export interface StudyRow {
  readonly studyUid: string;
  /** Starred by a person. */
  readonly flagged: boolean;
  readonly patientName: PersonNameView;
  readonly patientId: string;
  /** Issuer of Patient ID (0010,0021). */
  readonly issuer: string;
  readonly birthDate: string;
  readonly sex: string;
  readonly studyDate: string;
  readonly studyTime: string;
  readonly accession: string;
  readonly studyId: string;
  readonly description: string;
  readonly referring: PersonNameView;
  readonly institution: string;
  readonly modalities: readonly string[];
  readonly seriesCount: number;
  readonly instanceCount: number;
  readonly bytes: number;
  /** Calling AE title and address of the last sender. */
  readonly fromTitle: string;
  readonly fromAddress: string;
  /** ISO 8601 of the first and the last object. */
  readonly firstArrived: string;
  readonly lastArrived: string;
  /** In the order of time; never empty. */
  readonly arrivals: readonly StudyArrival[];
  /** Identical objects that came again; they were acknowledged and not kept twice. */
  readonly duplicates: number;
  /** Keywords of type 1 attributes (PS3.5 §7.4.1) that some of its objects lack. */
  readonly lacking: readonly string[];
  readonly checks: readonly StudyCheck[];
}

export interface SeriesRow {
  readonly studyUid: string;
  readonly seriesUid: string;
  readonly number: string;
  readonly modality: string;
  readonly description: string;
  readonly bodyPart: string;
  readonly instanceCount: number;
  readonly bytes: number;
  readonly lastArrived: string;
}

export interface InstanceRow {
  readonly instanceId: number;
  readonly studyUid: string;
  readonly seriesUid: string;
  readonly sopInstanceUid: string;
  readonly sopClassUid: string;
  readonly sopClassName: string;
  readonly transferSyntaxUid: string;
  readonly transferSyntaxName: string;
  readonly number: string;
  readonly frames: number;
  readonly rows: number | null;
  readonly columns: number | null;
  readonly bytes: number;
  readonly fromTitle: string;
  readonly fromAddress: string;
  readonly arrived: string;
  /** 1; higher when the UID came again with other bytes. */
  readonly version: number;
  readonly duplicates: number;
}

export interface TagRow {
  /** 'gggg,eeee', with item numbers on the way: '0040,0275[0].0008,0104'. */
  readonly path: string;
  readonly tag: string;
  readonly keyword: string;
  readonly name: string;
  readonly vr: string;
  readonly length: number;
  /** Where the element begins, from the start of the file; of a deflated object from the start of its inflated data set. */
  readonly offset: number;
  /** Cut to 256 characters; `cut` says so. */
  readonly value: string;
  readonly cut: boolean;
  readonly depth: number;
  /** `element`, `sequence` with its number of items in `value`, or one `item` of it. */
  readonly kind: 'element' | 'sequence' | 'item';
}

/** What a grey frame's values are seen through, as the object says (PS3.3 §C.11.2). */
export interface FrameWindows {
  readonly windowCenter: number;
  readonly windowWidth: number;
  readonly windowFunction: 'LINEAR' | 'LINEAR_EXACT' | 'SIGMOID';
  /** The object's own windows, the first of which is in use; empty when the range of the frame stands for one. */
  readonly presets: readonly { readonly name: string; readonly center: number; readonly width: number }[];
  /** Its tables; the first is in use when there is no window. Values outside take the first and the last entry, the highest of 2^bits - 1 is white. */
  readonly voiLuts: readonly VoiTable[];
  /** Values that stand for no pixel, ends included: always black. */
  readonly padding: { readonly low: number; readonly high: number } | null;
  /** 'HU'; '' when not said. */
  readonly unit: string;
}

export interface VoiTable {
  readonly name: string;
  readonly first: number;
  readonly entries: Uint16Array;
  readonly bits: number;
}

interface FrameFacts {
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  /** Height of a pixel divided by its width. */
  readonly aspect: number;
  /** Milliseconds that a frame is shown when played; null for what is no cine. */
  readonly frameTime: number | null;
  /** The file ends within this frame; what is missing is black. */
  readonly truncated: boolean;
  /** A byte a pixel, 1 where an overlay plane is set, with the names of the planes. */
  readonly overlays: { readonly mask: Uint8Array; readonly names: readonly string[] } | null;
}

/** One frame, rescaled by the modality LUT where there is one, for the window to apply width and centre itself. */
export type FrameImage =
  | (FrameFacts &
      FrameWindows & {
        readonly kind: 'grey';
        /** Row by row. */
        readonly pixels: Int16Array | Uint16Array | Float32Array | Uint8Array;
        readonly minimum: number;
        readonly maximum: number;
        /** MONOCHROME1: low values are white. */
        readonly inverted: boolean;
      })
  | (FrameFacts & { readonly kind: 'colour'; /** RGBA. */ readonly pixels: Uint8ClampedArray })
  | { readonly kind: 'none'; readonly reason: string };

/** Every condition must hold; width, case, kana and accents do not count. */
export const inboxFilter = z
  .object({
    /** Text that occurs anywhere in a study and its series, or only in one kind of value. */
    texts: z
      .array(z.object({ in: z.enum(['anything', 'name', 'patientId', 'accession', 'sender']), text: z.string().max(256) }).strict())
      .max(32),
    /** One of them. */
    modalities: z.array(z.string().max(16)).max(32).optional(),
    /** Study dates, YYYYMMDD, inclusive. */
    dateFrom: z.string().max(8).optional(),
    dateTo: z.string().max(8).optional(),
  })
  .strict();
export type InboxFilter = z.infer<typeof inboxFilter>;

/** Study Instance UIDs of what a filter finds, then what comes in and falls out as the inbox changes. */
export type InboxMatches =
  | { readonly kind: 'all'; readonly studies: readonly string[] }
  | { readonly kind: 'change'; readonly more: readonly string[]; readonly fewer: readonly string[] };

export const inboxCalls = {
  'inbox.series': call(z.object({ studyUid: z.string().max(64) }).strict()).returns<readonly SeriesRow[]>(),
  'inbox.instances': call(z.object({ studyUid: z.string().max(64), seriesUid: z.string().max(64) }).strict()).returns<
    readonly InstanceRow[]
  >(),
  'inbox.frame': call(
    z
      .object({
        instanceId: z.number().int(),
        frame: z.number().int().min(0),
        /** Longest side of a thumbnail, as displayed; without it the frame's own values. */
        size: z.number().int().min(16).max(1_024).optional(),
        /** Nobody looks at it yet: what is looked at goes first. */
        ahead: z.boolean().optional(),
      })
      .strict(),
  ).returns<FrameImage>(),
  /** To Gantry's bin; the token brings it back. */
  'inbox.remove': call(z.object({ targets: z.array(inboxTarget).min(1).max(10_000) }).strict()).returns<{
    readonly token: string;
    readonly instances: number;
    readonly bytes: number;
  }>(),
  'inbox.flag': call(z.object({ studies: z.array(z.string().max(64)).min(1).max(10_000), flagged: z.boolean() }).strict()).returns<null>(),
  'inbox.restore': call(z.object({ token: id }).strict()).returns<null>(),
  /** The file of an instance, or the folder of a study or series; for the desktop to reveal. */
  'inbox.path': call(z.object({ target: inboxTarget }).strict()).returns<string>(),
};

/** What comes of an export: how far it is, and at its end where it lies. */
export type ExportEvent =
  | {
      readonly kind: 'progress';
      readonly objects: number;
      readonly totalObjects: number;
      readonly bytes: number;
      readonly totalBytes: number;
    }
  | {
      readonly kind: 'done';
      /** Absolute path of the folder or ZIP file that was made. */
      readonly place: string;
      readonly objects: number;
      readonly bytes: number;
      /** Objects that are not in it; the reason of the first. */
      readonly leftOut: number;
      readonly reason: string;
    };

/** How far the making anew of the index is: series looked at, objects read. */
export interface RebuildProgress {
  readonly done: number;
  readonly total: number;
  readonly objects: number;
  readonly over: boolean;
}

/** A copy that is being made to be dragged out of the window; at its end, what to drag. */
export type LendEvent = Extract<ExportEvent, { kind: 'progress' }> | { readonly kind: 'ready'; readonly files: readonly string[] };

const shownWindow = z
  .object({ center: z.number(), width: z.number().positive(), shape: z.enum(['LINEAR', 'LINEAR_EXACT', 'SIGMOID']), invert: z.boolean() })
  .strict();

/** A window (PS3.3 §C.11.2.1.2) as a person set it in the preview. */
export type ShownWindow = z.infer<typeof shownWindow>;

export const inboxStreams = {
  /** Makes the index anew from the files while the inbox stays in use. Ending the stream ends it; what was not read anew stays as it was. */
  'inbox.rebuild': stream(nothing).emits<RebuildProgress>(),
  /** Into a folder that the desktop let a person choose; something new is made in it. Ending the stream cancels it and leaves nothing. */
  'inbox.export': stream(
    z
      .object({
        targets: z.array(inboxTarget).min(1).max(10_000),
        /** png: each frame as it is displayed; png16: its grey values in 16 bits. */
        kind: z.enum(['folder', 'zip', 'disc', 'png', 'png16']),
        folder: z.string().min(1).max(4_096),
        /** For png: grey values as a person set them, in place of the objects' windows. */
        window: shownWindow.optional(),
      })
      .strict(),
  ).emits<ExportEvent>(),
  /** Into a folder of ours, for the system to drag from; it is gone after half an hour. Ending the stream before it is ready leaves nothing. */
  'inbox.lend': stream(
    z.object({ targets: z.array(inboxTarget).min(1).max(10_000), kind: z.enum(['folder', 'zip']) }).strict(),
  ).emits<LendEvent>(),
  'inbox.search': stream(z.object({ filter: inboxFilter }).strict()).emits<InboxMatches>(),
  'inbox.studies': stream(nothing).emits<ListEvent<StudyRow, 'studyUid'>>(),
};

export { uid };
