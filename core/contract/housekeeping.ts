/** The bin, and the rule by which the inbox is kept from growing: off until a person switches it on. */
import { z } from 'zod';
import type { PersonNameView } from './search.ts';
import { call, nothing, stream, type ListEvent } from './spec.ts';

/** Oldest first, by the last arrival; null: no limit. With both limits off nothing is ever moved. */
export const cleanUpRule = z
  .object({
    /** Gigabytes (10^9 bytes) that the studies of the inbox may take together. */
    maximumSize: z.number().min(1).max(1_000_000).nullable(),
    /** Days after which a study may go. */
    maximumAge: z.number().int().min(1).max(36_500).nullable(),
    /** `sent`: only what a node has answered Success for, object by object; `committed`: only what a node vouches for. */
    only: z.enum(['any', 'sent', 'committed']),
  })
  .strict();
export type CleanUpRule = z.infer<typeof cleanUpRule>;

/** Why a study stays although it would be its turn. */
export type Spared = 'flagged' | 'arriving' | 'being-sent' | 'not-elsewhere';

/** What the rule would move to the bin now. */
export interface CleanUpPlan {
  readonly studies: number;
  readonly instances: number;
  readonly bytes: number;
  /** ISO 8601 of the last arrival of the oldest; null: there is none. */
  readonly oldest: string | null;
  readonly spared: Readonly<Record<Spared, number>>;
  /** Bytes by which the inbox stays above its size, since all else is spared. */
  readonly over: number;
}

/** One removal that can be undone. */
export interface BinRow {
  readonly token: string;
  /** ISO 8601. */
  readonly at: string;
  /** ISO 8601 when it is gone for good. */
  readonly until: string;
  readonly by: 'person' | 'rule';
  readonly studies: number;
  readonly instances: number;
  readonly bytes: number;
  /** Of its first study; null when it was not noted. */
  readonly patientName: PersonNameView | null;
  readonly patientId: string;
  readonly studyDate: string;
  readonly description: string;
}

/** What the rule moved last, until a person has seen it. */
export interface CleanedUp {
  /** ISO 8601. */
  readonly at: string;
  readonly studies: number;
  readonly bytes: number;
}

export interface HousekeepingView {
  readonly bin: { readonly removals: number; readonly bytes: number };
  readonly cleaned: CleanedUp | null;
}

export const housekeepingCalls = {
  /** A dry run: nothing is moved. */
  'housekeeping.plan': call(z.object({ rule: cleanUpRule }).strict()).returns<CleanUpPlan>(),
  /** By the rule of the settings, now. */
  'housekeeping.run': call(nothing).returns<{ readonly studies: number; readonly bytes: number }>(),
  /** Brings back what the last run moved, and switches the rule off. */
  'housekeeping.undo': call(nothing).returns<null>(),
  'housekeeping.seen': call(nothing).returns<null>(),
  /** For good. */
  'housekeeping.emptyBin': call(nothing).returns<{ readonly removals: number; readonly bytes: number }>(),
};

export const housekeepingStreams = {
  bin: stream(nothing).emits<ListEvent<BinRow, 'token'>>(),
};
