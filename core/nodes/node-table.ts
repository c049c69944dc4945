/** The address book's table: what a person said of each node, and what was learnt of it. */
import { z } from 'zod';
import type { CertificateView } from '../contract/failure.ts';
import type { Encryption, NodeAbilities, NodeFields } from '../contract/nodes.ts';
import type { Database } from '../storage/database.ts';

export const THIS_COMPUTER = 'this-computer';

/** What use of a node taught. Kept so that a restart shows it; never vital. */
export interface Known {
  readonly abilities: NodeAbilities;
  readonly roundTrips: readonly number[];
  readonly lastSeen: string | null;
  readonly lastChecked: string | null;
  readonly implementation: string | null;
  /** What it showed when it was called with encryption. */
  readonly certificate: CertificateView | null;
  /** How the last try ended. */
  readonly outcome: 'ok' | 'refused' | 'unreachable' | 'none';
  readonly stateText: string;
}

export interface NodeRecord {
  readonly id: string;
  readonly position: number;
  readonly fields: NodeFields;
  readonly known: Known;
}

export const UNKNOWN: Known = {
  abilities: { query: null, get: null, move: null, store: null, commitment: null, worklist: null },
  roundTrips: [],
  lastSeen: null,
  lastChecked: null,
  implementation: null,
  certificate: null,
  outcome: 'none',
  stateText: '',
};

export const NO_ENCRYPTION: Encryption = { on: false, fingerprint: null, serverName: null, authority: null };

const migrations = [
  `CREATE TABLE node (
     id TEXT PRIMARY KEY,
     position REAL NOT NULL,
     name TEXT NOT NULL,
     title TEXT NOT NULL,
     host TEXT NOT NULL,
     port INTEGER NOT NULL,
     our_title TEXT,
     retrieve TEXT NOT NULL,
     character_set TEXT,
     connect_seconds REAL NOT NULL,
     association_seconds REAL NOT NULL,
     message_seconds REAL NOT NULL,
     associations INTEGER NOT NULL,
     enabled INTEGER NOT NULL,
     notes TEXT NOT NULL,
     known TEXT NOT NULL
   )`,
  `ALTER TABLE node ADD COLUMN encryption TEXT NOT NULL DEFAULT 'null'`,
];

interface Row {
  readonly id: string;
  readonly position: number;
  readonly name: string;
  readonly title: string;
  readonly host: string;
  readonly port: number;
  readonly our_title: string | null;
  readonly retrieve: string;
  readonly character_set: string | null;
  readonly connect_seconds: number;
  readonly association_seconds: number;
  readonly message_seconds: number;
  readonly associations: number;
  readonly enabled: number;
  readonly notes: string;
  readonly known: string;
  readonly encryption: string;
}

export interface NodeTable {
  /** In the order of the book. */
  all(): readonly NodeRecord[];
  put(record: NodeRecord): void;
  remove(id: string): void;
}

export function openNodeTable(database: Database): NodeTable {
  database.migrate('nodes', migrations);
  return {
    all: () => database.statement<Row>('SELECT * FROM node ORDER BY position, id').all().map(toRecord),
    put: ({ id, position, fields, known }) => {
      database
        .statement(
          `INSERT OR REPLACE INTO node (id, position, name, title, host, port, our_title, retrieve, character_set, connect_seconds,
             association_seconds, message_seconds, associations, enabled, notes, known, encryption)
           VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)`,
        )
        .run(
          ...[id, position, fields.name, fields.title, fields.host, fields.port, fields.ourTitle, fields.retrieve, fields.characterSet],
          ...[fields.timeouts.connect, fields.timeouts.association, fields.timeouts.message],
          ...[fields.associations, fields.enabled ? 1 : 0, fields.notes, JSON.stringify(known)],
          JSON.stringify(fields.encryption),
        );
    },
    remove: (id) => void database.statement('DELETE FROM node WHERE id = ?').run(id),
  };
}

function toRecord(row: Row): NodeRecord {
  return {
    id: row.id,
    position: row.position,
    fields: {
      name: row.name,
      title: row.title,
      host: row.host,
      port: row.port,
      ourTitle: row.our_title,
      encryption: toEncryption(row.encryption),
      retrieve: row.retrieve === 'get' || row.retrieve === 'move' ? row.retrieve : 'auto',
      characterSet: row.character_set,
      timeouts: { connect: row.connect_seconds, association: row.association_seconds, message: row.message_seconds },
      associations: row.associations,
      enabled: row.enabled !== 0,
      notes: row.notes,
    },
    known: toKnown(row.known),
  };
}

const ability = z.boolean().nullable();
const certificate = z.object({
  subject: z.string(),
  issuer: z.string(),
  names: z.array(z.string()),
  validFrom: z.string(),
  validTo: z.string(),
  fingerprint: z.string(),
});
const encryption = z
  .object({
    on: z.boolean(),
    fingerprint: z.string().nullable(),
    serverName: z.string().nullable(),
    authority: z.object({ name: z.string(), pem: z.string() }).nullable(),
  })
  .nullable();

/** Nodes from before encryption have none. */
const toEncryption = (text: string): Encryption => encryption.parse(JSON.parse(text)) ?? NO_ENCRYPTION;

const known = z.object({
  abilities: z.object({ query: ability, get: ability, move: ability, store: ability, commitment: ability, worklist: ability }),
  roundTrips: z.array(z.number()),
  lastSeen: z.string().nullable(),
  lastChecked: z.string().nullable(),
  implementation: z.string().nullable(),
  certificate: certificate.nullable().default(null),
  outcome: z.enum(['ok', 'refused', 'unreachable', 'none']),
  stateText: z.string(),
});

function toKnown(text: string): Known {
  try {
    return known.parse(JSON.parse(text));
  } catch {
    // Written by another version: it will be learnt again.
    return UNKNOWN;
  }
}
