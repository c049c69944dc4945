/** One C-FIND to its end: rows out, limit and signal to C-CANCEL, a refused combination of keys asked once more with what is required. */
import type { AssociationEnd } from '../association/types.ts';
import type { NodeView } from '../contract/nodes.ts';
import type { MatchRow } from '../contract/search.ts';
import { DataSetError, EncodingError } from '../dicom/errors.ts';
import type { DimseStatus } from '../dimse/types.ts';
import { UsageError } from '../errors.ts';
import type { Clock } from '../lib/clock.ts';
import type { Association, FindOperation, FinalStatus, QueryKeys } from '../services/types.ts';
import type { Asking, Model } from './keys.ts';
import { rowOf, withFallback } from './rows.ts';

export interface FindRun {
  readonly association: Association;
  readonly node: NodeView;
  readonly asking: Asking;
  readonly model: Model;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** `false`: enough. */
  readonly accept: (row: MatchRow) => boolean;
  readonly note: (note: string) => void;
}

export type FindEnd =
  | { readonly kind: 'done' }
  /** We stopped asking. */
  | { readonly kind: 'limit' }
  /** The node stopped by itself (B001). */
  | { readonly kind: 'truncated' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'status'; readonly status: DimseStatus }
  | { readonly kind: 'ended'; readonly end: AssociationEnd; readonly matches: number }
  /** Nothing was sent: a key cannot be written. */
  | { readonly kind: 'unsendable'; readonly message: string };

const KEYS_IGNORED = 0xff01;
const MORE_THAN_SENT = 0xb001;
/** What a node may take to answer a C-CANCEL before the association is aborted. */
const CANCEL_MS = 5_000;

export async function runFind(run: FindRun): Promise<FindEnd> {
  const end = await findOnce(run, run.asking.keys);
  if (end.kind !== 'status' || end.status.code < 0xa900 || end.status.code > 0xa9ff) return end;
  const again = await findOnce(run, run.asking.required);
  if (again.kind !== 'status') run.note('asked with fewer fields');
  return again;
}

async function findOnce(run: FindRun, keys: QueryKeys): Promise<FindEnd> {
  let operation: FindOperation;
  try {
    operation = startFind(run, keys);
  } catch (error) {
    if (error instanceof EncodingError || error instanceof UsageError) return { kind: 'unsendable', message: error.message };
    throw error;
  }
  const stopGuard = guardCancel(run);
  try {
    const { matches, enough } = await readMatches(run, operation);
    if (enough) stopGuard.arm();
    return endOf(await operation.final, { matches, enough, cancelled: run.signal.aborted });
  } finally {
    stopGuard.disarm();
  }
}

/** Text goes out in the node's own character set where it has one that fits, else in UTF-8. */
function startFind({ association, asking, model, node, signal }: FindRun, keys: QueryKeys): FindOperation {
  const request = { level: asking.level, model, signal };
  const plain = !Object.values(keys).some((value) => typeof value === 'string' && /[^\x20-\x7e]/.test(value));
  if (plain) return association.find({ ...request, keys: { SpecificCharacterSet: '', ...keys } });
  if (node.characterSet !== null) {
    try {
      return association.find({ ...request, keys, characterSet: node.characterSet });
    } catch (error) {
      if (!(error instanceof EncodingError)) throw error;
    }
  }
  return association.find({ ...request, keys });
}

async function readMatches(run: FindRun, operation: FindOperation): Promise<{ readonly matches: number; readonly enough: boolean }> {
  let matches = 0;
  try {
    for await (const { dataSet, status } of operation) {
      if (status.code === KEYS_IGNORED) run.note('some fields were not used for filtering there');
      const readable = withFallback(dataSet, run.node.characterSet);
      if (!run.accept(rowOf({ nodeId: run.node.id, level: run.asking.level, dataSet: readable }))) return { matches, enough: true };
      matches += 1;
    }
  } catch (error) {
    if (!(error instanceof DataSetError)) throw error;
    run.note('an answer could not be read');
    return { matches, enough: true };
  }
  return { matches, enough: false };
}

interface Guard {
  arm(): void;
  disarm(): void;
}

/** Aborts the association when a cancelled operation is not ended by the node in time. */
function guardCancel({ clock, signal, association }: FindRun): Guard {
  let cancelTimer: (() => void) | undefined;
  const arm = (): void => {
    cancelTimer ??= clock.setTimer(CANCEL_MS, () => association.abort());
  };
  signal.addEventListener('abort', arm, { once: true });
  if (signal.aborted) arm();
  return {
    arm,
    disarm: () => {
      signal.removeEventListener('abort', arm);
      cancelTimer?.();
    },
  };
}

function endOf(final: FinalStatus, so: { readonly matches: number; readonly enough: boolean; readonly cancelled: boolean }): FindEnd {
  if (so.cancelled) return { kind: 'cancelled' };
  if (so.enough) return { kind: 'limit' };
  if (final.kind === 'ended') return { kind: 'ended', end: final.end, matches: so.matches };
  if (final.status.code === MORE_THAN_SENT) return { kind: 'truncated' };
  switch (final.status.class) {
    case 'success':
    case 'pending':
    case 'warning':
      return { kind: 'done' };
    case 'cancel':
      return { kind: 'truncated' };
    case 'failure':
      return { kind: 'status', status: final.status };
  }
}
