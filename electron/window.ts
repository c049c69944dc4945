// Opens the one window: sandboxed, isolated, at its last place, shown when the page has painted.
import path from 'node:path';
import { BrowserWindow, nativeTheme, screen } from 'electron';
import { START_PAGE } from './app-protocol.ts';
import { DEFAULT_SIZE, MINIMUM, readBounds, writeBounds } from './window-bounds.ts';

export interface WindowOptions {
  /** The folder of the bundled main process. */
  readonly outFolder: string;
  readonly boundsFile: string;
  /** A window that nobody is to see: the smoke test's. */
  readonly hidden?: boolean;
}

export function openWindow({ outFolder, boundsFile, hidden = false }: WindowOptions): BrowserWindow {
  const areas = screen.getAllDisplays().map((display) => display.workArea);
  const { place, maximized } = readBounds(boundsFile, areas);
  const window = new BrowserWindow({
    ...(place ?? DEFAULT_SIZE),
    minWidth: MINIMUM.width,
    minHeight: MINIMUM.height,
    title: 'Gantry',
    icon: path.join(outFolder, '../renderer/icon.png'),
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#14171C' : '#FFFFFF',
    webPreferences: {
      preload: path.join(outFolder, 'preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
    },
  });
  // The title is part of what other programs see: it stays the application's name.
  window.on('page-title-updated', (event) => event.preventDefault());
  window.on('close', () => writeBounds(boundsFile, { place: window.getNormalBounds(), maximized: window.isMaximized() }));
  window.once('ready-to-show', () => {
    if (hidden) return;
    if (maximized) window.maximize();
    window.show();
  });
  void window.loadURL(START_PAGE);
  return window;
}
