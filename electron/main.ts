// Boot order of the desktop application: folders, lock, protocol and walls, engine, menu, window; and its end: engine last.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { app, dialog, Menu, Notification, protocol, safeStorage, session, type BrowserWindow } from 'electron';
import { LENT } from '../core/engine/settings.ts';
import { declareScheme, servePage } from './app-protocol.ts';
import { createDesktop } from './desktop.ts';
import { connectEngine } from './engine-connection.ts';
import { EngineHost } from './engine-host.ts';
import { GivenPaths } from './given-paths.ts';
import { keptPassPhrase, type KeptPassPhrase } from './key-pass-phrase.ts';
import { buildMenu, createActionChannel } from './menu.ts';
import { objectionTo } from './objection.ts';
import { createOpenedFiles } from './opened-files.ts';
import { linkPage } from './page-link.ts';
import { lockDownPages, lockDownSession } from './security.ts';
import { runSmoke, smokeFolder } from './smoke.ts';
import { namedDataFolder, namedPaths, namedPort } from './start-arguments.ts';
import { openSecrets } from './secrets.ts';
import { vaultKey } from './vault-key.ts';
import { watchEngine } from './watch.ts';
import { openWindow } from './window.ts';

const outFolder = import.meta.dirname;
const isSmoke = process.argv.includes('--smoke');

function chooseFolders(): string {
  app.setName('Gantry');
  const folder =
    (isSmoke ? smokeFolder() : null) ?? namedDataFolder(process.argv, process.env) ?? path.join(app.getPath('appData'), 'Gantry');
  app.setPath('userData', folder);
  app.setPath('sessionData', path.join(folder, 'window'));
  return folder;
}

interface Started {
  readonly host: EngineHost;
  readonly passPhrase: KeptPassPhrase;
}

function startEngine(folder: string): Started {
  const port = isSmoke ? 0 : namedPort(process.argv);
  const secrets = openSecrets({ folder, store: safeStorage, platform: process.platform });
  const key = vaultKey(secrets);
  const passPhrase = keptPassPhrase(secrets);
  const host = new EngineHost({
    script: path.join(outFolder, 'engine-thread.js'),
    start: () => {
      const keyPassPhrase = passPhrase.current();
      return { folder, ...(port !== null && { port }), ...(key && { vaultKey: key }), ...(keyPassPhrase && { keyPassPhrase }) };
    },
    onRestart: (reason) => {
      process.stderr.write(`The engine stopped (${reason}) and was started again\n`);
      if (Notification.isSupported()) new Notification({ title: 'Gantry', body: 'The engine stopped and was started again.' }).show();
    },
    onGiveUp: (reason) => {
      process.stderr.write(`The engine stops again and again: ${reason}\n`);
      dialog.showErrorBox('Gantry cannot go on', `Its engine stops again and again (${reason}). Start Gantry anew.`);
      app.exit(1);
    },
  });
  return { host, passPhrase };
}

const pathsNamed = (argv: readonly string[], cwd: string): readonly string[] =>
  namedPaths(argv, { cwd, own: app.getAppPath(), exists: existsSync });

function run(folder: string): void {
  servePage(protocol, path.join(outFolder, '../renderer'));
  lockDownSession(session.defaultSession);
  const { host, passPhrase } = startEngine(folder);
  endWithEngine(host);
  const engine = connectEngine(host);
  const given = new GivenPaths();
  given.add(path.join(folder, LENT));
  const actions = createActionChannel();
  Menu.setApplicationMenu(buildMenu({ send: actions.send, isMac: process.platform === 'darwin', isPackaged: app.isPackaged }));

  let window: BrowserWindow | null = null;
  const open = (): BrowserWindow => {
    const opened = openWindow({ outFolder, boundsFile: path.join(folder, 'window.json'), hidden: isSmoke });
    const desktop = createDesktop({ window: () => opened, engine, given, actions, passPhrase });
    linkPage(opened, { host, desktop, given, objection: objectionTo(given) });
    opened.once('closed', () => (window = null));
    return (window = opened);
  };
  const show = (): void => {
    const shown = window ?? open();
    if (shown.isMinimized()) shown.restore();
    shown.focus();
  };

  const first = open();
  if (isSmoke) return void runSmoke({ engine, window: first, folder, quit: () => app.quit() });
  watchEngine(engine, () => window);
  opened.follow((paths) => {
    const taken = engine.call('transfers.import', { paths: [...paths] });
    void taken.then(
      () => actions.send('go.inbox'),
      () =>
        dialog.showErrorBox('The files could not be imported', 'The engine of Gantry did not take them. Drop them on the window instead.'),
    );
  });
  app.on('second-instance', (_event, argv, cwd) => {
    show();
    opened.add(pathsNamed(argv, cwd));
  });
  app.on('activate', show);
}

/** The application ends when the engine has ended its associations and finished its files. */
function endWithEngine(host: EngineHost): void {
  let ended = false;
  app.on('before-quit', (event) => {
    if (ended) return;
    event.preventDefault();
    void host.close().then(() => {
      ended = true;
      app.exit(Number(process.exitCode ?? 0));
    });
  });
  app.on('window-all-closed', () => app.quit());
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit());
}

const folder = chooseFolders();
const opened = createOpenedFiles();
app.on('open-file', (event, file) => {
  event.preventDefault();
  opened.add([file]);
});
if (!isSmoke && !app.requestSingleInstanceLock()) {
  process.stdout.write('Gantry is already running: its window was brought to the front\n');
  app.exit(0);
} else {
  // Without this Electron stops everything behind a dialog that an unattended computer never closes.
  process.on('uncaughtException', (error) => process.stderr.write(`${error.stack ?? error.message}\n`));
  declareScheme(protocol);
  lockDownPages(app);
  // Chromium refuses both at once: only root on Linux comes with --no-sandbox.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  opened.add(pathsNamed(process.argv, process.cwd()));
  void app.whenReady().then(() => run(folder));
}
