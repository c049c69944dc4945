// Ties a window's page to the engine and the desktop: each time our own page has loaded it gets a fresh port with a gate behind it, and
// everything that the page before it had open is ended. No other frame and no other page ever gets one.
import { MessageChannelMain, type BrowserWindow, type MessagePortMain } from 'electron';
import { serveContract, type Offered } from '../core/engine/serve.ts';
import type { CallFailure, FromEngine } from '../core/contract.ts';
import type { EngineHost } from './engine-host.ts';
import { Gate } from './gate.ts';
import type { GivenPaths } from './given-paths.ts';
import { isOwnPage } from './security.ts';

export interface PageLinkOptions {
  readonly host: EngineHost;
  readonly desktop: Offered;
  readonly given: GivenPaths;
  readonly objection: (name: string, payload: unknown) => Promise<CallFailure | null>;
}

export function linkPage(window: BrowserWindow, { host, desktop, given, objection }: PageLinkOptions): void {
  const { webContents } = window;
  let unlink: (() => void) | null = null;
  const end = (): void => {
    unlink?.();
    unlink = null;
  };

  webContents.on('did-finish-load', () => {
    end();
    if (!isOwnPage(webContents.mainFrame, webContents)) return;
    const { port1, port2 } = new MessageChannelMain();
    unlink = serve(port1, { host, desktop, objection });
    webContents.postMessage('gantry:port', null, [port2]);
  });
  webContents.on('render-process-gone', (_event, { reason }) => {
    end();
    if (reason !== 'clean-exit' && !window.isDestroyed()) webContents.reload();
  });
  webContents.ipc.on('gantry:given', (event, path: unknown) => {
    if (isOwnPage(event.senderFrame, webContents) && typeof path === 'string') given.add(path);
  });
  window.once('closed', end);
}

function serve(port: MessagePortMain, { host, desktop, objection }: Omit<PageLinkOptions, 'given'>): () => void {
  const fromBehind = (message: FromEngine): void => gate.fromBehind(message);
  const ours = serveContract(desktop, fromBehind);
  const engine = host.open(fromBehind, () => gate.engineRestarted());
  const gate = new Gate({ toPage: (message) => port.postMessage(message), desktop: ours, engine, objection });
  port.on('message', ({ data }) => void gate.fromPage(data));
  port.start();
  let ended = false;
  const end = (): void => {
    if (ended) return;
    ended = true;
    ours.close();
    engine.close();
    port.close();
  };
  port.on('close', end);
  return end;
}
