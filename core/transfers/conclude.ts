/** What a transfer came to when nothing is left to try: state, sentence and explanation. Green only at n of n with 0000. */
import type { Explanation } from '../contract/failure.ts';
import type { TransferState } from '../contract/transfers.ts';
import { uidName } from '../dicom/uids.ts';
import { statusClass } from '../dimse/status.ts';
import { explainStatus } from '../failures/explain-status.ts';
import { inferSend } from '../failures/infer-send.ts';
import type { About } from '../failures/types.ts';
import type { Job } from './job.ts';
import type { ObjectTable } from './object-table.ts';
import { WAS_HERE } from './import.ts';
import { importSummary, pullSummary, sendSummary } from './summary.ts';

export interface Conclusion {
  readonly state: TransferState;
  readonly summary: string;
  readonly failure: Explanation | null;
}

export interface ConcludeSend {
  readonly job: Job;
  readonly objects: ObjectTable;
  readonly about: About;
  /** Of the last attempt. */
  readonly explanation: Explanation | null;
}

export function concludeSend({ job, objects, about, explanation }: ConcludeSend): Conclusion {
  const counts = job.objects;
  const statuses = objects.statuses(job.id);
  const leftOut = objects.leftOut(job.id);
  const summary = sendSummary({ objects: counts, statuses, leftOut });
  const arrived = counts.done + counts.warning;
  const wrong = counts.failed + counts.waiting + counts.cancelled;
  const clean = counts.done > 0 && wrong + counts.warning + counts['set-aside'] - leftOut === 0;
  if (clean) return { state: 'done', summary, failure: null };
  const state = arrived > 0 ? 'partial' : 'failed';
  if (wrong === 0) return { state, summary, failure: null };
  const failed = statuses.find((row) => row.state === 'failed');
  const status = failed && explainStatus({ code: failed.status, class: statusClass(failed.status) }, 'C-STORE', about);
  return { state, summary, failure: patternOf(job, objects, about) ?? explanation ?? status ?? null };
}

function patternOf({ id }: Job, objects: ObjectTable, about: About): Explanation | undefined {
  const outcomes = objects.kinds(id).map(({ sopClassUid, transferSyntaxUid, state, objects: count, failures }) => ({
    kind: `${uidName(sopClassUid)}, ${uidName(transferSyntaxUid)}`,
    ok: state === 'done' || state === 'warning',
    objects: count,
    failures,
  }));
  return inferSend(outcomes, about);
}

/** Files that are plainly something else lie in many a folder and on every disc: they are listed, and spoil nothing. */
export function concludeImport(job: Job, objects: ObjectTable, explanation: Explanation | null): Conclusion {
  const counts = job.objects;
  const sum = (rows: ReturnType<ObjectTable['words']>, fits: (words: string) => boolean): number =>
    rows.reduce((total, row) => total + (fits(row.words) ? row.objects : 0), 0);
  const there = sum(objects.words(job.id, 'done'), (words) => words === WAS_HERE);
  const others = sum(objects.words(job.id, 'set-aside'), isOtherFile);
  const leftOut = objects.leftOut(job.id);
  const summary = importSummary({ objects: counts, there, others, leftOut });
  const wrong = counts.failed + counts.waiting + counts.cancelled + counts.warning + counts['set-aside'] - others - leftOut;
  if (counts.done > 0 && wrong === 0) return { state: 'done', summary, failure: null };
  return { state: counts.done + counts.warning > 0 ? 'partial' : 'failed', summary, failure: explanation };
}

const isOtherFile = (words: string): boolean => /^The file is (not DICOM|empty)/.test(words);

export function concludePull(job: Job, explanation: Explanation | null): Conclusion {
  const toInbox = job.record.direction === 'pull';
  const { total, completed, warning, failed, arrived } = job.view();
  const summary = pullSummary({ total, completed, warning, failed, arrived, toInbox });
  const came = toInbox ? arrived : completed + warning;
  const all = job.items.every(({ done }) => done);
  if (all && failed === 0 && warning === 0 && came > 0) return { state: 'done', summary, failure: null };
  const nothingThere = came === 0 && failed === 0 && explanation?.code.includes(' 0000') === true;
  return { state: came > 0 || nothingThere ? 'partial' : 'failed', summary, failure: explanation };
}
