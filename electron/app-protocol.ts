// The one protocol of the window: gantry://app/ serves the built page, nothing else, with a strict content security policy as a header.
// It must never serve a file outside its folder.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Protocol } from 'electron';

export const SCHEME = 'gantry';
export const ORIGIN = `${SCHEME}://app`;
export const START_PAGE = `${ORIGIN}/index.html`;

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "font-src 'self'",
  "worker-src 'self'",
  // Fonts and character maps of documents, which lie beside the page.
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
  '.pfb': 'application/x-font-type1',
  '.bcmap': 'application/octet-stream',
};

/** Must be called before the application is ready. */
export function declareScheme(protocol: Protocol): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, codeCache: true, supportFetchAPI: true } },
  ]);
}

/** The file that a URL stands for, or null when it names none of ours. */
export function fileFor(url: string, folder: string): string | null {
  if (!URL.canParse(url)) return null;
  const { protocol, host, pathname } = new URL(url);
  if (protocol !== `${SCHEME}:` || host !== 'app') return null;
  let wanted: string;
  try {
    wanted = decodeURIComponent(pathname);
  } catch {
    return null;
  }
  if (/[\0\\]/.test(wanted)) return null;
  const file = path.resolve(folder, `.${wanted}`);
  return file.startsWith(folder + path.sep) && path.extname(file) in TYPES ? file : null;
}

/** Answers requests for the page with files of `folder`. */
export function servePage(protocol: Protocol, folder: string): void {
  protocol.handle(SCHEME, async (request) => {
    const file = request.method === 'GET' ? fileFor(request.url, folder) : null;
    const bytes = file ? await readFile(file).catch(() => null) : null;
    const headers = { 'content-security-policy': POLICY, 'x-content-type-options': 'nosniff', 'cache-control': 'no-cache' };
    if (!file || !bytes) return new Response('Not found', { status: 404, headers });
    return new Response(bytes, { headers: { ...headers, 'content-type': TYPES[path.extname(file)] ?? 'application/octet-stream' } });
  });
}
