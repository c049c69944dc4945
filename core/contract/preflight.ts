/** A send or an import before it goes: everything chosen is looked at, put into groups, and what is doubtful is decided by a person. */
import { z } from 'zod';
import type { Explanation } from './failure.ts';
import { inboxTarget } from './inbox.ts';
import { call, id, stream } from './spec.ts';

export type PreflightProblem =
  /** The file is something else. */
  | 'not-dicom'
  /** It cannot be opened, or its data set cannot be read. */
  | 'unreadable'
  | 'truncated'
  /** SOP Class UID or SOP Instance UID is missing. */
  | 'no-uid'
  /** What stands as UID is none: nobody could store it. */
  | 'not-a-uid'
  /** A UID breaks the rule of PS3.5 §9.1 (a leading zero), and can be carried all the same. */
  | 'uid-syntax'
  /** Another file of the set carries the same SOP Instance UID. */
  | 'duplicate'
  /** Elements of the command group (0000) stand in the data set (PS3.10 §7.1). */
  | 'command-group'
  /** Encapsulated and longer than 2 GiB: many a receiver counts with 31 bits. */
  | 'too-large'
  | 'class-refused'
  | 'syntax-refused';

export const preflightDecision = z.enum(['take', 'leave']);
export type PreflightDecision = z.infer<typeof preflightDecision>;

/** Objects of one SOP class in one transfer syntax that share a problem or have none; or files that are no objects. */
export interface PreflightGroup {
  readonly key: string;
  /** '' for what is no object. */
  readonly sopClassName: string;
  readonly transferSyntaxName: string;
  readonly objects: number;
  readonly bytes: number;
  readonly problem: PreflightProblem | null;
  /** The problem in words; '' without one. */
  readonly words: string;
  /** Names of the first files, without their folders. */
  readonly names: readonly string[];
  readonly decision: PreflightDecision;
  /** There is something to choose: both decisions are possible. */
  readonly decidable: boolean;
  /** A person has not said yet, neither now nor before. */
  readonly open: boolean;
  /** The decision is taken for later ones, too. */
  readonly remembered: boolean;
}

export interface ProposalView {
  readonly id: string;
  /** Files are still being looked at. */
  readonly looking: boolean;
  /** Whether the node was asked what it takes: `none` for an import. */
  readonly negotiation: 'none' | 'asking' | 'answered' | 'no-answer';
  /** Why the node could not be asked. */
  readonly failure: Explanation | null;
  /** What goes as it is decided now. */
  readonly objects: number;
  readonly bytes: number;
  /** Patients of those, by their IDs. */
  readonly patients: number;
  readonly left: number;
  /** Groups that a person should decide. */
  readonly open: number;
  readonly groups: readonly PreflightGroup[];
  /** There are more groups than are listed. */
  readonly cut: boolean;
}

const paths = z.array(z.string().min(1).max(4_096)).max(100_000).optional();
const proposed = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('send'), nodeId: id, paths, targets: z.array(inboxTarget).max(10_000).optional() }).strict(),
  z.object({ kind: z.literal('import'), paths }).strict(),
]);

export const preflightCalls = {
  /** What becomes of one group, and whether that is remembered for later ones to this node; what is not named stays. The stream tells before the answer. */
  'preflight.decide': call(
    z.object({ id, key: z.string().min(1).max(300), decision: preflightDecision.optional(), remember: z.boolean().optional() }).strict(),
  ).returns<null>(),
  /** It goes: from now on it is a transfer of that id. What is not yet looked at follows, as decided or remembered. */
  'preflight.release': call(z.object({ id, commitment: z.boolean().optional() }).strict()).returns<{ readonly id: string }>(),
};

export const preflightStreams = {
  /** Looks at what was chosen and tells of it at most ten times a second. Ending the stream drops what was not released. */
  preflight: stream(proposed).emits<ProposalView>(),
};
