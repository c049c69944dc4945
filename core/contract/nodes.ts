/** The address book and the verification ladder. */
import { z } from 'zod';
import type { CertificateView, Explanation } from './failure.ts';
import { call, id, nothing, stream, type ListEvent } from './spec.ts';

/** 1-16 of the default repertoire, no backslash, not all spaces (PS3.5 §6.2 AE). Checked as typed by the window, too. */
export const aeTitle = z
  .string()
  .trim()
  .min(1, 'an AE title has 1 to 16 characters')
  .max(16, 'an AE title has at most 16 characters')
  .regex(/^[\x20-\x5b\x5d-\x7e]+$/, 'an AE title has no backslash, accents or control characters');

const host = z
  .string()
  .trim()
  .min(1)
  .max(253)
  .regex(/^[A-Za-z0-9._:%-]+$/, 'a host is a name or an IP address');
const port = z.number().int().min(1).max(65535);
const seconds = z.number().min(1).max(86_400);

export const encryption = z
  .object({
    on: z.boolean(),
    /** SHA-256 of its certificate, 64 hexadecimal digits in small letters: when given it alone decides. */
    fingerprint: z
      .string()
      .regex(/^[0-9a-f]{64}$/, 'a SHA-256 fingerprint has 64 hexadecimal digits')
      .nullable(),
    /** The name that its certificate must be for; null: the host. */
    serverName: z
      .string()
      .trim()
      .min(1)
      .max(253)
      .regex(/^[A-Za-z0-9._:*-]+$/, 'a name has letters, digits, dots and hyphens')
      .nullable(),
    /** Who may sign its certificate, in PEM; null: the CA file of our settings, or those that the system trusts. */
    authority: z
      .object({ name: z.string().max(200), pem: z.string().max(200_000) })
      .strict()
      .nullable(),
  })
  .strict();
export type Encryption = z.infer<typeof encryption>;

/** What a person can say of a node. */
export const nodeFields = z
  .object({
    name: z.string().trim().min(1).max(64),
    title: aeTitle,
    host,
    port,
    /** null: the title of our inbox. */
    ourTitle: aeTitle.nullable(),
    encryption,
    retrieve: z.enum(['auto', 'get', 'move']),
    /** Used when the node does not say (0008,0005). */
    characterSet: z.string().max(64).nullable(),
    timeouts: z.object({ connect: seconds, association: seconds, message: seconds }).strict(),
    /** Associations at once, 1-8. */
    associations: z.number().int().min(1).max(8),
    enabled: z.boolean(),
    notes: z.string().max(2_000),
  })
  .strict();
export type NodeFields = z.infer<typeof nodeFields>;

/** Names what changes and nothing else. */
const nodePatch = nodeFields.extend({ encryption: encryption.partial(), timeouts: nodeFields.shape.timeouts.partial() }).partial();
export type NodePatch = z.infer<typeof nodePatch>;

/** `ok` all asked for works · `unchecked` not asked for over 24 h · `refused` reachable but said no · `unreachable` · `disabled` · `checking`. */
export type NodeState = 'ok' | 'unchecked' | 'refused' | 'unreachable' | 'disabled' | 'checking';

/** true proven, false refused, null not known. */
export interface NodeAbilities {
  readonly query: boolean | null;
  readonly get: boolean | null;
  readonly move: boolean | null;
  readonly store: boolean | null;
  readonly commitment: boolean | null;
  readonly worklist: boolean | null;
}

export interface NodeView extends NodeFields {
  readonly id: string;
  /** `this-computer` is built in: our own inbox; only its name can be changed and it cannot be removed. */
  readonly kind: 'this-computer' | 'remote';
  readonly state: NodeState;
  /** One word or two for the state, e.g. 'no query'. */
  readonly stateText: string;
  /** Round trips of the last echoes in ms, oldest first, at most 20. */
  readonly roundTrips: readonly number[];
  /** ISO 8601, when it last answered anything. */
  readonly lastSeen: string | null;
  readonly lastChecked: string | null;
  readonly abilities: NodeAbilities;
  /** In state `refused`: the one thing that it would not do, or null when it would not talk at all. */
  readonly refused: keyof NodeAbilities | null;
  readonly implementation: string | null;
  /** What it showed last. */
  readonly certificate: CertificateView | null;
  readonly failure: Explanation | null;
}

export type RungName = 'name' | 'reach' | 'language' | 'introduce' | 'echo' | 'abilities';

export interface Rung {
  readonly name: RungName;
  readonly state: 'waiting' | 'running' | 'ok' | 'failed' | 'not-tried';
  readonly ms: number | null;
  /** What was found: addresses, 'plain', 'accepted by DCMTK 3.6.7, 16 KiB'. */
  readonly found: string;
  readonly failure: Explanation | null;
}

/** What an address text was understood as, before Enter. */
export interface ParsedAddress {
  readonly title: string;
  readonly host: string;
  readonly port: number;
}

export const nodeCalls = {
  /** Reads `AE@host:port`, `dicom://AE@host:port`, `host port AE`, or a pasted mail or form; null when there is none in it. */
  'nodes.parse': call(z.object({ text: z.string().max(10_000) }).strict()).returns<ParsedAddress | null>(),
  /** Adds and verifies. Fields that are not given take their defaults; an existing same address is returned, not doubled. */
  'nodes.add': call(
    z.object({ node: nodeFields.partial().required({ title: true, host: true, port: true }) }).strict(),
  ).returns<NodeView>(),
  'nodes.update': call(z.object({ id, fields: nodePatch }).strict()).returns<NodeView>(),
  'nodes.duplicate': call(z.object({ id }).strict()).returns<NodeView>(),
  /** Kept for undo until the application ends. */
  'nodes.remove': call(z.object({ id }).strict()).returns<null>(),
  'nodes.restore': call(z.object({ id }).strict()).returns<NodeView>(),
  /** Reads a PEM file of CA certificates that the person chose. */
  'nodes.readAuthority': call(z.object({ path: z.string().min(1).max(4_096) }).strict()).returns<NonNullable<Encryption['authority']>>(),
  /** What to send to the node's administrator so that they let us in: titles, our addresses, port, storage classes. */
  'nodes.request': call(z.object({ id }).strict()).returns<{ readonly text: string }>(),
};

export const nodeStreams = {
  nodes: stream(nothing).emits<ListEvent<NodeView, 'id'>>(),
  /** Climbs the ladder; each event is the whole ladder. Ends when done; dispose stops it. The node's state follows. */
  'nodes.verify': stream(z.object({ id }).strict()).emits<readonly Rung[]>(),
};
