/**
 * Who we are in TLS: reads the files that the settings name, at each use, and says of each what is wrong with it (FAILURES F2). Keys stay in
 * memory for as long as a call needs them; nothing of them is logged, kept or shown.
 */
import { readFile, stat } from 'node:fs/promises';
import { isEncryptedKey, readCertificates, whyUnusable } from '../association/tls.ts';
import type { CertificateFacts, TlsOptions } from '../association/types.ts';
import type { Encryption, Explanation, IdentityView, Settings } from '../contract.ts';
import { explainIdentity } from '../failures/explain-local.ts';
import { createLive, type Live } from '../lib/live.ts';
import { ExplainedError } from './serve.ts';

type OwnFiles = Settings['me']['tls'];

export type Identity =
  | {
      readonly kind: 'ready';
      /** Empty where nothing is chosen. */
      readonly tls: Pick<TlsOptions, 'certificate' | 'key' | 'ca'>;
      readonly certificate: CertificateFacts | null;
      readonly authorities: number;
      readonly keyIsOpen: boolean;
    }
  | { readonly kind: 'failed'; readonly code: string; readonly explanation: Explanation };

export interface OwnIdentity {
  readonly read: () => Promise<Identity>;
  /** As it was read last. */
  readonly last: () => Identity;
  readonly view: Live<IdentityView>;
}

const NOBODY: Identity = { kind: 'ready', tls: {}, certificate: null, authorities: 0, keyIsOpen: false };

export function createIdentity(files: () => OwnFiles): OwnIdentity {
  const view = createLive<IdentityView>({ state: 'none' });
  let last = NOBODY;
  return {
    view,
    last: () => last,
    async read() {
      const named = files();
      last = await readIdentity(named);
      const shown = identityView(last, named);
      if (JSON.stringify(shown) !== JSON.stringify(view.value)) view.set(shown);
      return last;
    },
  };
}

/** Never rejects. */
export async function readIdentity(files: OwnFiles): Promise<Identity> {
  try {
    return await readAll(files);
  } catch (error) {
    if (!(error instanceof Unusable)) throw error;
    return { kind: 'failed', code: error.code, explanation: explainIdentity(error.code, error.file) };
  }
}

class Unusable extends Error {
  constructor(
    readonly code: string,
    readonly file: string,
  ) {
    super(code);
  }
}

async function readAll({ certificateFile, keyFile, authorityFile }: OwnFiles): Promise<Identity> {
  if (certificateFile !== null && keyFile === null) throw new Unusable('no-key', certificateFile);
  if (certificateFile === null && keyFile !== null) throw new Unusable('no-certificate', keyFile);
  const authority = authorityFile === null ? null : await certificatesIn(authorityFile);
  const own = certificateFile === null ? null : await certificatesIn(certificateFile);
  const key = keyFile === null ? null : await keyIn(keyFile);
  const tls = { ...(own && { certificate: own.pem }), ...(key && { key: key.pem }), ...(authority && { ca: authority.pem }) };
  const reason = whyUnusable(tls);
  if (reason !== undefined) throw new Unusable(reason, keyFile ?? authorityFile ?? '');
  return {
    kind: 'ready',
    tls,
    certificate: own?.certificates[0] ?? null,
    authorities: authority?.certificates.length ?? 0,
    keyIsOpen: key?.isOpen ?? false,
  };
}

/** Far beyond the bundle of all public authorities. */
const MOST_BYTES = 4 * 1024 * 1024;

async function textOf(file: string): Promise<string> {
  try {
    const { size } = await stat(file);
    if (size > MOST_BYTES) throw new Unusable('not-pem', file);
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Unusable) throw error;
    throw new Unusable(error instanceof Error && 'code' in error ? String(error.code) : 'unknown', file);
  }
}

async function certificatesIn(file: string): Promise<{ readonly pem: string; readonly certificates: readonly CertificateFacts[] }> {
  const pem = await textOf(file);
  const certificates = parsed(pem);
  if (certificates.length === 0) throw new Unusable('not-pem', file);
  return { pem, certificates };
}

function parsed(pem: string): readonly CertificateFacts[] {
  try {
    return readCertificates(pem);
  } catch {
    return [];
  }
}

async function keyIn(file: string): Promise<{ readonly pem: string; readonly isOpen: boolean }> {
  const pem = await textOf(file);
  if (isEncryptedKey(pem)) throw new Unusable('key-encrypted', file);
  if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(pem)) throw new Unusable('not-pem', file);
  const { mode } = await stat(file);
  // Windows has no such bits.
  return { pem, isOpen: process.platform !== 'win32' && (mode & 0o077) !== 0 };
}

function identityView(identity: Identity, { certificateFile, authorityFile }: OwnFiles): IdentityView {
  if (identity.kind === 'failed') return { state: 'failed', failure: identity.explanation };
  if (certificateFile === null && authorityFile === null) return { state: 'none' };
  const { certificate, authorities, keyIsOpen } = identity;
  return { state: 'ready', certificate, authorities, keyIsOpen };
}

/** CA certificates for one node, from a file that the person chose. */
export async function readAuthority(file: string): Promise<NonNullable<Encryption['authority']>> {
  try {
    const { pem, certificates } = await certificatesIn(file);
    const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
    const more = certificates.length > 1 ? ` and ${certificates.length - 1} more` : '';
    return { name: (certificates[0]?.subject ?? '').slice(0, 180) + more, pem: `${blocks.join('\n')}\n` };
  } catch (error) {
    if (!(error instanceof Unusable)) throw error;
    const explanation = explainIdentity(error.code, file);
    throw new ExplainedError(error.code, explanation.why, explanation);
  }
}
