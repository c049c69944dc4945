/**
 * What may be written to a log. Patient data hides in paths, in messages of file errors and in free text of peers, so nothing that came
 * from outside is logged as it is: it goes through one of these first. Data sets and user identities are never logged at all.
 */
import { ProtocolError, TransportError, UsageError } from '../errors.ts';

const REPLACED = /[^\x20-\x7e\u00a1-\uffff]/g;

/** Short text of a peer (a title, a version name) as one printable line of at most `length` characters. */
export function loggableText(text: string, length = 64): string {
  const printable = text.replace(REPLACED, '·');
  return printable.length > length ? `${printable.slice(0, length)}…` : printable;
}

/** A path says too much: folders and files are named after patients. Only the kind of file remains. */
export function loggablePath(path: string): string {
  const extension = /\.[A-Za-z]{1,5}$/.exec(path)?.[0] ?? '';
  return `‹file${extension}›`;
}

export interface LoggableError {
  readonly name: string;
  readonly code?: string;
  readonly message?: string;
}

/** Our own errors whole; of any other only its name and code, since its message may quote a path or a value. */
export function loggableError(error: unknown): LoggableError {
  if (error instanceof UsageError || error instanceof ProtocolError || error instanceof TransportError) {
    return { name: error.name, code: error.code, message: loggableText(error.message, 200) };
  }
  if (!(error instanceof Error)) return { name: typeof error };
  const code: unknown = 'code' in error ? error.code : undefined;
  return { name: error.name, ...(typeof code === 'string' && /^\w{1,64}$/.test(code) && { code }) };
}
