/** The listener, the settings, the self-test and what the status bar shows. */
import { z } from 'zod';
import type { CertificateView, Explanation } from './failure.ts';
import { cleanUpRule, type HousekeepingView } from './housekeeping.ts';
import { inboxSettings } from './inbox-settings.ts';
import { aeTitle } from './nodes.ts';
import { call, id, nothing, passPhrase, stream } from './spec.ts';

const pemFile = z.string().min(1).max(4_096).nullable();

/** Who we are in TLS. Files are PEM, whole paths, read when they are used; no key and no pass phrase is ever kept in the settings. */
const ownTls = z
  .object({
    certificateFile: pemFile,
    keyFile: pemFile,
    /** Who is trusted: servers of nodes that name nobody else, and callers. */
    authorityFile: pemFile,
    /** What our port speaks: plain DICOM, TLS only, or TLS on a second port. */
    listen: z.enum(['off', 'only', 'beside']),
    /** The second port. */
    port: z.number().int().min(0).max(65535),
    /** Callers must show a certificate that the CA file vouches for. */
    requireCertificate: z.boolean(),
  })
  .strict();

export const settings = z
  .object({
    me: z
      .object({
        title: aeTitle,
        port: z.number().int().min(0).max(65535),
        /** '127.0.0.1' this computer only, '0.0.0.0' all interfaces, or one address. */
        host: z.string().min(2).max(64),
        tls: ownTls,
      })
      .strict(),
    inbox: inboxSettings,
    search: z.object({ limit: z.number().int().min(10).max(100_000), model: z.enum(['study', 'patient']) }).strict(),
    appearance: z
      .object({
        theme: z.enum(['system', 'light', 'dark']),
        density: z.enum(['compact', 'regular']),
        /** 0.9 … 1.5 */
        scale: z.number().min(0.9).max(1.5),
        names: z.enum(['ideographic', 'alphabetic', 'both']),
        /** Single-letter shortcuts such as R and P. */
        singleKeys: z.boolean(),
      })
      .strict(),
  })
  .strict();
export type Settings = z.infer<typeof settings>;

/** Names what changes and nothing else: who changes one field knows nothing of the others that another call is changing. */
const settingsPatch = z
  .object({
    me: settings.shape.me.extend({ tls: ownTls.partial() }).partial(),
    inbox: inboxSettings.extend({ cleanUp: cleanUpRule.partial() }).partial(),
    search: settings.shape.search.partial(),
    appearance: settings.shape.appearance.partial(),
  })
  .partial()
  .strict();
export type SettingsPatch = z.infer<typeof settingsPatch>;

export interface ListenerEncryption {
  readonly mode: 'off' | 'only' | 'beside';
  /** Where TLS is spoken; null while it is not. */
  readonly port: number | null;
  readonly requiresCertificate: boolean;
  /** What callers are shown. */
  readonly certificate: CertificateView | null;
  /** Why the port beside is not open. */
  readonly failure: Explanation | null;
}

/** What became of the files of our TLS identity. */
export type IdentityView =
  | { readonly state: 'none' }
  | {
      readonly state: 'ready';
      readonly certificate: CertificateView | null;
      /** CA certificates in the CA file. */
      readonly authorities: number;
      /** Others on this computer can read the key file. */
      readonly keyIsOpen: boolean;
      /** A pass phrase opened the key. */
      readonly keyIsEncrypted: boolean;
    }
  | {
      readonly state: 'failed';
      readonly failure: Explanation;
      /** Only the pass phrase of the key is missing. */
      readonly wantsPassPhrase: boolean;
    };

export interface ListenerView {
  readonly state: 'starting' | 'listening' | 'failed';
  readonly title: string;
  readonly host: string;
  /** The one in use; differs from `wantedPort` when that was busy. */
  readonly port: number;
  readonly wantedPort: number;
  readonly scope: 'this-computer' | 'network';
  /** Addresses under which others reach us now. */
  readonly addresses: readonly string[];
  /** Whether anybody has reached this port since it was opened. */
  readonly calls: number;
  readonly encryption: ListenerEncryption;
  readonly failure: Explanation | null;
}

/** Something a person should know once: a settings file that was put aside, a transfer that was resumed. */
export interface Notice {
  readonly id: string;
  readonly at: string;
  readonly level: 'info' | 'warn' | 'error';
  readonly text: string;
  readonly detail: string;
}

export interface StatusView {
  readonly listener: ListenerView;
  readonly identity: IdentityView;
  readonly bytesInPerSecond: number;
  readonly bytesOutPerSecond: number;
  readonly freeBytes: number | null;
  readonly disk: 'ok' | 'low' | 'full';
  readonly notices: readonly Notice[];
  readonly housekeeping: HousekeepingView;
}

export interface NetworkInterface {
  readonly name: string;
  readonly address: string;
  readonly family: 'IPv4' | 'IPv6';
}

export interface SelfTestStep {
  readonly name: string;
  readonly state: 'waiting' | 'running' | 'ok' | 'failed';
  readonly ms: number | null;
  readonly detail: string;
}

export const statusCalls = {
  'settings.update': call(z.object({ patch: settingsPatch }).strict()).returns<Settings>(),
  /** Tries the pass phrase on the key file of the settings, and opens the port again with it. Gives the file that it opens. Held in memory only. */
  'identity.unlock': call(z.object({ passPhrase }).strict()).returns<{ readonly keyFile: string }>(),
  'listener.interfaces': call(nothing).returns<readonly NetworkInterface[]>(),
  /** Opens the listener again as the settings say: after a failure, or to take the wanted port when it is free. */
  'listener.restart': call(nothing).returns<null>(),
  'notices.dismiss': call(z.object({ id }).strict()).returns<null>(),
};

export const statusStreams = {
  status: stream(nothing).emits<StatusView>(),
  settings: stream(nothing).emits<Settings>(),
  /** Echo, send, receive, compare on our own inbox; each event is the whole list. */
  selftest: stream(nothing).emits<readonly SelfTestStep[]>(),
};
