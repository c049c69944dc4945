/** What an object is, for people: its kind in plain words, key facts, and what can be read in it without being a picture. */
import { z } from 'zod';
import { call } from './spec.ts';
import type { SeriesRow, StudyRow } from './inbox.ts';

export interface ObjectFact {
  readonly name: string;
  readonly value: string;
}

export interface ObjectTable {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Rows that there are besides. */
  readonly leftOut: number;
}

/** Another object that this one speaks of. */
export interface ObjectReference {
  readonly sopClassName: string;
  readonly sopInstanceUid: string;
  /** 'frames 1, 4', 'channel 2'; '' for all of it. */
  readonly part: string;
}

/** A content item of a structured report (PS3.3 §C.17.3), in the order of reading. */
export interface ReportItem {
  /** 0 for the document itself. */
  readonly depth: number;
  /** 'CONTAINER', 'TEXT', 'NUM', …; '' for a reference to another item. */
  readonly valueType: string;
  /** 'CONTAINS', 'HAS OBS CONTEXT', 'INFERRED FROM', …; '' for the document itself. */
  readonly relationship: string;
  /** Meaning of the concept name; '' when it has none. */
  readonly name: string;
  /** '121071 (DCM)' */
  readonly code: string;
  /** As text for people; '' for a container. */
  readonly value: string;
  /** Code of the value or of its unit; ''. */
  readonly valueCode: string;
  readonly references: readonly ObjectReference[];
}

export interface WaveformChannel {
  readonly name: string;
  /** 'mV'; '' when not said. */
  readonly unit: string;
  /** 'filter 0.05 to 150 Hz'; '' when not said. */
  readonly filter: string;
  /** In units, evenly spaced over the whole duration; a pair of lowest and highest where many samples fall together. Missing samples are NaN. */
  readonly samples: Float32Array;
  /** Two values (lowest, highest) a point. */
  readonly paired: boolean;
}

export interface WaveformGroup {
  readonly label: string;
  readonly seconds: number;
  /** Samples a second. */
  readonly frequency: number;
  readonly channels: readonly WaveformChannel[];
  readonly channelsLeftOut: number;
  /** Why there are no traces; '' when there are. */
  readonly trouble: string;
}

export type ObjectContent =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'report';
      readonly items: readonly ReportItem[];
      readonly leftOut: number;
    }
  /** A file that lies in the object. */
  | { readonly kind: 'file'; readonly extension: string; readonly bytes: number; readonly isPdf: boolean }
  | { readonly kind: 'video'; readonly extension: string; readonly bytes: number }
  | { readonly kind: 'waveform'; readonly groups: readonly WaveformGroup[] };

export interface ObjectView {
  /** 'Structured report', 'Radiotherapy plan' */
  readonly what: string;
  readonly sopClassName: string;
  /** What it is for, in a sentence. */
  readonly explanation: string;
  readonly facts: readonly ObjectFact[];
  readonly tables: readonly ObjectTable[];
  readonly references: readonly ObjectReference[];
  readonly referencesLeftOut: number;
  readonly content: ObjectContent;
}

export type ObjectAnswer = { readonly kind: 'object'; readonly view: ObjectView } | { readonly kind: 'none'; readonly reason: string };

/** The file within an object, or why it cannot be had. */
export type PayloadAnswer = { readonly kind: 'payload'; readonly bytes: Uint8Array } | { readonly kind: 'none'; readonly reason: string };

export interface FoundObject {
  readonly study: StudyRow;
  readonly series: SeriesRow;
  readonly instanceId: number;
}

export const objectCalls = {
  'objects.view': call(z.object({ instanceId: z.number().int() }).strict()).returns<ObjectAnswer>(),
  /** An encapsulated document's own bytes, for showing them; large ones are refused. */
  'objects.payload': call(z.object({ instanceId: z.number().int() }).strict()).returns<PayloadAnswer>(),
  /** Writes the document or video stream as a file of its own into a folder that a person chose. The path of what was made. */
  'objects.save': call(z.object({ instanceId: z.number().int(), folder: z.string().min(1).max(4_096) }).strict()).returns<string>(),
  /** Where an object lies in the inbox; null when it is not here. */
  'objects.find': call(z.object({ sopInstanceUid: z.string().max(64) }).strict()).returns<FoundObject | null>(),
};
