/**
 * Who we are in TLS: reads the files that the settings name, at each use, and says of each what is wrong with it (FAILURES F2). Keys stay in
 * memory for as long as a call needs them, pass phrases for as long as the engine runs; nothing of them is logged, written or shown.
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
      readonly tls: Pick<TlsOptions, 'certificate' | 'key' | 'ca' | 'passphrase'>;
      readonly certificate: CertificateFacts | null;
      readonly authorities: number;
      readonly keyIsOpen: boolean;
      readonly keyIsEncrypted: boolean;
    }
  | { readonly kind: 'failed'; readonly code: string; readonly explanation: Explanation };

/** Opens one encrypted key and no other. */
export interface KeyPassPhrase {
  readonly keyFile: string;
  readonly passPhrase: string;
}

export interface OwnIdentity {
  readonly read: () => Promise<Identity>;
  /** As it was read last. */
  readonly last: () => Identity;
  readonly view: Live<IdentityView>;
  /** Gives the key file that the pass phrase opens. @throws ExplainedError when it opens none. */
  readonly unlock: (passPhrase: string) => Promise<string>;
}

const NOBODY: Identity = { kind: 'ready', tls: {}, certificate: null, authorities: 0, keyIsOpen: false, keyIsEncrypted: false };

export function createIdentity(files: () => OwnFiles, kept?: KeyPassPhrase): OwnIdentity {
  const view = createLive<IdentityView>({ state: 'none' });
  let last = NOBODY;
  let known = kept;
  const read = async (): Promise<Identity> => {
    const named = files();
    last = await readIdentity(named, known);
    const shown = identityView(last, named);
    if (JSON.stringify(shown) !== JSON.stringify(view.value)) view.set(shown);
    return last;
  };
  return {
    view,
    last: () => last,
    read,
    async unlock(passPhrase) {
      const { keyFile } = files();
      if (keyFile === null) throw explained(new Unusable('no-key', ''));
      try {
        await keyIn(keyFile, passPhrase);
      } catch (error) {
        throw error instanceof Unusable ? explained(error) : error;
      }
      known = { keyFile, passPhrase };
      await read();
      return keyFile;
    },
  };
}

/** Never rejects. */
export async function readIdentity(files: OwnFiles, known?: KeyPassPhrase): Promise<Identity> {
  try {
    return await readAll(files, known);
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

function explained({ code, file }: Unusable): ExplainedError {
  const explanation = explainIdentity(code, file);
  return new ExplainedError(code, explanation.headline, explanation);
}

async function readAll({ certificateFile, keyFile, authorityFile }: OwnFiles, known: KeyPassPhrase | undefined): Promise<Identity> {
  if (certificateFile !== null && keyFile === null) throw new Unusable('no-key', certificateFile);
  if (certificateFile === null && keyFile !== null) throw new Unusable('no-certificate', keyFile);
  const authority = authorityFile === null ? null : await certificatesIn(authorityFile);
  const own = certificateFile === null ? null : await certificatesIn(certificateFile);
  const key = keyFile === null ? null : await keyIn(keyFile, known?.keyFile === keyFile ? known.passPhrase : undefined);
  const tls = { ...(own && { certificate: own.pem }), ...key?.tls, ...(authority && { ca: authority.pem }) };
  const reason = whyUnusable(tls);
  if (reason !== undefined) throw new Unusable(reason, keyFile ?? authorityFile ?? '');
  return {
    kind: 'ready',
    tls,
    certificate: own?.certificates[0] ?? null,
    authorities: authority?.certificates.length ?? 0,
    keyIsOpen: key?.isOpen ?? false,
    keyIsEncrypted: key?.tls.passphrase !== undefined,
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

interface OwnKey {
  readonly tls: Pick<TlsOptions, 'key' | 'passphrase'>;
  readonly isOpen: boolean;
}

async function keyIn(file: string, passPhrase: string | undefined): Promise<OwnKey> {
  const pem = await textOf(file);
  if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(pem)) throw new Unusable('not-pem', file);
  if (isEncryptedKey(pem)) {
    if (passPhrase === undefined) throw new Unusable('key-encrypted', file);
    const tls = { key: pem, passphrase: passPhrase };
    const reason = whyUnusable(tls);
    if (reason !== undefined) throw new Unusable(whyLocked(reason), file);
    return { tls, isOpen: false };
  }
  const { mode } = await stat(file);
  // Windows has no such bits.
  return { tls: { key: pem }, isOpen: process.platform !== 'win32' && (mode & 0o077) !== 0 };
}

/**
 * A wrong pass phrase now and then gives bytes with the right padding, which OpenSSL calls `UNSUPPORTED` and BoringSSL `DECODE_ERROR`.
 * `UNSUPPORTED_…` names a way of encrypting that BoringSSL lacks, such as scrypt.
 */
const whyLocked = (reason: string): string => (reason.startsWith('UNSUPPORTED_') ? 'key-encryption' : 'wrong-pass-phrase');

/** The key is encrypted, and another pass phrase might open it. */
const LOCKED: ReadonlySet<string> = new Set(['key-encrypted', 'wrong-pass-phrase']);

function identityView(identity: Identity, { certificateFile, authorityFile }: OwnFiles): IdentityView {
  if (identity.kind === 'failed') return { state: 'failed', failure: identity.explanation, wantsPassPhrase: LOCKED.has(identity.code) };
  if (certificateFile === null && authorityFile === null) return { state: 'none' };
  const { certificate, authorities, keyIsOpen, keyIsEncrypted } = identity;
  return { state: 'ready', certificate, authorities, keyIsOpen, keyIsEncrypted };
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
