// Gantry with each peer, over each line, with each service, in each transfer syntax: printed as a table; every cell that the peer offers must
// work, and a cell that it does not offer says why. For services without objects only the column's syntax is proposed for the commands' data
// sets.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AssociateRequest, TlsOptions } from '../../core/association/types.ts';
import {
  commitmentContexts,
  createApplicationEntity,
  expectCommitment,
  findContexts,
  getProposal,
  moveContexts,
  requestCommitment,
  STORAGE_COMMITMENT,
  supportedStorage,
  supportedVerification,
  verificationContexts,
  worklistContexts,
  type Association,
  type Server,
} from '../../core/services/index.ts';
import { makeCertificates, type Certificates } from '../support/certificates.ts';
import { startDcmqrscp, startStorescp, startWlmscpfs } from '../support/dcmtk.ts';
import { keepArrivals } from '../support/object-files.ts';
import { startOrthanc } from '../support/orthanc.ts';
import { installed, run, type PeerProcess } from '../support/peer-process.ts';
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts';
import { until } from '../support/until.ts';
import { matrixObjects, SYNTAXES, type MatrixObject, type MatrixSyntax } from './matrix-objects.ts';

const OPERATIONS = ['echo', 'store', 'find', 'get', 'move', 'cancel', 'commitment', 'worklist'] as const;
type Operation = (typeof OPERATIONS)[number];
const LINES = ['plain', 'TLS'] as const;
type Line = (typeof LINES)[number];
const PEERS = ['DCMTK', 'Orthanc'] as const;
type Peer = (typeof PEERS)[number];

interface Cell {
  readonly peer: Peer;
  readonly line: Line;
  readonly operation: Operation;
  readonly syntax: MatrixSyntax;
}

const COMPRESSED: readonly string[] = ['JPEG', 'JPEG-LS', 'JPEG 2000', 'RLE'];
const OBJECTS: readonly Operation[] = ['store', 'get', 'move'];

/** Why a peer cannot do what the cell asks; a letter of the legend. */
function cannot({ peer, line, operation, syntax }: Cell): keyof typeof LEGEND | undefined {
  if (peer === 'DCMTK' && line === 'TLS' && operation !== 'echo' && operation !== 'store') return 't';
  if (OBJECTS.includes(operation)) return undefined;
  if (COMPRESSED.includes(syntax.name)) return 'c';
  if (operation === 'commitment' && peer === 'DCMTK') return 'n';
  if (operation === 'worklist' && peer === 'Orthanc') return 'p';
  if (syntax.name === 'deflated' && (peer === 'Orthanc' || operation === 'worklist')) return 'd';
  return undefined;
}

const LEGEND = {
  c: 'commands and identifiers are never compressed (PS3.5 §A.4)',
  d: 'Orthanc and wlmscpfs take no deflated identifiers',
  n: 'DCMTK has no storage commitment provider',
  p: 'Orthanc offers worklists by a plugin only',
  t: 'dcmqrscp and wlmscpfs speak no TLS',
} as const;

/** What is asked nevertheless, to see that the peer refuses it. */
const REFUSED: readonly (keyof typeof LEGEND)[] = ['d', 'n', 'p'];

const { arrivals, store } = keepArrivals();
const reports = new Map<string, ReturnType<typeof expectCommitment>>();
const entity = createApplicationEntity({
  title: 'GANTRY',
  store,
});

let folder: TemporaryFolder;
let certificates: Certificates;
let objects: readonly MatrixObject[];
const own = new Map<Line, Server>();
const running: AsyncDisposable[] = [];
/** By peer, line and, where the peer knows only one syntax at a time, its name. */
const addresses = new Map<string, Address>();

interface Address {
  readonly port: number;
  readonly title: string;
}

const cells: readonly Cell[] = PEERS.flatMap((peer) =>
  LINES.flatMap((line) => OPERATIONS.flatMap((operation) => SYNTAXES.map((syntax) => ({ peer, line, operation, syntax })))),
);
const outcomes = new Map<Cell, string>();

const tlsOf = (line: Line): { readonly tls?: TlsOptions } =>
  line === 'plain'
    ? {}
    : { tls: { ca: certificates.authority.certificate, certificate: certificates.client.certificate, key: certificates.client.key } };

function addressOf({ peer, line, operation, syntax }: Cell): Address {
  const names =
    peer === 'Orthanc'
      ? [`Orthanc ${line}`]
      : operation === 'worklist'
        ? ['wlmscpfs']
        : line === 'TLS' || operation === 'store' || operation === 'echo'
          ? [`storescp ${line}`]
          : [`dcmqrscp ${syntax.name}`];
  const found = addresses.get(names[0] ?? '');
  if (!found) throw new Error(`no ${names.join()}`);
  return found;
}

type Wanted = Pick<AssociateRequest, 'contexts' | 'roles'>;

async function associate(cell: Cell, wanted: Wanted): Promise<Association> {
  const { port, title } = addressOf(cell);
  const opened = await entity.associate({ host: '127.0.0.1', port, calledTitle: title, ...tlsOf(cell.line), ...wanted });
  if (opened.kind !== 'established') throw new Error(JSON.stringify(opened));
  return opened.association;
}

/** The contexts with the column's syntax alone. */
const only = (contexts: NonNullable<Wanted['contexts']>, { uid }: MatrixSyntax): Wanted => ({
  contexts: contexts.map(({ abstractSyntax }) => ({ abstractSyntax, transferSyntaxes: [uid] })),
});

const objectOf = ({ syntax }: Cell): MatrixObject => {
  const found = objects.find((object) => object.syntax === syntax);
  if (!found) throw new Error(`no object in ${syntax.name}`);
  return found;
};

async function send(cell: Cell): Promise<void> {
  const { item } = objectOf(cell);
  await using association = await associate(cell, only([{ abstractSyntax: item.sopClassUid, transferSyntaxes: [] }], cell.syntax));
  expect(await association.store(item)).toMatchObject({ kind: 'status', status: { code: 0 } });
}

/** The one object of the cell's study that came since, in the syntax that it was stored in. */
async function expectArrival(cell: Cell, since: number): Promise<void> {
  const { item } = objectOf(cell);
  const found = () => arrivals.slice(since).filter(({ request }) => request.sopInstanceUid === item.sopInstanceUid);
  await until(() => found().length === 1, { what: 'the object' });
  expect(found()[0]?.request.transferSyntaxUid).toBe(cell.syntax.uid);
}

const SERVICES: Readonly<Record<Operation, (cell: Cell) => Promise<void>>> = {
  async echo(cell) {
    await using association = await associate(cell, only(verificationContexts(), cell.syntax));
    expect(await association.echo()).toMatchObject({ kind: 'status', status: { code: 0 } });
  },
  store: send,
  async find(cell) {
    const { studyUid } = objectOf(cell);
    await using association = await associate(cell, only(findContexts(), cell.syntax));
    const operation = association.find({ level: 'STUDY', keys: { StudyInstanceUID: studyUid, PatientID: '' } });
    const found: string[] = [];
    for await (const { dataSet } of operation) found.push(dataSet.text('PatientID'));
    expect(found).toEqual([`MATRIX${SYNTAXES.indexOf(cell.syntax)}`]);
    expect(await operation.final).toMatchObject({ kind: 'status', status: { code: 0 } });
  },
  async get(cell) {
    const { studyUid, item } = objectOf(cell);
    const since = arrivals.length;
    const { contexts, roles } = getProposal({ sopClassUids: [item.sopClassUid] });
    const storage = only([{ abstractSyntax: item.sopClassUid, transferSyntaxes: [] }], cell.syntax).contexts ?? [];
    await using association = await associate(cell, { contexts: [...contexts.slice(0, 1), ...storage], roles });
    const final = await association.get({ level: 'STUDY', keys: { StudyInstanceUID: studyUid } }).final;
    expect(final).toMatchObject({ kind: 'status', status: { code: 0 }, counters: { completed: 1, failed: 0 } });
    await expectArrival(cell, since);
  },
  async move(cell) {
    const { studyUid } = objectOf(cell);
    const since = arrivals.length;
    await using association = await associate(cell, { contexts: moveContexts() });
    const destination = cell.line === 'TLS' ? 'GANTRYTLS' : 'GANTRY';
    const final = await association.move({ level: 'STUDY', keys: { StudyInstanceUID: studyUid }, destination }).final;
    expect(final).toMatchObject({ kind: 'status', status: { code: 0 }, counters: { completed: 1, failed: 0 } });
    await expectArrival(cell, since);
  },
  async cancel(cell) {
    await using association = await associate(cell, {
      contexts: [...(only(findContexts(), cell.syntax).contexts ?? []), ...verificationContexts()],
    });
    const controller = new AbortController();
    const operation = association.find({ level: 'STUDY', keys: { StudyInstanceUID: '' }, signal: controller.signal });
    for await (const _ of operation) controller.abort();
    // A peer that has sent its last match before it heard us answers with Success.
    const final = await operation.final;
    expect(final.kind === 'status' ? final.status.class : final.kind).toMatch(/cancel|success/);
    expect(await association.echo()).toMatchObject({ kind: 'status', status: { code: 0 } });
  },
  async commitment(cell) {
    const { item } = objectOf(cell);
    const transactionUid = `2.25.${1_000_000 + cells.indexOf(cell)}`;
    const expected = expectCommitment(transactionUid);
    reports.set(transactionUid, expected);
    const roles = [{ sopClassUid: STORAGE_COMMITMENT, scu: true, scp: false }];
    await using association = await associate(cell, { ...only(commitmentContexts(), cell.syntax), roles });
    const { status } = await requestCommitment(association, { transactionUid, instances: [item] });
    expect(status.code).toBe(0);
    expect(await expected.report).toMatchObject({ committed: [{ sopInstanceUid: item.sopInstanceUid }], failed: [] });
  },
  async worklist(cell) {
    await using association = await associate(cell, only(worklistContexts(), cell.syntax));
    const operation = association.worklist({ keys: { PatientName: '', ScheduledProcedureStepSequence: [{ Modality: 'MR' }] } });
    const names: string[] = [];
    for await (const { dataSet } of operation) names.push(dataSet.text('PatientName'));
    expect(names).toEqual(['Vivaldi^Antonio']);
  },
};

const CONTEXTS: Readonly<Partial<Record<Operation, () => NonNullable<Wanted['contexts']>>>> = {
  echo: verificationContexts,
  find: findContexts,
  cancel: findContexts,
  commitment: commitmentContexts,
  worklist: worklistContexts,
};

async function expectRefusal(cell: Cell): Promise<void> {
  const { port, title } = addressOf(cell);
  const wanted = only(CONTEXTS[cell.operation]?.() ?? [], cell.syntax);
  const opened = await entity.associate({ host: '127.0.0.1', port, calledTitle: title, ...tlsOf(cell.line), ...wanted });
  if (opened.kind === 'established') await opened.association.release();
  // wlmscpfs rejects the whole association when it takes no context.
  expect(opened.kind === 'failed' ? opened.phase : opened.kind).toMatch(/^(?:no-context|rejected)$/);
}

const present = (await Promise.all(['storescp', 'dcmqrscp', 'wlmscpfs', 'Orthanc', 'dcmodify'].map(installed))).every(Boolean);

describe.runIf(present)('the matrix', () => {
  beforeAll(async () => {
    folder = await temporaryFolder();
    [certificates, objects] = await Promise.all([makeCertificates(folder.path), matrixObjects(folder.path)]);
    await startOwn();
    await Promise.all([startDcmtk(), startOrthancs()]);
  });

  afterAll(async () => {
    console.log(table());
    await Promise.all(running.map((peer) => peer[Symbol.asyncDispose]()));
    await Promise.all([...own.values()].map((server) => server.close({ graceMs: 0 })));
    await folder[Symbol.asyncDispose]();
  });

  describe.each(PEERS)('%s', (peer) => {
    describe.each(LINES)('%s', (line) => {
      test.each(OPERATIONS)('%s', async (operation) => {
        const failed: string[] = [];
        for (const cell of cells.filter((one) => one.peer === peer && one.line === line && one.operation === operation)) {
          const reason = cannot(cell);
          if (reason) outcomes.set(cell, reason);
          if (reason && !REFUSED.includes(reason)) continue;
          const trying = reason ? expectRefusal(cell) : SERVICES[operation](cell);
          const problem = await trying.then(
            () => undefined,
            (error: unknown) => (error instanceof Error ? error.message : String(error)),
          );
          if (!reason) outcomes.set(cell, problem === undefined ? '✓' : '✕');
          if (problem !== undefined) failed.push(`${cell.syntax.name}: ${problem}`);
        }
        expect(failed).toEqual([]);
      });
    });
  });
});

async function startOwn(): Promise<void> {
  const { server, authority } = certificates;
  for (const line of LINES) {
    const tls = line === 'TLS' ? { tls: { certificate: server.certificate, key: server.key, ca: authority.certificate } } : {};
    const listening = await entity.listen({
      host: '127.0.0.1',
      port: 0,
      supportedContexts: [
        ...supportedVerification(),
        ...supportedStorage(),
        ...commitmentContexts().map((context) => ({ ...context, scpRole: true })),
      ],
      on: {
        store,
        n: (request) => reports.get(request.dataSet?.text('TransactionUID') ?? '')?.n(request) ?? 0x0114,
      },
      ...tls,
    });
    own.set(line, listening);
  }
}

async function startDcmtk(): Promise<void> {
  const { server, authority } = certificates;
  const out = path.join(folder.path, 'storescp');
  await mkdir(out);
  const tls = ['+tls', server.keyFile, server.certificateFile, '+cf', authority.certificateFile];
  const started = await Promise.all([
    ...LINES.map((line) =>
      keep(`storescp ${line}`, 'ANY-SCP', startStorescp({ folder: out, args: ['+xa', ...(line === 'TLS' ? tls : [])] })),
    ),
    ...SYNTAXES.map(async ({ name, dcmqrscp }) => {
      const at = path.join(folder.path, `dcmqrscp-${dcmqrscp[0].slice(1)}`);
      await mkdir(at);
      const destinations = { GANTRY: own.get('plain')?.port ?? 0 };
      await keep(`dcmqrscp ${name}`, 'ARCHIVE', startDcmqrscp({ folder: at, destinations, args: dcmqrscp }));
    }),
    startWorklist(),
  ]);
  expect(started).toHaveLength(LINES.length + SYNTAXES.length + 1);
  // What find, get and move will ask for.
  for (const syntax of SYNTAXES) await send({ peer: 'DCMTK', line: 'plain', operation: 'get', syntax });
}

async function startWorklist(): Promise<void> {
  const at = path.join(folder.path, 'worklists', 'WORKLIST');
  await mkdir(at, { recursive: true });
  await writeFile(path.join(at, 'lockfile'), '');
  const dump = path.join(folder.path, 'worklist.dump');
  const step = ['(0040,0100) SQ', '(fffe,e000) na', '(0008,0060) CS  MR', '(0040,0002) DA  20250101', '(fffe,e00d) na', '(fffe,e0dd) na'];
  await writeFile(dump, ['(0010,0010) PN  Vivaldi^Antonio', '(0010,0020) LO  AV35674', ...step, ''].join('\n'));
  expect((await run('dump2dcm', [dump, path.join(at, 'item.wl')])).code).toBe(0);
  await keep('wlmscpfs', 'WORKLIST', startWlmscpfs({ folder: path.dirname(at) }));
}

async function startOrthancs(): Promise<void> {
  const { server, authority } = certificates;
  for (const line of LINES) {
    const at = path.join(folder.path, `Orthanc-${line}`);
    await mkdir(at);
    const tls = {
      DicomTlsEnabled: true,
      DicomTlsCertificate: server.certificateFile,
      DicomTlsPrivateKey: server.keyFile,
      DicomTlsTrustedCertificates: authority.certificateFile,
    };
    const settings = {
      DicomModalities: {
        plain: { AET: 'GANTRY', Host: '127.0.0.1', Port: own.get('plain')?.port },
        tls: { AET: 'GANTRYTLS', Host: '127.0.0.1', Port: own.get('TLS')?.port, UseDicomTls: true },
      },
      DicomAlwaysAllowFind: true,
      DicomAlwaysAllowGet: true,
      DicomAlwaysAllowMove: true,
      ...(line === 'TLS' && tls),
    };
    await keep(`Orthanc ${line}`, 'ORTHANC', startOrthanc({ folder: at, settings }));
    for (const syntax of SYNTAXES) await send({ peer: 'Orthanc', line, operation: 'store', syntax });
  }
}

async function keep(name: string, title: string, starting: Promise<PeerProcess>): Promise<void> {
  const peer = await starting;
  running.push(peer);
  addresses.set(name, { port: peer.port, title });
}

function table(): string {
  const width = 11;
  const row = (head: string, columns: readonly string[]): string =>
    `${head.padEnd(27)}${columns.map((text) => text.padEnd(width)).join('')}`.trimEnd();
  const rows = PEERS.flatMap((peer) =>
    LINES.flatMap((line) =>
      OPERATIONS.map((operation) => {
        const its = cells.filter((cell) => cell.peer === peer && cell.line === line && cell.operation === operation);
        return row(
          `${peer.padEnd(8)} ${line.padEnd(6)} ${operation}`,
          its.map((cell) => outcomes.get(cell) ?? '?'),
        );
      }),
    ),
  );
  const legend = Object.entries(LEGEND).map(([letter, why]) => `${letter}  ${why}`);
  return [
    '',
    row(
      '',
      SYNTAXES.map(({ name }) => name),
    ),
    ...rows,
    '',
    ...legend,
    '',
  ].join('\n');
}
