// The line at the bottom: who may call us and where, what flows, how much room there is.
import { useStore } from 'zustand';
import type { StatusView } from '../../core/contract.ts';
import { showBin } from '../commands/housekeeping.ts';
import { bytesText } from '../format/quantity.ts';
import { listenerAddress, listenerMark, listenerWords } from '../parts/listener-words.ts';
import { needsYou } from '../parts/transfer-progress.ts';
import { go } from '../stores/places.ts';
import { StatusMark } from '../ui/status-mark.tsx';
import { useGantry, useSettings } from '../use-gantry.ts';
import styles from './status-bar.module.css';

export function StatusBar() {
  const gantry = useGantry();
  const status = useStore(gantry.status, (s) => s.status);
  const failed = useStore(gantry.transfers, (s) => s.rows.filter(needsYou).length);
  return (
    <footer className={styles.bar} data-pane="status" aria-label="Status">
      {status ? <Known status={status} /> : <span className="faint">Starting the inbox…</span>}
      {failed > 0 && (
        <button type="button" className={styles.problem} onClick={() => go(gantry.places, { screen: 'transfers' })}>
          {failed} {failed === 1 ? 'transfer needs you' : 'transfers need you'}
        </button>
      )}
    </footer>
  );
}

function Known({ status }: { readonly status: StatusView }) {
  const gantry = useGantry();
  const paused = useSettings()?.inbox.paused === true;
  const { listener, bytesInPerSecond, bytesOutPerSecond, freeBytes, disk, housekeeping } = status;
  return (
    <>
      <button
        type="button"
        className={styles.listener}
        data-state={listener.state}
        title="Show the address card"
        onClick={() => gantry.shell.setState({ addressOpen: true })}
      >
        <StatusMark mark={listenerMark(listener)} />
        <span>{listenerWords(listener)}</span>
        <span className="mono">{listener.title}</span>
        <span className={`mono ${styles.address}`}>{listenerAddress(listener)}</span>
      </button>
      {paused && (
        <button
          type="button"
          className={styles.problem}
          title="Callers are asked to come back later. Click to change it."
          onClick={() => go(gantry.places, { screen: 'settings', section: 'senders' })}
        >
          Receiving is paused
        </button>
      )}
      {housekeeping.cleaned && (
        <button
          type="button"
          className={styles.cleaned}
          title="The clean-up rule moved old studies to the bin"
          onClick={() => showBin(gantry)}
        >
          {bytesText(housekeeping.cleaned.bytes)} cleaned up
        </button>
      )}
      <span className={styles.space} />
      <span className={styles.flow} title="Received and sent per second">
        ↓{flow(bytesInPerSecond)} ↑{flow(bytesOutPerSecond)}
      </span>
      {freeBytes !== null && (
        <button
          type="button"
          className={styles.disk}
          data-disk={disk}
          title={diskTitle[disk]}
          onClick={() => go(gantry.places, { screen: 'settings', section: 'inbox' })}
        >
          {disk !== 'ok' && '▲ '}
          {bytesText(freeBytes)} free
        </button>
      )}
    </>
  );
}

const diskTitle: Readonly<Record<StatusView['disk'], string>> = {
  ok: 'Room for the inbox',
  low: 'Little room is left for the inbox: free some or choose another folder',
  full: 'Hardly any room is left for the inbox: new objects are refused before it is full',
};

const flow = (bytes: number) => (bytes > 0 ? `${bytesText(bytes)}/s` : '0');
