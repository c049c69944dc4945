/** Where the objects of the inbox are known to be besides here, and who vouches for them: what was sent, listed, committed, exported. */
import { z } from 'zod';
import type { Explanation } from './failure.ts';
import { inboxTarget, type StudyCheck } from './inbox.ts';
import { call, id, nothing, stream, type ListEvent } from './spec.ts';

/** What one node has of a study. Counts are of objects that are in the inbox now, each number once. */
export interface NodeCustody {
  readonly nodeId: string;
  /** As it was called last; the node may have been removed since. */
  readonly nodeName: string;
  /** It answered our C-STORE with Success, a warning, or that it has the object already. */
  readonly sent: number;
  /** Of these, with a warning: it changed them or left something out. */
  readonly warned: number;
  /** It answers for them by storage commitment (PS3.4 Annex J). */
  readonly committed: number;
  /** Asked for them, it said no. */
  readonly refused: number;
  /** It was asked for them and has not reported yet. */
  readonly waiting: number;
  /** It named them in a search at IMAGE level: weaker than commitment, it promises nothing. */
  readonly listed: number;
  /** ISO 8601 of the last word on any of them. */
  readonly at: string;
}

export interface StudyCustody {
  readonly studyUid: string;
  /** Objects of the study that are in the inbox. */
  readonly instances: number;
  readonly nodes: readonly NodeCustody[];
  /** ISO 8601 of its last export. */
  readonly exported: string | null;
}

/** One thing that happened to a study, newest first. */
export type HistoryEntry = { readonly at: string } & (
  | {
      readonly kind: 'received';
      /** ISO 8601 of the first of them. */
      readonly since: string;
      readonly objects: number;
      readonly fromTitle: string;
      readonly fromAddress: string;
    }
  /** The checks of each arriving object, and what they found. */
  | { readonly kind: 'checked'; readonly problems: readonly StudyCheck[]; readonly duplicates: number }
  | { readonly kind: 'sent'; readonly since: string; readonly nodeName: string; readonly objects: number; readonly warned: number }
  /** A request for commitment that names objects of the study, as it stood when this was asked. */
  | { readonly kind: 'asked'; readonly commitment: CommitmentView }
  | { readonly kind: 'committed'; readonly nodeName: string; readonly objects: number }
  | { readonly kind: 'not-committed'; readonly nodeName: string; readonly objects: number; readonly words: string }
  | { readonly kind: 'listed'; readonly nodeName: string; readonly objects: number }
  | { readonly kind: 'exported'; readonly form: string; readonly objects: number }
);

/**
 * `asking` will ask or asks now · `waiting` it took the request and has not reported · `reported` · `refused` it did not take it, or cannot ·
 * `expired` no report came in time, one that comes later still counts · `stopped` by a person.
 */
export type CommitmentState = 'asking' | 'waiting' | 'reported' | 'refused' | 'expired' | 'stopped';

/** One request for storage commitment. */
export interface CommitmentView {
  readonly id: string;
  readonly nodeId: string;
  readonly nodeName: string;
  /** For people, may name the patient: never logged. */
  readonly label: string;
  readonly state: CommitmentState;
  readonly objects: number;
  readonly committed: number;
  readonly failed: number;
  readonly created: string;
  /** ISO 8601 until when a report is waited for. */
  readonly expires: string;
  /** ISO 8601 of the next try at asking. */
  readonly nextAttempt: string | null;
  readonly reported: string | null;
  /** The node does not offer commitment: what it lists can be counted instead. */
  readonly notOffered: boolean;
  readonly failure: Explanation | null;
}

/** What came of counting by C-FIND at IMAGE level. */
export interface Listing {
  readonly objects: number;
  readonly listed: number;
  readonly failure: Explanation | null;
}

const targets = z.array(inboxTarget).min(1).max(10_000);

export const custodyCalls = {
  'custody.history': call(z.object({ studyUid: z.string().max(64) }).strict()).returns<readonly HistoryEntry[]>(),
  /** Asks the node which of these objects it has (C-FIND at IMAGE level) and compares UIDs. */
  'custody.count': call(z.object({ nodeId: id, targets }).strict()).returns<Listing>(),
  'commitments.ask': call(z.object({ nodeId: id, targets, label: z.string().max(200) }).strict()).returns<{ readonly id: string }>(),
  /** Asks anew for what has no Success yet. */
  'commitments.again': call(z.object({ id }).strict()).returns<null>(),
  /** Waits no longer; a report that comes nevertheless still counts. */
  'commitments.stop': call(z.object({ id }).strict()).returns<null>(),
  /** Takes one that is over off the list; what is known of the objects stays. */
  'commitments.remove': call(z.object({ id }).strict()).returns<null>(),
};

export const custodyStreams = {
  'custody.studies': stream(nothing).emits<ListEvent<StudyCustody, 'studyUid'>>(),
  commitments: stream(nothing).emits<ListEvent<CommitmentView, 'id'>>(),
};
