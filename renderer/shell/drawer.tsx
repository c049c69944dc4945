// One line for each running transfer or export, under every screen. What ended without trouble leaves by itself; what needs the person stays in Transfers.
import { ArrowDown, ArrowLeftRight, ArrowUp, FileInput, Pause, Play, X } from 'lucide-react';
import { useStore } from 'zustand';
import type { TransferView } from '../../core/contract.ts';
import { attempt } from '../commands/action.ts';
import { clockText, countText, rateText } from '../format/quantity.ts';
import { timeOfDayText } from '../format/date-time.ts';
import { isActive, leftMs, routeText, shareDone } from '../parts/transfer-progress.ts';
import { go } from '../stores/places.ts';
import { IconButton } from '../ui/button.tsx';
import { Progress } from '../ui/progress.tsx';
import { useGantry } from '../use-gantry.ts';
import { ExportJob } from './export-job.tsx';
import { MoveJob } from './move-job.tsx';
import styles from './drawer.module.css';

const SHOWN = 4;
const glyphs = { send: ArrowUp, pull: ArrowDown, move: ArrowLeftRight, import: FileInput } as const;

export function TransferDrawer() {
  const gantry = useGantry();
  const transfers = useStore(gantry.transfers, (s) => s.rows);
  const active = transfers.filter(isActive);
  const exports = useStore(gantry.exports, (s) => s.running);
  const move = useStore(gantry.inboxMove, (s) => (s.move?.phase === 'failed' ? null : s.move));
  if (active.length + exports.length === 0 && move === null) return null;
  const more = active.length - SHOWN;
  return (
    <section className={styles.drawer} aria-label="Running transfers" data-pane="transfers">
      {move && <MoveJob move={move} />}
      {exports.map((job) => (
        <ExportJob key={job.id} job={job} />
      ))}
      {active.slice(0, SHOWN).map((transfer) => (
        <Job key={transfer.id} transfer={transfer} />
      ))}
      {more > 0 && (
        <button type="button" className={styles.more} onClick={() => go(gantry.places, { screen: 'transfers' })}>
          {more} more in Transfers
        </button>
      )}
    </section>
  );
}

function Job({ transfer }: { readonly transfer: TransferView }) {
  const gantry = useGantry();
  const { id, direction, state, label } = transfer;
  const Glyph = glyphs[direction];
  const towards = routeText(transfer);
  const done = transfer.completed + transfer.warning + transfer.failed;
  const counted = transfer.total === null ? countText(done) : `${countText(done)}/${countText(transfer.total)}`;
  const left = leftMs(transfer);
  const paused = state === 'paused';
  return (
    <div className={styles.job} data-state={state}>
      <Glyph size={14} strokeWidth={1.8} aria-hidden="true" className={styles.glyph} />
      <button
        type="button"
        className={styles.what}
        title={transfer.summary}
        onClick={() => go(gantry.places, { screen: 'transfers', transferId: id })}
      >
        <bdi>{label}</bdi> <span className="secondary">{towards}</span>
      </button>
      <span className={styles.bar}>
        <Progress label={`${label} ${towards}`} value={shareDone(transfer)} tone={paused ? 'idle' : 'running'} text={counted} />
      </span>
      <span className={styles.number}>{counted}</span>
      <span className={styles.speed}>{words(transfer)}</span>
      <span className={styles.left}>{left === null ? '' : clockText(left)}</span>
      <IconButton
        label={paused ? `Resume ${label}` : `Pause ${label}`}
        icon={paused ? Play : Pause}
        side="top"
        onClick={() => void attempt(gantry, () => gantry.api.call(paused ? 'transfers.resume' : 'transfers.pause', { id }))}
      />
      <IconButton
        label={`Cancel ${label}`}
        icon={X}
        side="top"
        onClick={() => void attempt(gantry, () => gantry.api.call('transfers.cancel', { id }))}
      />
    </div>
  );
}

function words({ state, bytesPerSecond, lastSign, nextAttempt }: TransferView): string {
  if (state === 'paused') return 'paused';
  if (state === 'preparing') return 'reading files';
  if (state === 'waiting') return nextAttempt === null ? 'waiting' : `again at ${timeOfDayText(nextAttempt)}`;
  if (lastSign !== null && lastSign > 5_000) return `quiet for ${Math.round(lastSign / 1_000)} s`;
  return rateText(bytesPerSecond);
}
