/** What a look at a file comes to in the queue: an object that waits, or something that is set aside with its reason. */
import type { PreflightDecision } from '../contract/preflight.ts';
import { PROBLEMS, problemOf, type ProblemAt } from './problem.ts';
import type { FileScan } from './scan-file.ts';
import type { ObjectRecord } from './types.ts';
import type { EntryPlace } from './zip/entry-place.ts';

interface Scanned {
  readonly index: number;
  readonly path: string;
  readonly entry: EntryPlace | undefined;
  readonly scan: FileScan;
  /** SOP Instance UIDs that are in the queue already. */
  readonly seen: Set<string>;
  readonly decide?: (at: ProblemAt) => PreflightDecision;
}

export function recordOf({ index, path, entry, scan, seen, decide = asNamed }: Scanned): ObjectRecord {
  const nothing = { index, path, ...(entry && { entry }), offset: 0, bytes: 0, status: null, comment: '', failures: 0 } as const;
  if (scan.kind !== 'object') {
    const problem = scan.kind === 'set-aside' ? scan.problem : 'not-dicom';
    return { ...nothing, sopClassUid: '', sopInstanceUid: '', transferSyntaxUid: '', problem, state: 'set-aside', words: scan.words };
  }
  const { offset, bytes } = scan;
  const { sopClassUid, sopInstanceUid, transferSyntaxUid } = scan.header;
  const problem = seen.has(sopInstanceUid) ? 'duplicate' : problemOf(scan.header, bytes);
  seen.add(sopInstanceUid);
  const isLeft = problem !== null && decide({ problem, sopClassUid, transferSyntaxUid }) === 'leave';
  const outcome = { state: isLeft ? 'set-aside' : 'waiting', words: isLeft ? PROBLEMS[problem].words : '' } as const;
  return { ...nothing, offset, bytes, sopClassUid, sopInstanceUid, transferSyntaxUid, problem, ...outcome };
}

const asNamed = ({ problem }: ProblemAt): PreflightDecision => (problem === 'duplicate' ? 'leave' : 'take');
