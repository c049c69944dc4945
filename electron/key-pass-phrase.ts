// The pass phrase of the key of our TLS identity: given to each start of the engine, kept by the system's keychain, else in memory for this run.
import { z } from 'zod';
import type { KeyPassPhrase } from '../core/engine/identity.ts';
import type { Secrets } from './secrets.ts';

const NAME = 'key-pass-phrase';
const schema = z.object({ keyFile: z.string(), passPhrase: z.string() });

export interface KeptPassPhrase {
  /** Whether what is kept is there at the next start of the application. */
  readonly outlives: boolean;
  readonly current: () => KeyPassPhrase | undefined;
  readonly keep: (opened: KeyPassPhrase) => void;
}

export function keptPassPhrase(secrets: Secrets): KeptPassPhrase {
  let known = parsed(secrets.read(NAME));
  return {
    outlives: secrets.available,
    current: () => known,
    keep(opened) {
      known = opened;
      secrets.write(NAME, JSON.stringify(opened));
    },
  };
}

function parsed(text: string | undefined): KeyPassPhrase | undefined {
  if (text === undefined) return undefined;
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
