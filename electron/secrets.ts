// Secrets that outlive the run: each in a file of its own, encrypted by the system's keychain. Without a keychain nothing is written, since
// what lies beside its own key is no secret.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** What Electron's safeStorage offers. */
export interface SecretStore {
  isEncryptionAvailable(): boolean;
  /** Linux only: which keychain it is; 'basic_text' is none. */
  getSelectedStorageBackend?(): string;
  encryptString(text: string): Buffer;
  decryptString(encrypted: Buffer): string;
}

export interface Secrets {
  /** Whether this system has a keychain. */
  readonly available: boolean;
  /** Undefined: never written, or by another keychain. */
  read(name: string): string | undefined;
  /** Whether it will be there at the next start. */
  write(name: string, text: string): boolean;
}

export interface SecretsOptions {
  readonly folder: string;
  readonly store: SecretStore;
  readonly platform: NodeJS.Platform;
}

export function openSecrets({ folder, store, platform }: SecretsOptions): Secrets {
  const available = store.isEncryptionAvailable() && (platform !== 'linux' || isKeychain(store.getSelectedStorageBackend?.()));
  const file = (name: string): string => path.join(folder, name);
  return {
    available,
    read(name) {
      if (!available) return undefined;
      try {
        return store.decryptString(readFileSync(file(name)));
      } catch {
        return undefined;
      }
    },
    write(name, text) {
      if (!available) return false;
      try {
        writeFileSync(file(name), store.encryptString(text), { mode: 0o600 });
        return true;
      } catch {
        return false;
      }
    },
  };
}

const isKeychain = (backend = 'unknown'): boolean => !['basic_text', 'unknown'].includes(backend);
