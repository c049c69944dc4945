/**
 * One attempt at taking files into the inbox: each object's own bytes go through the writer of received ones, a few side by side, read and
 * inflated in the pool. What the inbox does not take is an outcome of that object; an inbox that takes nothing now is tried again later.
 */
import path from 'node:path';
import type { Explanation } from '../contract/failure.ts';
import { explainFile, explainInboxAnswer } from '../failures/explain-local.ts';
import type { Added, Adding } from '../inbox/adding.ts';
import type { AttemptEnd } from './attempt.ts';
import { isStopped } from './attempt.ts';
import { openFileSource } from './file-source.ts';
import type { Figures } from './figures.ts';
import type { Outcome } from './object-table.ts';
import type { ObjectRecord, OpenInbox } from './types.ts';

export interface ImportAttempt {
  /** Asked for each object: another folder may have become the inbox. */
  readonly inbox: () => OpenInbox | undefined;
  /** Name of what they were chosen from, for people. */
  readonly label: string;
  readonly signal: AbortSignal;
  readonly figures: Figures;
  /** Objects that wait, behind an index. */
  readonly next: (page: { readonly after: number; readonly limit: number }) => readonly ObjectRecord[];
  readonly begun: (index: number) => void;
  readonly settled: (object: ObjectRecord, outcome: Outcome) => void;
}

/** Stands as sender of what no system sent. */
export const IMPORTED = 'Import';

const PAGE = 200;
/** Files under way at once: enough to hide the opening of small ones. */
const AT_ONCE = 3;
const PIECE = 256 * 1024;

export async function importAttempt(attempt: ImportAttempt): Promise<AttemptEnd> {
  const { signal } = attempt;
  const objects = waiting(attempt);
  const run: Run = { attempt, kept: 0, again: null };
  const work = async (): Promise<void> => {
    const buffer = Buffer.allocUnsafe(PIECE);
    for (const object of objects) {
      if (isStopped(signal) || run.again) return;
      await importOne(run, object, buffer);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  if (isStopped(signal)) return { kind: 'stopped' };
  if (run.again) return { kind: 'again', explanation: run.again, progressed: run.kept > 0 };
  return { kind: 'finished', explanation: null };
}

interface Run {
  readonly attempt: ImportAttempt;
  kept: number;
  /** Why nothing more can be taken now. */
  again: Explanation | null;
}

/** One row of objects for all who work on them. */
function* waiting({ next }: ImportAttempt): Generator<ObjectRecord, void> {
  for (let after = -1; ;) {
    const page = next({ after, limit: PAGE });
    for (const object of page) {
      after = object.index;
      yield object;
    }
    if (page.length < PAGE) return;
  }
}

const FAILED = { state: 'failed', status: null, comment: '', failed: true } as const;

async function importOne(run: Run, object: ObjectRecord, buffer: Uint8Array): Promise<void> {
  const { inbox, signal, figures, begun, settled, label } = run.attempt;
  const open = inbox();
  if (!open) {
    run.again = closed();
    return;
  }
  begun(object.index);
  const { sopClassUid, sopInstanceUid, transferSyntaxUid } = object;
  let adding: Adding | undefined;
  try {
    const source = await openFileSource(object, (bytes) => figures.count(bytes));
    try {
      adding = open.add({
        sopClassUid,
        sopInstanceUid,
        transferSyntaxUid,
        from: { title: IMPORTED, address: '' },
        foundIn: object.entry ? path.basename(object.path) : label,
      });
      for (let left = object.bytes; left > 0;) {
        const read = await source.fill([buffer.subarray(0, Math.min(PIECE, left))]);
        if (isStopped(signal)) return adding.discard();
        adding.write(buffer.subarray(0, read));
        left -= read;
      }
    } finally {
      await source.close();
    }
  } catch (error) {
    adding?.discard();
    settled(object, { ...FAILED, words: error instanceof Error ? error.message : 'It cannot be read' });
    return;
  }
  const added = await adding.finish();
  figures.sign();
  settle(run, object, added);
}

const OUT_OF_RESOURCES = 0xa700;

function settle(run: Run, object: ObjectRecord, added: Added): void {
  const { settled } = run.attempt;
  const outcome = { status: null, comment: '', failed: false } as const;
  if (added.kind !== 'refused') run.kept += 1;
  switch (added.kind) {
    case 'stored':
      return settled(object, { ...outcome, state: 'done', words: '' });
    case 'identical':
      return settled(object, { ...outcome, state: 'done', words: WAS_HERE });
    case 'other-bytes':
      return settled(object, { ...outcome, state: 'warning', words: OTHER_BYTES });
    case 'refused':
      if (added.status === OUT_OF_RESOURCES) {
        run.again = noRoom(added.comment);
        return settled(object, { ...outcome, state: 'waiting', words: '' });
      }
      return settled(object, { ...FAILED, words: `Kept aside in quarantine: ${added.comment}` });
  }
}

/** Said of an object that the inbox has, byte for byte. */
export const WAS_HERE = 'Was here already';
const OTHER_BYTES = 'Kept as another version: other bytes were here under this number';

const ABOUT = { nodeName: 'This computer', host: '', port: 0, calledTitle: '', callingTitle: 'this computer' };

const noRoom = (comment: string): Explanation =>
  comment.includes('full')
    ? explainInboxAnswer('disk-low', ABOUT)
    : (explainFile(comment.includes('read-only') ? 'EROFS' : 'EACCES', ABOUT) ?? closed());

const closed = (): Explanation => ({
  headline: 'The inbox folder cannot be used just now.',
  why: 'It is being opened, or it is missing.',
  confidence: 'certain',
  advice: 'Look at the inbox folder in the settings; the import goes on by itself.',
  remedies: [{ kind: 'open-settings', section: 'inbox' }, { kind: 'retry' }],
  who: 'you',
  code: 'no inbox',
});
