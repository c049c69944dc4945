/** Reads the command line: one address form, options shared by all commands, and what each adds. A mistake is a UsageError with the remedy. */
import { readFileSync } from 'node:fs';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { isEncryptedKey, whyUnusable } from '../association/tls.ts';
import type { TlsOptions, Timeouts } from '../association/types.ts';
import { UsageError } from '../errors.ts';
import { checkAeTitle } from '../lib/ae-title.ts';
import { parseAddress } from '../nodes/address.ts';
import { passPhraseFor } from './pass-phrase.ts';

export type Options = NonNullable<ParseArgsConfig['options']>;

export interface Peer {
  readonly title: string;
  readonly host: string;
  readonly port: number;
}

/** Our own certificate and whom we trust; also for a listener. */
export const tlsOptions = {
  tls: { type: 'boolean', default: false },
  ca: { type: 'string' },
  cert: { type: 'string' },
  key: { type: 'string' },
  fingerprint: { type: 'string' },
} as const satisfies Options;

/** What every command that opens an association understands. */
export const networkOptions = {
  as: { type: 'string', default: 'GANTRY' },
  ...tlsOptions,
  timeout: { type: 'string' },
  'max-pdu': { type: 'string' },
  json: { type: 'boolean', default: false },
} as const satisfies Options;

export interface TlsValues {
  readonly tls: boolean;
  readonly ca?: string | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
  readonly fingerprint?: string | undefined;
}

export interface NetworkValues extends TlsValues {
  readonly as: string;
  readonly timeout?: string | undefined;
  readonly 'max-pdu'?: string | undefined;
  readonly json: boolean;
}

type Arguments<T extends Options> = ReturnType<typeof parseArgs<{ args: string[]; options: T; allowPositionals: true; strict: true }>>;

/** `parseArgs` with its complaints as UsageErrors. `words`: the most that may stand beside the options, default any number. */
export function readArguments<const T extends Options>(args: readonly string[], options: T, words = Infinity): Arguments<T> {
  const read = parse(args, options);
  const extra = read.positionals[words];
  if (extra !== undefined) throw new UsageError('invalid-argument', `"${extra}" is one word too many: see gantry --help.`);
  return read;
}

function parse<const T extends Options>(args: readonly string[], options: T): Arguments<T> {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    // Node goes on about positional arguments; its first sentence names the option.
    const [first = ''] = (error instanceof Error ? error.message : String(error)).split(/\.(?:\s|$)/);
    throw new UsageError('invalid-argument', `${first}: see gantry --help.`);
  }
}

export function peerFrom(text: string | undefined): Peer {
  const peer = text === undefined ? null : parseAddress(text);
  if (peer) return { ...peer, title: titleFrom(peer.title) };
  // Where only the title is wrong, that is what is said.
  const title = /^(.*)@[^@]+:\d+$/s.exec(text ?? '')?.[1];
  if (title !== undefined) titleFrom(title);
  const what = text ? `"${text}" is no address` : 'An address is missing';
  throw new UsageError('invalid-argument', `${what}: write AE@host:port, for example PACS1@10.1.2.3:104.`);
}

export function titleFrom(text: string): string {
  const problem = checkAeTitle(text);
  if (problem) throw new UsageError('invalid-ae-title', `The AE title "${text}" ${problem}.`);
  return text.trim();
}

export function numberFrom(name: string, text: string | undefined, { least, most }: { least: number; most: number }): number | undefined {
  if (text === undefined) return undefined;
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (!(value >= least && value <= most)) {
    throw new UsageError('invalid-argument', `${name} takes a whole number from ${least} to ${most}, not "${text}".`);
  }
  return value;
}

/** One of the choices; the first when nothing was said. */
export function oneOf<const T extends string>(name: string, text: string | undefined, choices: readonly [T, ...T[]]): T {
  if (text === undefined) return choices[0];
  const found = choices.find((choice) => choice.toLowerCase() === text.toLowerCase());
  if (!found) throw new UsageError('invalid-argument', `--${name} takes ${choices.join(', ')}, not "${text}".`);
  return found;
}

export const portFrom = (name: string, text: string | undefined): number | undefined => numberFrom(name, text, { least: 0, most: 65_535 });

/** What we announce as maximum length received (PS3.8 §D.1); 0 announces no limit. */
export const maximumLengthFrom = (values: { readonly 'max-pdu'?: string | undefined }): number | undefined =>
  values['max-pdu'] === '0' ? 0 : numberFrom('--max-pdu', values['max-pdu'], { least: 7, most: 0xffffffff });

/** One time for each wait: to connect, to associate, for an answer. */
export function timeoutsFrom(values: Pick<NetworkValues, 'timeout'>): Partial<Timeouts> {
  if (values.timeout === undefined) return {};
  const seconds = /^\d+(?:\.\d+)?$/.test(values.timeout) ? Number(values.timeout) : NaN;
  if (!(seconds >= 0.001 && seconds <= 86_400))
    throw new UsageError('invalid-argument', `--timeout takes seconds, from 0.001 to 86400, not "${values.timeout}".`);
  const ms = Math.round(seconds * 1000);
  return { connect: ms, association: ms, message: ms };
}

/** `undefined` without `--tls`. Asks for the pass phrase of an encrypted key. */
export async function tlsFrom(values: TlsValues, signal: AbortSignal): Promise<TlsOptions | undefined> {
  const { ca, cert, key, fingerprint } = values;
  if (!values.tls) {
    if (ca ?? cert ?? key ?? fingerprint) throw new UsageError('invalid-argument', '--ca, --cert, --key and --fingerprint go with --tls.');
    return undefined;
  }
  const ownKey = key && pem('key', key);
  const tls: TlsOptions = {
    ...(ca && { ca: pem('ca', ca) }),
    ...(cert && { certificate: pem('cert', cert) }),
    ...(ownKey && { key: ownKey }),
    ...(key && ownKey && isEncryptedKey(ownKey) && { passphrase: await passPhraseFor(key, signal) }),
    ...(fingerprint && { fingerprint }),
  };
  const reason = whyUnusable(tls);
  if (reason?.includes('BAD_DECRYPT')) throw new UsageError('invalid-argument', `The pass phrase does not open ${key ?? 'the key'}.`);
  if (reason !== undefined) throw new UsageError('invalid-argument', `The certificate, key or CA cannot be used: ${reason}.`);
  return tls;
}

/** As a server: with a CA or a fingerprint the caller has to show a certificate. */
export function asServer(tls: TlsOptions | undefined): TlsOptions | undefined {
  if (tls && !(tls.certificate && tls.key)) throw new UsageError('invalid-argument', 'A TLS server needs --cert FILE and --key FILE.');
  return tls?.ca === undefined ? tls : { ...tls, requireClientCertificate: true };
}

/** A server of our own beside a client: TLS when there is a certificate to show, else plain. */
export const asOwnServer = (tls: TlsOptions | undefined): TlsOptions | undefined =>
  tls?.certificate === undefined ? undefined : asServer(tls);

function pem(name: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError('invalid-argument', `--${name}: ${path} cannot be read (${error instanceof Error ? error.message : 'unknown'}).`);
  }
}
