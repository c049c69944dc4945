// The key of the list of identities: made once, encrypted by the system's keychain, and not at all where there is none.
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { vaultKey, type SecretStore } from '../../electron/vault-key.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'gantry-vault-key-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let number = 0;
const fresh = (): string => path.join(folder, `key-${(number += 1)}`);

/** Reverses the text: enough to see that it was asked. */
const keychain = (more: Partial<SecretStore> = {}): SecretStore => ({
  isEncryptionAvailable: () => true,
  getSelectedStorageBackend: () => 'gnome_libsecret',
  encryptString: (text) => Buffer.from(Array.from(text).reverse().join('')),
  decryptString: (encrypted) => Array.from(encrypted.toString()).reverse().join(''),
  ...more,
});

it('is the same at the next start, and not readable in its file', () => {
  const file = fresh();
  const key = vaultKey(file, keychain(), 'linux');
  expect(key).toHaveLength(32);
  expect(vaultKey(file, keychain(), 'linux')).toEqual(key);
  expect(readFileSync(file, 'utf8')).not.toContain(Buffer.from(key ?? []).toString('base64'));
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o077).toBe(0);
});

it.each([
  ['no keychain', { isEncryptionAvailable: () => false }],
  ['plain text in its place', { getSelectedStorageBackend: () => 'basic_text' }],
])('is not made with %s', (_what, more) => {
  const file = fresh();
  expect(vaultKey(file, keychain(more), 'linux')).toBeUndefined();
  expect(existsSync(file)).toBe(false);
});

it('is made anew when another keychain encrypted it', () => {
  const file = fresh();
  writeFileSync(file, 'not ours');
  expect(vaultKey(file, keychain(), 'darwin')).toHaveLength(32);
});
