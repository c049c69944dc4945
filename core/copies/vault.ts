/**
 * The secret behind the pseudonyms and who became whom, in one file that is encrypted (AES-256-GCM) under a key from outside. Without a key
 * nothing is written: the secret and the list then last as long as the engine.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { putAside, type SetAside } from '../storage/set-aside.ts';

const renamed = z.object({
  originalId: z.string(),
  issuer: z.string(),
  originalName: z.string(),
  newId: z.string(),
  newName: z.string(),
  days: z.number(),
  at: z.string(),
});
/** One patient's old and new identity, and when it was first made. */
export type Renamed = Readonly<z.infer<typeof renamed>>;

const contents = z.object({ secret: z.string().length(44), patients: z.array(renamed) });

export interface Vault {
  /** It outlives the engine. */
  readonly kept: boolean;
  /** What could not be decrypted and was put aside. */
  readonly setAside: SetAside | null;
  readonly secret: Uint8Array;
  readonly patients: readonly Renamed[];
  /** Settles when it is on the disk, where it is kept at all. */
  remember(patients: readonly Renamed[]): Promise<void>;
  /** New pseudonyms for everybody from now on. */
  forget(): Promise<void>;
}

export interface VaultOptions {
  readonly file: string;
  /** 32 bytes; undefined where the system has no safe place for one. */
  readonly key: Uint8Array | undefined;
  readonly wallClock: () => number;
}

const MOST_PATIENTS = 100_000;

export async function openVault({ file, key, wallClock }: VaultOptions): Promise<Vault> {
  const read = key ? await readVault(file, key, wallClock) : { secret: undefined, patients: [], setAside: null };
  let secret: Uint8Array = read.secret ?? randomBytes(32);
  let patients: readonly Renamed[] = read.patients;
  let writing: Promise<void> = Promise.resolve();
  const write = (): Promise<void> => {
    if (!key) return Promise.resolve();
    const text = JSON.stringify({ secret: Buffer.from(secret).toString('base64'), patients });
    writing = writing.then(() => replace(file, encrypted(text, key)));
    return writing;
  };
  return {
    kept: key !== undefined,
    setAside: read.setAside,
    get secret() {
      return secret;
    },
    get patients() {
      return patients;
    },
    remember(more) {
      const keyOf = ({ originalId, issuer, originalName, newId }: Renamed): string => [originalId, issuer, originalName, newId].join('\0');
      const known = new Set(patients.map(keyOf));
      const fresh = more.filter((one) => !known.has(keyOf(one)));
      if (fresh.length === 0 && patients.length > 0) return Promise.resolve();
      patients = [...patients, ...fresh].slice(-MOST_PATIENTS);
      return write();
    },
    forget() {
      secret = randomBytes(32);
      patients = [];
      return write();
    },
  };
}

interface Read {
  readonly secret: Uint8Array | undefined;
  readonly patients: readonly Renamed[];
  readonly setAside: SetAside | null;
}

async function readVault(file: string, key: Uint8Array, wallClock: () => number): Promise<Read> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { secret: undefined, patients: [], setAside: null };
    throw error;
  }
  try {
    const { secret, patients } = contents.parse(JSON.parse(decrypted(bytes, key)));
    return { secret: Buffer.from(secret, 'base64'), patients, setAside: null };
  } catch {
    return { secret: undefined, patients: [], setAside: putAside({ files: [file], reason: 'it cannot be decrypted', now: wallClock() }) };
  }
}

const NONCE = 12;
const TAG = 16;

/** nonce(12) tag(16) ciphertext. */
function encrypted(text: string, key: Uint8Array): Buffer {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

function decrypted(bytes: Buffer, key: Uint8Array): string {
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE));
  decipher.setAuthTag(bytes.subarray(NONCE, NONCE + TAG));
  return Buffer.concat([decipher.update(bytes.subarray(NONCE + TAG)), decipher.final()]).toString('utf8');
}

async function replace(file: string, bytes: Buffer): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(`${file}.new`, bytes, { mode: 0o600, flush: true });
  await rename(`${file}.new`, file);
}
