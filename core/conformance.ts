/**
 * The conformance statement (PS3.2 Annex A's headings, on one page), written from the tables that the engine runs on. build/generate-conformance.mjs
 * puts it into CONFORMANCE.md; a test fails when the two differ.
 */
import {
  ASYNCHRONOUS_OPERATIONS,
  DEFAULT_CALLED_TITLE,
  DEFAULT_LIMITS,
  DEFAULT_TIMEOUTS,
  IMPLEMENTATION_CLASS_UID,
  IMPLEMENTATION_VERSION_NAME,
} from './association/defaults.ts';
import { standardName } from './dicom/character-set.ts';
import { storageSopClasses, uidName } from './dicom/uids.ts';
import { Status, statusClass } from './dimse/status.ts';
import { offerOf } from './engine/own-server.ts';
import { hex, statusName, type StatusService } from './failures/explain-status.ts';
import { diskFull, mismatch, unreadable } from './inbox/answers.ts';
import { MAXIMUM_CONTEXTS } from './pdu/layout.ts';
import { STORAGE_COMMITMENT } from './services/commitment.ts';
import { COMPRESSED_SYNTAXES, IDENTIFIER_SYNTAXES } from './services/context-lists.ts';
import { VERIFICATION } from './services/echo.ts';
import { MODALITY_PERFORMED_PROCEDURE_STEP } from './services/mpps.ts';
import { FIND_CLASSES, GET_CLASSES, MODALITY_WORKLIST_FIND, MOVE_CLASSES } from './services/query-models.ts';

export function conformanceStatement(): string {
  return `${[head(), implementation(), network(), security(), characterSets(), statuses()].join('\n\n')}\n`;
}

const head = (): string => `# DICOM conformance statement

Made from the engine's own tables by \`node build/generate-conformance.mjs\`. Headings follow PS3.2.`;

const table = (columns: readonly string[], rows: readonly (readonly string[])[]): string =>
  [columns, columns.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

const names = (uids: readonly string[]): string => uids.map(uidName).join(', ');

function implementation(): string {
  return `## 1 Implementation model

One application entity, user and provider of its services; its title is a setting (GANTRY). Objects are kept as PS3.10 files byte for byte as they
came, behind a file meta group of our own.

Implementation class UID ${IMPLEMENTATION_CLASS_UID}, version name ${IMPLEMENTATION_VERSION_NAME}, application context 1.2.840.10008.3.1.1.1.`;
}

function network(): string {
  return `## 2 Network services

${sopClasses()}

A storage class is any of the ${storageSopClasses({ retired: true }).length} of PS3.6 (retired ones too) and any private one. SCP means that a handler is given: without one the
class is not accepted. The inbox gives storage, query and retrieve.

### 2.1 Presentation contexts

- Identifiers and commands of a class: ${names(IDENTIFIER_SYNTAXES)}; as provider also ${names(offeredSyntaxes().filter((uid) => !IDENTIFIER_SYNTAXES.includes(uid)))}.
- Storage as user: the object's own transfer syntax in a context of its own, uncompressed as a fallback. Nothing is converted.
- Storage as provider: every transfer syntax; of several the requestor's first (a setting). C-GET proposes uncompressed and ${COMPRESSED_SYNTAXES.length} compressed ones.
- At most ${MAXIMUM_CONTEXTS} contexts; more objects go over further associations. A context may be refused with results 1, 2, 3 and 4.

### 2.2 Extended negotiation

${table(
  ['item', 'as requestor', 'as acceptor'],
  [
    [
      'asynchronous operations window',
      'given per association; C-STORE keeps that many outstanding',
      `up to ${ASYNCHRONOUS_OPERATIONS} either way`,
    ],
    ['SCP/SCU role selection', 'proposed for C-GET and commitment', 'by what is supported; never more than proposed'],
    ['SOP class extended', 'given per association', 'answered by a handler'],
    ['SOP class common extended', 'given per association', 'read'],
    ['user identity (types 1-5)', 'given per association', 'checked and answered by a handler'],
  ],
)}

### 2.3 Associations

Default called title ${DEFAULT_CALLED_TITLE}. All of this can be set per entity and per association.

${table(
  ['limit', 'default'],
  [
    ['associations at once', String(DEFAULT_LIMITS.associations)],
    ['connections without an association', String(DEFAULT_LIMITS.unassociated)],
    ['maximum PDU length announced', `${DEFAULT_LIMITS.maximumLength} bytes`],
    ['P-DATA-TF accepted from a peer that exceeds it', `${DEFAULT_LIMITS.maximumDataLength} bytes`],
    ['other PDUs', `${DEFAULT_LIMITS.maximumControlLength} bytes`],
    ['command set', `${DEFAULT_LIMITS.maximumCommandLength} bytes`],
    ['identifier', `${DEFAULT_LIMITS.maximumIdentifierLength} bytes`],
    ...Object.entries(DEFAULT_TIMEOUTS).map(([name, ms]: readonly [string, number]) => [`time-out: ${name}`, `${ms / 1000} s`]),
  ],
)}`;
}

const offeredSyntaxes = (): readonly string[] => offerOf({}).supportedContexts[0]?.transferSyntaxes ?? [];

function sopClasses(): string {
  const both = (uid: string): readonly string[] => [uidName(uid), uid, 'SCU, SCP'];
  return table(
    ['SOP class', 'UID', 'role'],
    [
      both(VERIFICATION),
      ['every storage class', '', 'SCU, SCP'],
      ...[FIND_CLASSES, MOVE_CLASSES, GET_CLASSES].flatMap((classes) => Object.values(classes).map(both)),
      both(MODALITY_WORKLIST_FIND),
      both(STORAGE_COMMITMENT),
      both(MODALITY_PERFORMED_PROCEDURE_STEP),
    ],
  );
}

const security = (): string => `## 3 Security

TLS 1.2 and 1.3 by the BCP 195 profiles (PS3.15 Annex B), as client and server, with certificates of both sides where wanted, or one pinned by its
SHA-256 fingerprint. Calling and called titles and the user identity can be checked at each association.`;

/** The defined terms of PS3.3 §C.12.1.1.2. */
const TERMS = [
  'ISO_IR 6',
  'ISO_IR 100',
  'ISO_IR 101',
  'ISO_IR 109',
  'ISO_IR 110',
  'ISO_IR 144',
  'ISO_IR 127',
  'ISO_IR 126',
  'ISO_IR 138',
  'ISO_IR 148',
  'ISO_IR 203',
  'ISO_IR 166',
  'ISO_IR 13',
  'ISO_IR 192',
  'GB18030',
  'GBK',
  'ISO 2022 IR 6',
  'ISO 2022 IR 100',
  'ISO 2022 IR 101',
  'ISO 2022 IR 109',
  'ISO 2022 IR 110',
  'ISO 2022 IR 144',
  'ISO 2022 IR 127',
  'ISO 2022 IR 126',
  'ISO 2022 IR 138',
  'ISO 2022 IR 148',
  'ISO 2022 IR 203',
  'ISO 2022 IR 166',
  'ISO 2022 IR 13',
  'ISO 2022 IR 87',
  'ISO 2022 IR 159',
  'ISO 2022 IR 149',
  'ISO 2022 IR 58',
];

function characterSets(): string {
  const known = TERMS.filter((term) => standardName(term) === term);
  return `## 4 Character sets

Read: ${known.join(', ')}, and common misspellings of them. Queries with other than ASCII are written in ISO_IR 192 unless told otherwise.`;
}

/** What our own SCPs answer besides Success and Pending. */
const ANSWERS: readonly (readonly [StatusService, readonly number[]])[] = [
  ['C-STORE', [diskFull.status, mismatch('').status, unreadable('').status]],
  ['C-FIND', [Status.Cancel, 0x0124, 0xa900, 0xc000]],
  ['C-MOVE', [Status.Cancel, 0xb000, 0xa702, 0xa801, 0xa900, 0xc000]],
  ['other', [Status.SopClassNotSupported, Status.UnrecognisedOperation, Status.MistypedArgument, Status.ProcessingFailure]],
];

function statuses(): string {
  const rows = ANSWERS.flatMap(([service, codes]) =>
    codes.map((code) => {
      const status = { code, class: statusClass(code) };
      return [service === 'C-MOVE' ? 'C-GET, C-MOVE' : service === 'other' ? 'all' : service, `${hex(code)}H`, statusName(status, service)];
    }),
  );
  return `## 5 Statuses given

${table(['service', 'status', 'meaning'], rows)}

Received: every status of the services above is known by name; one that no table knows counts as a failure and is shown in hexadecimal.`;
}
