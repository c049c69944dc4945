// The key under which the engine encrypts what names patients: random, made once, and itself encrypted by the system's keychain.
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

/** What Electron's safeStorage offers. */
export interface SecretStore {
  isEncryptionAvailable(): boolean;
  /** Linux only: which keychain it is; 'basic_text' is none. */
  getSelectedStorageBackend?(): string;
  encryptString(text: string): Buffer;
  decryptString(encrypted: Buffer): string;
}

/** Undefined where there is no keychain: a key that lies beside what it opens protects nothing. */
export function vaultKey(file: string, store: SecretStore, platform: NodeJS.Platform): Uint8Array | undefined {
  if (!store.isEncryptionAvailable()) return undefined;
  if (platform === 'linux' && ['basic_text', 'unknown'].includes(store.getSelectedStorageBackend?.() ?? 'unknown')) return undefined;
  return readKey(file, store) ?? makeKey(file, store);
}

function readKey(file: string, store: SecretStore): Uint8Array | undefined {
  try {
    const key = Buffer.from(store.decryptString(readFileSync(file)), 'base64');
    return key.length === 32 ? key : undefined;
  } catch {
    // Not there yet, or of another keychain: what it opened cannot be opened any more.
    return undefined;
  }
}

function makeKey(file: string, store: SecretStore): Uint8Array | undefined {
  const key = randomBytes(32);
  try {
    writeFileSync(file, store.encryptString(key.toString('base64')), { mode: 0o600 });
    return key;
  } catch {
    return undefined;
  }
}
