// What a page may never do, whatever it tries: leave, open windows, embed, reach the network, ask for permissions.
import type { App, Session, WebFrameMain } from 'electron';
import { ORIGIN } from './app-protocol.ts';

/** Holds for every page of the application, also for one that nobody thought of. */
export function lockDownPages(app: App): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => event.preventDefault());
    contents.on('will-frame-navigate', (event) => event.preventDefault());
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
}

/** Schemes that stay inside the application; everything else would be the network or the disk. */
const INSIDE = /^(gantry|blob|data|devtools):/;

export function lockDownSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !INSIDE.test(url) }));
  session.on('will-download', (event) => event.preventDefault());
}

/** What decides about a frame. */
export type Frame = Pick<WebFrameMain, 'url' | 'parent'>;

/** The main frame of our own page, and nothing else, may talk to us. */
export function isOwnPage(frame: Frame | null, contents: { readonly mainFrame: Frame }): boolean {
  return frame !== null && frame === contents.mainFrame && frame.parent === null && isOwnUrl(frame.url);
}

// `new URL(…).origin` is the string 'null' for a scheme of our own.
const isOwnUrl = (url: string): boolean => url.startsWith(`${ORIGIN}/`);
