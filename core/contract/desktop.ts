/** What the desktop does for the window: dialogs, the file manager, the clipboard, the menu. Served by Electron's main process. */
import { z } from 'zod';
import { inboxTarget } from './inbox.ts';
import { call, nothing, passPhrase, stream } from './spec.ts';

export interface AppInfo {
  readonly version: string;
  readonly platform: string;
  readonly electron: string;
  readonly chromium: string;
  readonly node: string;
  /** Whether this system offers a keychain under which a pass phrase outlives the run. */
  readonly keepsSecrets: boolean;
}

export const desktopCalls = {
  'desktop.info': call(nothing).returns<AppInfo>(),
  /** Absolute paths; empty when the person closed the dialog. */
  'desktop.chooseFiles': call(z.object({ kind: z.enum(['files', 'folder']), title: z.string().max(100) }).strict()).returns<
    readonly string[]
  >(),
  /** An absolute path, or null when the person closed the dialog. */
  'desktop.chooseFolder': call(z.object({ title: z.string().max(100) }).strict()).returns<string | null>(),
  /** Of what was made in a folder that was chosen. */
  'desktop.revealPath': call(z.object({ path: z.string().min(1).max(8_192) }).strict()).returns<null>(),
  'desktop.reveal': call(z.object({ target: inboxTarget }).strict()).returns<null>(),
  /** Carries files that were lent (`inbox.lend`) out of the window while the mouse is held down. */
  'desktop.startDrag': call(z.object({ files: z.array(z.string().min(1).max(8_192)).min(1).max(1_000) }).strict()).returns<null>(),
  /** Tries the pass phrase on the key of our TLS identity, and keeps it for the next start where the system has a keychain. */
  'desktop.unlockKey': call(z.object({ passPhrase }).strict()).returns<null>(),
  'desktop.copy': call(z.object({ text: z.string().max(1_000_000) }).strict()).returns<null>(),
  /** Where it was written, or null when the person closed the dialog. */
  'desktop.saveText': call(z.object({ name: z.string().max(100), text: z.string().max(50_000_000) }).strict()).returns<string | null>(),
};

export const desktopStreams = {
  /** Identifiers of actions chosen in the native menu. */
  'desktop.menu': stream(nothing).emits<{ readonly action: string }>(),
};
