/** What may be wrong with an object before it goes: what is said of it, whether it may go all the same, and what is safe to begin with. */
import type { PreflightDecision, PreflightProblem } from '../contract/preflight.ts';
import type { ObjectHeader } from '../dicom/header.ts';
import { transferSyntaxProperties } from '../dicom/transfer-syntax.ts';
import type { Kind } from './object-table.ts';

export type Way = 'send' | 'import';

interface Known {
  readonly words: string;
  /** What it begins with where both are possible; absent where it never goes. */
  readonly first?: Readonly<Record<Way, PreflightDecision>>;
  /** A person is asked before the first one goes. */
  readonly asks?: Readonly<Record<Way, boolean>>;
  /** What a remembered decision holds for. */
  readonly holdsFor?: 'all' | 'class' | 'kind';
}

const SENDS_ONLY = { send: true, import: false } as const;
const LEAVE = { send: 'leave', import: 'leave' } as const;
/** The inbox keeps what it can keep: nothing is lost by it, and its checks tell of it. */
const KEPT_HERE = { send: 'leave', import: 'take' } as const;

export const PROBLEMS: Readonly<Record<PreflightProblem, Known>> = {
  'not-dicom': { words: 'Not DICOM' },
  unreadable: { words: 'Cannot be read' },
  truncated: { words: 'Cut short: the file ends before its data' },
  'no-uid': { words: 'No SOP Class UID or SOP Instance UID' },
  'not-a-uid': { words: 'A UID that is none' },
  'uid-syntax': { words: 'A UID with a leading zero: strict systems refuse it', first: KEPT_HERE, asks: SENDS_ONLY, holdsFor: 'all' },
  duplicate: {
    words: 'Another file of this transfer carries the same SOP Instance UID',
    first: KEPT_HERE,
    asks: SENDS_ONLY,
    holdsFor: 'all',
  },
  'command-group': {
    words: 'Elements of group 0000 stand in the data set, where they are forbidden',
    first: LEAVE,
    asks: { send: true, import: true },
    holdsFor: 'all',
  },
  'too-large': { words: 'Compressed and longer than 2 GB: many systems fail at it', first: KEPT_HERE, asks: SENDS_ONLY, holdsFor: 'all' },
  'class-refused': { words: 'The node does not take this kind of object', first: LEAVE, asks: SENDS_ONLY, holdsFor: 'class' },
  'syntax-refused': { words: 'The node does not take this encoding', first: LEAVE, asks: SENDS_ONLY, holdsFor: 'kind' },
};

const TWO_GIB = 2 ** 31;

/** Of an object that could go. */
export function problemOf(header: ObjectHeader, bytes: number): PreflightProblem | null {
  if (header.warnings.includes('command-group')) return 'command-group';
  if (header.warnings.includes('uid-form')) return 'uid-syntax';
  return bytes >= TWO_GIB && transferSyntaxProperties(header.transferSyntaxUid).encapsulated ? 'too-large' : null;
}

export interface ProblemAt extends Kind {
  readonly problem: PreflightProblem;
}

/** What a remembered decision is kept under: narrow where the node's answer is, wide where it is a habit of ours. */
export function holdsFor({ problem, sopClassUid, transferSyntaxUid }: ProblemAt): ProblemAt {
  switch (PROBLEMS[problem].holdsFor) {
    case 'class':
      return { problem, sopClassUid, transferSyntaxUid: '' };
    case 'kind':
      return { problem, sopClassUid, transferSyntaxUid };
    default:
      return { problem, sopClassUid: '', transferSyntaxUid: '' };
  }
}
