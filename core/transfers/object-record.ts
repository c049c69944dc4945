/** What a look at a file comes to in the queue: an object that waits, or something that is set aside with its reason. */
import type { PreflightDecision } from '../contract/preflight.ts';
import { PROBLEMS, problemOf, type ProblemAt } from './problem.ts';
import type { FileScan, ObjectScan } from './scan-file.ts';
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
  const record = scan.kind === 'object' ? recordOfObject(scan, { index, path, seen, decide }) : recordOfOther(scan, { index, path });
  return entry ? { ...record, entry } : record;
}

function recordOfOther(scan: Exclude<FileScan, ObjectScan>, { index, path }: Pick<Scanned, 'index' | 'path'>): ObjectRecord {
  const problem = scan.kind === 'set-aside' ? scan.problem : 'not-dicom';
  const nothing = { index, path, offset: 0, bytes: 0, status: null, comment: '', failures: 0 };
  return { ...nothing, sopClassUid: '', sopInstanceUid: '', transferSyntaxUid: '', problem, state: 'set-aside', words: scan.words };
}

type OfObject = Required<Pick<Scanned, 'index' | 'path' | 'seen' | 'decide'>>;

/** In one piece: it is made for every object that is sent. */
function recordOfObject(scan: ObjectScan, { index, path, seen, decide }: OfObject): ObjectRecord {
  const { offset, bytes } = scan;
  const { sopClassUid, sopInstanceUid, transferSyntaxUid } = scan.header;
  const problem = seen.has(sopInstanceUid) ? 'duplicate' : problemOf(scan.header, bytes);
  seen.add(sopInstanceUid);
  const isLeft = problem !== null && decide({ problem, sopClassUid, transferSyntaxUid }) === 'leave';
  const [state, words] = isLeft ? (['set-aside', PROBLEMS[problem].words] as const) : (['waiting', ''] as const);
  return {
    index,
    path,
    offset,
    bytes,
    sopClassUid,
    sopInstanceUid,
    transferSyntaxUid,
    problem,
    state,
    words,
    status: null,
    comment: '',
    failures: 0,
  };
}

const asNamed = ({ problem }: ProblemAt): PreflightDecision => (problem === 'duplicate' ? 'leave' : 'take');
