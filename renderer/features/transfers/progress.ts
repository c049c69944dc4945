/**
 * How far a transfer is, by the most honest measure there is: what the other side answered, else what arrived here, else bytes, else
 * nothing but that it runs. Never a guess, and never full before the last answer.
 */
import type { TransferView } from '../../../core/contract.ts';
import { bytesText, clockText, countText, durationText } from '../../format/quantity.ts';

export interface TransferProgress {
  /** 0-1; null is not known. */
  readonly fraction: number | null;
  /** '318/412', '83 arrived', '21 MB'. */
  readonly count: string;
  /** Where the figures come from, when that is not what one expects. */
  readonly note: string;
}

/** Objects that have their answer, whatever it was. */
const answered = ({ completed, warning, failed }: TransferView): number => completed + warning + failed;

const ended = new Set<TransferView['state']>(['done', 'partial', 'failed', 'cancelled']);

const fractionOf = (done: number, total: number, isOver: boolean): number => {
  if (total === 0) return isOver ? 1 : 0;
  return Math.min(isOver ? 1 : 0.999, done / total);
};

export const progressOf = (transfer: TransferView): TransferProgress => {
  const isOver = ended.has(transfer.state);
  const done = answered(transfer);
  if (transfer.state === 'preparing') return { fraction: null, count: 'reading headers', note: '' };
  if (transfer.total !== null) {
    const isQuiet = transfer.direction === 'pull' && done === 0 && transfer.arrived > 0 && !isOver;
    const shown = isQuiet ? transfer.arrived : done;
    const count = `${countText(shown)}/${countText(transfer.total)}`;
    return { fraction: fractionOf(shown, transfer.total, isOver), count, note: isQuiet ? 'counted by what arrives here' : '' };
  }
  if (transfer.arrived > 0)
    return { fraction: null, count: `${countText(transfer.arrived)} arrived`, note: 'the server does not report progress' };
  if (done > 0) return { fraction: isOver ? 1 : null, count: countText(done), note: '' };
  if (transfer.totalBytes !== null && transfer.totalBytes > 0)
    return { fraction: fractionOf(transfer.bytes, transfer.totalBytes, isOver), count: bytesText(transfer.bytes), note: '' };
  return { fraction: null, count: '', note: transfer.state === 'running' ? 'the server does not report progress' : '' };
};

/** ms until the end at the present speed; null when that cannot be said. */
export const timeLeft = (transfer: TransferView, now: number): number | null => {
  if (transfer.state !== 'running') return null;
  if (transfer.totalBytes !== null && transfer.bytesPerSecond > 0)
    return (Math.max(0, transfer.totalBytes - transfer.bytes) / transfer.bytesPerSecond) * 1_000;
  const done = Math.max(answered(transfer), transfer.arrived);
  if (transfer.total === null || transfer.started === null || done === 0) return null;
  const passed = now - new Date(transfer.started).getTime();
  return passed < 1_000 ? null : (passed / done) * Math.max(0, transfer.total - done);
};

export const timeLeftText = (transfer: TransferView, now: number): string => {
  const left = timeLeft(transfer, now);
  return left === null ? '' : clockText(left);
};

const QUIET_MS = 4_000;

/** 'quiet for 12 s' once that is worth saying. */
export const quietText = ({ state, lastSign }: TransferView): string =>
  state === 'running' && lastSign !== null && lastSign >= QUIET_MS ? `quiet for ${durationText(lastSign)}` : '';

export const stateText = (transfer: TransferView, now: number): string => {
  switch (transfer.state) {
    case 'preparing':
      return 'preparing';
    case 'waiting': {
      if (transfer.nextAttempt === null) return 'waiting';
      const wait = new Date(transfer.nextAttempt).getTime() - now;
      return wait > 0 ? `try ${String(transfer.attempt + 1)} in ${clockText(wait)}` : `try ${String(transfer.attempt + 1)}`;
    }
    case 'running':
      return quietText(transfer) || 'running';
    case 'paused':
      return 'paused';
    case 'done':
      return 'done';
    case 'partial':
      return 'not complete';
    case 'failed':
      return 'failed';
    case 'cancelled':
      return 'cancelled';
  }
};
