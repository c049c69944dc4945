// What main does by itself when the engine's state changes: says where the inbox listens, follows the chosen theme, keeps the computer awake
// while transfers run, and tells of finished transfers while nobody looks. Never a patient's name.
import { nativeTheme, Notification, powerSaveBlocker, type BrowserWindow } from 'electron';
import type { ListenerView, TransferState, TransferView } from '../core/contract.ts';
import type { EngineClient } from './engine-client.ts';

export function watchEngine(engine: EngineClient, window: () => BrowserWindow | null): void {
  engine.listen('settings', {}, ({ appearance }) => {
    nativeTheme.themeSource = appearance.theme;
  });
  sayWhereItListens(engine);
  const awake = keepAwake();
  const transfers = new Map<string, TransferState>();
  engine.listen('transfers', {}, (event) => {
    if (event.kind === 'remove') for (const key of event.keys) transfers.delete(key);
    else
      for (const row of event.rows) {
        const before = transfers.get(row.id);
        transfers.set(row.id, row.state);
        if (before && !ENDED.has(before) && ENDED.has(row.state) && !window()?.isFocused()) notify(row, window);
      }
    awake([...transfers.values()].some((state) => state === 'running' || state === 'preparing'));
  });
}

const ENDED: ReadonlySet<TransferState> = new Set(['done', 'partial', 'failed']);

function sayWhereItListens(engine: EngineClient): void {
  let said = '';
  engine.listen('status', {}, ({ listener }) => {
    const line = wordsOf(listener);
    if (line && line !== said) process.stdout.write(`${line}\n`);
    said = line || said;
  });
}

function wordsOf({ state, title, host, port, wantedPort, failure }: ListenerView): string {
  if (state === 'failed') return `${title} cannot listen on ${host}:${port}: ${failure?.headline ?? 'unknown cause'}`;
  if (state !== 'listening') return '';
  const instead = port !== wantedPort && wantedPort !== 0 ? ` (port ${wantedPort} is in use)` : '';
  return `${title} listening on ${host.includes(':') ? `[${host}]` : host}:${port}${instead}`;
}

function keepAwake(): (wanted: boolean) => void {
  let blocker: number | null = null;
  return (wanted) => {
    if (wanted && blocker === null) blocker = powerSaveBlocker.start('prevent-app-suspension');
    else if (!wanted && blocker !== null) {
      powerSaveBlocker.stop(blocker);
      blocker = null;
    }
  };
}

const VERBS = { send: 'Send to', pull: 'Pull from', move: 'Move from' } as const;

function notify(row: TransferView, window: () => BrowserWindow | null): void {
  if (!Notification.isSupported()) return;
  const words = { done: 'is done', partial: 'ended with problems', failed: 'failed' }[row.state as 'done' | 'partial' | 'failed'];
  const what = row.direction === 'import' ? 'Import' : `${VERBS[row.direction]} ${row.nodeName}`;
  const notification = new Notification({ title: `${what} ${words}`, body: row.summary });
  notification.on('click', () => window()?.show());
  notification.show();
}
