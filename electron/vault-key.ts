// The key under which the engine encrypts what names patients: random, made once, and itself encrypted by the system's keychain.
import { randomBytes } from 'node:crypto';
import type { Secrets } from './secrets.ts';

const NAME = 'vault-key';

/** Undefined where there is no keychain: a key that lies beside what it opens protects nothing. */
export function vaultKey(secrets: Secrets): Uint8Array | undefined {
  const kept = Buffer.from(secrets.read(NAME) ?? '', 'base64');
  if (kept.length === 32) return kept;
  const made = randomBytes(32);
  return secrets.write(NAME, made.toString('base64')) ? made : undefined;
}
