// What the operating system does for the window: dialogs, the file manager, the clipboard. Serves the contract's `desktop.` part.
import { rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { app, clipboard, dialog, nativeImage, shell, type BrowserWindow } from 'electron';
import type { CallHandlers, StreamHandlers } from '../core/contract.ts';
import type { EngineClient } from './engine-client.ts';
import type { GivenPaths } from './given-paths.ts';
import type { KeptPassPhrase } from './key-pass-phrase.ts';
import type { ActionChannel } from './menu.ts';

/** A drag must show something. */
const icon = (): Electron.NativeImage =>
  nativeImage.createFromPath(path.join(import.meta.dirname, '../renderer/icon.png')).resize({ width: 48 });

export interface DesktopOptions {
  readonly window: () => BrowserWindow;
  readonly engine: EngineClient;
  readonly given: GivenPaths;
  readonly actions: ActionChannel;
  readonly passPhrase: KeptPassPhrase;
}

type DesktopCall =
  | 'desktop.info'
  | 'desktop.chooseFiles'
  | 'desktop.chooseFolder'
  | 'desktop.revealPath'
  | 'desktop.reveal'
  | 'desktop.startDrag'
  | 'desktop.unlockKey'
  | 'desktop.copy'
  | 'desktop.saveText';

export interface Desktop {
  readonly calls: CallHandlers<DesktopCall>;
  readonly streams: StreamHandlers<'desktop.menu'>;
}

export function createDesktop({ window, engine, given, actions, passPhrase }: DesktopOptions): Desktop {
  return {
    calls: {
      'desktop.info': () => ({
        version: app.getVersion(),
        platform: process.platform,
        electron: process.versions.electron,
        chromium: process.versions.chrome,
        node: process.versions.node,
        keepsSecrets: passPhrase.outlives,
      }),
      'desktop.chooseFiles': async ({ kind, title }) => {
        const what = kind === 'files' ? 'openFile' : 'openDirectory';
        const { filePaths } = await dialog.showOpenDialog(window(), { title, properties: [what, 'multiSelections'] });
        for (const chosen of filePaths) given.add(chosen);
        return filePaths;
      },
      'desktop.chooseFolder': async ({ title }) => {
        const { filePaths } = await dialog.showOpenDialog(window(), { title, properties: ['openDirectory', 'createDirectory'] });
        const [chosen] = filePaths;
        if (chosen !== undefined) given.add(chosen);
        return chosen ?? null;
      },
      'desktop.revealPath': ({ path: shown }) => {
        shell.showItemInFolder(shown);
        return null;
      },
      'desktop.reveal': async ({ target }) => {
        shell.showItemInFolder(await engine.call('inbox.path', { target }));
        return null;
      },
      'desktop.startDrag': ({ files }) => {
        const [file = ''] = files;
        window().webContents.startDrag({ file, files: [...files], icon: icon() });
        return null;
      },
      'desktop.unlockKey': async ({ passPhrase: typed }) => {
        const { keyFile } = await engine.call('identity.unlock', { passPhrase: typed });
        passPhrase.keep({ keyFile, passPhrase: typed });
        return null;
      },
      'desktop.copy': async ({ text }) => {
        await clipboard.writeText(text);
        return null;
      },
      'desktop.saveText': async ({ name, text }) => {
        const { filePath } = await dialog.showSaveDialog(window(), {
          defaultPath: path.join(app.getPath('documents'), path.basename(name)),
        });
        if (!filePath) return null;
        await writeFile(`${filePath}.new`, text);
        await rename(`${filePath}.new`, filePath);
        return filePath;
      },
    },
    streams: {
      'desktop.menu': (_payload, emit, signal) => actions.follow((action) => emit({ action }), signal),
    },
  };
}
