/** The bin of whichever inbox is open, as a list and as a sum. */
import type { BinRow, HousekeepingView } from '../contract/housekeeping.ts';
import type { ListEvent } from '../contract/spec.ts';
import type { Live } from '../lib/live.ts';
import type { KeptInbox, KeptInboxState } from './housekeeping.ts';

export type BinWatcher = (event: ListEvent<BinRow, 'token'>) => void;

/** A snapshot at once and after each change: a bin is short. Returns what ends the watching. */
export function watchBin(inbox: Live<KeptInboxState>, watcher: BinWatcher): () => void {
  let stopBin: () => void = () => undefined;
  const stop = inbox.subscribe((state) => {
    stopBin();
    const tell = (): void => watcher({ kind: 'snapshot', rows: state.kind === 'open' ? rowsOf(state.inbox.bin) : [] });
    stopBin = state.kind === 'open' ? state.inbox.bin.changed.listen(tell) : () => undefined;
    tell();
  });
  return () => {
    stop();
    stopBin();
  };
}

export const binSum = (rows: readonly Pick<BinRow, 'bytes'>[]): HousekeepingView['bin'] => ({
  removals: rows.length,
  bytes: rows.reduce((sum, { bytes }) => sum + bytes, 0),
});

const rowsOf = (bin: KeptInbox['bin']): readonly BinRow[] =>
  bin.list().map(({ at, note, ...removal }) => ({
    ...removal,
    ...note,
    at: new Date(at).toISOString(),
    until: new Date(at + bin.keptMs).toISOString(),
  }));
