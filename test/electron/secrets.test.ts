// What the system's keychain keeps: the key of the list of identities and the pass phrase of our TLS key; not on the disk where there is none.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { keptPassPhrase } from '../../electron/key-pass-phrase.ts';
import { openSecrets, type SecretStore } from '../../electron/secrets.ts';
import { vaultKey } from '../../electron/vault-key.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'gantry-vault-key-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let number = 0;
const fresh = (): string => {
  const made = path.join(folder, String((number += 1)));
  mkdirSync(made);
  return made;
};

/** Reverses the text: enough to see that it was asked. */
const keychain = (more: Partial<SecretStore> = {}): SecretStore => ({
  isEncryptionAvailable: () => true,
  getSelectedStorageBackend: () => 'gnome_libsecret',
  encryptString: (text) => Buffer.from(Array.from(text).reverse().join('')),
  decryptString: (encrypted) => Array.from(encrypted.toString()).reverse().join(''),
  ...more,
});

const secretsIn = (own: string, store = keychain(), platform: NodeJS.Platform = 'linux') => openSecrets({ folder: own, store, platform });
const without: readonly (readonly [string, Partial<SecretStore>])[] = [
  ['no keychain', { isEncryptionAvailable: () => false }],
  ['plain text in its place', { getSelectedStorageBackend: () => 'basic_text' }],
];

describe('the key of the list of identities', () => {
  it('is the same at the next start, and not readable in its file', () => {
    const own = fresh();
    const key = vaultKey(secretsIn(own));
    expect(key).toHaveLength(32);
    expect(vaultKey(secretsIn(own))).toEqual(key);
    const file = path.join(own, 'vault-key');
    expect(readFileSync(file, 'utf8')).not.toContain(Buffer.from(key ?? []).toString('base64'));
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o077).toBe(0);
  });

  it.each(without)('is not made with %s', (_what, more) => {
    const own = fresh();
    expect(vaultKey(secretsIn(own, keychain(more)))).toBeUndefined();
    expect(readdirSync(own)).toEqual([]);
  });

  it('is made anew when another keychain encrypted it', () => {
    const own = fresh();
    writeFileSync(path.join(own, 'vault-key'), 'not ours');
    expect(vaultKey(secretsIn(own, keychain(), 'darwin'))).toHaveLength(32);
  });
});

describe('the pass phrase of our key', () => {
  const opened = { keyFile: '/keys/own.pem', passPhrase: 'sesame' };

  it('is there at the next start, and not readable in its file', () => {
    const own = fresh();
    const kept = keptPassPhrase(secretsIn(own));
    expect([kept.outlives, kept.current()]).toEqual([true, undefined]);
    kept.keep(opened);
    expect(keptPassPhrase(secretsIn(own)).current()).toEqual(opened);
    expect(readdirSync(own)).toEqual(['key-pass-phrase']);
    expect(readFileSync(path.join(own, 'key-pass-phrase'), 'utf8')).not.toContain('sesame');
  });

  it.each(without)('is kept for this run only with %s', (_what, more) => {
    const own = fresh();
    const kept = keptPassPhrase(secretsIn(own, keychain(more)));
    kept.keep(opened);
    expect([kept.outlives, kept.current()]).toEqual([false, opened]);
    expect(readdirSync(own)).toEqual([]);
    expect(keptPassPhrase(secretsIn(own, keychain(more))).current()).toBeUndefined();
  });

  it('is unknown when what is kept makes no sense', () => {
    const own = fresh();
    secretsIn(own).write('key-pass-phrase', '{"keyFile":1}');
    expect(keptPassPhrase(secretsIn(own)).current()).toBeUndefined();
  });
});
