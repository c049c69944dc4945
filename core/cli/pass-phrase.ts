/** The pass phrase of an encrypted key: from the environment, else asked for where somebody sits there. Never from the command line, which everybody on the computer can read. */
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { UsageError } from '../errors.ts';

export const PASS_PHRASE_VARIABLE = 'GANTRY_KEY_PASSPHRASE';

/** `file` names the key to whoever is asked. */
export async function passPhraseFor(file: string, signal: AbortSignal): Promise<string> {
  const given = process.env[PASS_PHRASE_VARIABLE];
  if (given !== undefined) return given;
  if (process.stdin.isTTY && process.stderr.isTTY) return ask(`Pass phrase of ${file}: `, signal);
  throw new UsageError('invalid-argument', `--key: ${file} is encrypted; put its pass phrase into the variable ${PASS_PHRASE_VARIABLE}.`);
}

/** What is typed is not shown. */
async function ask(question: string, signal: AbortSignal): Promise<string> {
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: unseen, terminal: true });
  terminal.once('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  process.stderr.write(question);
  try {
    return await terminal.question('', { signal });
  } catch {
    throw new UsageError('invalid-argument', 'No pass phrase was given.');
  } finally {
    terminal.close();
    process.stderr.write('\n');
  }
}
