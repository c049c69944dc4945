// Is it safe? The whole engine asks Orthanc for commitment, counts at dcmqrscp, and takes reports of a provider of our own: on the same
// association, on a new one, late, on some objects only, across a restart.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CommitmentView, HistoryEntry, NodeView, StudyCustody } from '../../core/contract.ts';
import {
  commitmentContexts,
  createApplicationEntity,
  readCommitmentRequest,
  reportCommitment,
  STORAGE_COMMITMENT,
  supportedStorage,
  supportedVerification,
  type Association,
  type CommitmentRequest,
} from '../../core/services/index.ts';
import { startDcmqrscp } from '../support/dcmtk.ts';
import { pydicomFile } from '../support/object-files.ts';
import { startOrthanc, type Orthanc } from '../support/orthanc.ts';
import { installed, run, type PeerProcess } from '../support/peer-process.ts';
import { startEngine, type RunningEngine } from '../support/running-engine.ts';
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts';
import { until } from '../support/until.ts';

const hasPeers = (await installed('Orthanc')) && (await installed('dcmqrscp')) && (await installed('storescu'));
const never = new AbortController().signal;
const ct = pydicomFile('CT_small.dcm');
const CT_STUDY = '1.3.6.1.4.1.5962.1.2.1.20040119072730.12322';
const target = { kind: 'study', studyUid: CT_STUDY } as const;

/** The engine's lists as a window would have them. */
class Lists {
  readonly custody = new Map<string, StudyCustody>();
  readonly commitments = new Map<string, CommitmentView>();
  readonly #watching = new AbortController();

  constructor({ engine }: RunningEngine) {
    const { signal } = this.#watching;
    void engine.streams['custody.studies'](
      {},
      (event) => {
        if (event.kind === 'remove') event.keys.forEach((key) => this.custody.delete(key));
        else event.rows.forEach((row) => this.custody.set(row.studyUid, row));
      },
      signal,
    );
    void engine.streams.commitments(
      {},
      (event) => {
        if (event.kind === 'remove') event.keys.forEach((key) => this.commitments.delete(key));
        else event.rows.forEach((row) => this.commitments.set(row.id, row));
      },
      signal,
    );
  }

  async untilState(id: string, state: CommitmentView['state']): Promise<CommitmentView> {
    await until(() => this.commitments.get(id)?.state === state, {
      what: `the commitment to be ${state}, not ${this.commitments.get(id)?.state ?? 'there'}`,
      within: 20_000,
    });
    const view = this.commitments.get(id);
    if (!view) throw new Error('the request is gone');
    return view;
  }

  close(): void {
    this.#watching.abort();
  }
}

const receive = async (port: number, path: string): Promise<void> => {
  const { code, output } = await run('storescu', ['-aet', 'CT3', '-aec', 'GANTRY', '127.0.0.1', String(port), path]);
  expect(code, output).toBe(0);
};

const nodeAt = async ({ engine }: RunningEngine, title: string, port: number): Promise<NodeView> =>
  engine.calls['nodes.add']({ node: { title, host: '127.0.0.1', port, name: title } }, never);

const ask = async ({ engine }: RunningEngine, nodeId: string): Promise<string> =>
  (await engine.calls['commitments.ask']({ nodeId, targets: [target], label: 'CT' }, never)).id;

const history = async ({ engine }: RunningEngine): Promise<readonly HistoryEntry[]> =>
  engine.calls['custody.history']({ studyUid: CT_STUDY }, never);

describe.runIf(hasPeers)('with the archives of others', () => {
  let running: RunningEngine;
  let lists: Lists;
  let folder: TemporaryFolder;
  let other: TemporaryFolder;
  let orthanc: Orthanc;
  let dcmqrscp: PeerProcess;
  let archive: NodeView;
  let list: NodeView;

  beforeAll(async () => {
    [folder, other] = [await temporaryFolder(), await temporaryFolder()];
    running = await startEngine();
    lists = new Lists(running);
    orthanc = await startOrthanc({ folder: folder.path, modalities: { GANTRY: running.port } });
    dcmqrscp = await startDcmqrscp({ folder: other.path });
    archive = await nodeAt(running, 'ORTHANC', orthanc.port);
    list = await nodeAt(running, 'ARCHIVE', dcmqrscp.port);
    await receive(running.port, ct.path);
  }, 60_000);

  afterAll(async () => {
    lists.close();
    await running[Symbol.asyncDispose]();
    await orthanc.stop();
    await dcmqrscp.stop();
    await folder[Symbol.asyncDispose]();
    await other[Symbol.asyncDispose]();
  });

  it('Orthanc says no to what it does not have, with the reason', async () => {
    const id = await ask(running, archive.id);
    expect(await lists.untilState(id, 'reported')).toMatchObject({ objects: 1, committed: 0, failed: 1, nodeName: 'ORTHANC' });
    await until(() => lists.custody.get(CT_STUDY)?.nodes[0]?.refused === 1, { what: 'the broken shield' });
    expect(await history(running)).toMatchObject([
      { kind: 'not-committed', nodeName: 'ORTHANC', objects: 1, words: 'ORTHANC does not have one of the objects.' },
      { kind: 'asked', commitment: { state: 'reported' } },
      { kind: 'checked', problems: [] },
      { kind: 'received', objects: 1, fromTitle: 'CT3', fromAddress: '127.0.0.1' },
    ]);
  });

  it('a send that asks for commitment ends with a whole shield', async () => {
    const { id } = await running.engine.calls['transfers.send']({ nodeId: archive.id, targets: [target], commitment: true }, never);
    expect(id).not.toBe('');
    await until(() => lists.custody.get(CT_STUDY)?.nodes[0]?.committed === 1, { what: 'the commitment', within: 20_000 });
    expect(lists.custody.get(CT_STUDY)).toMatchObject({
      instances: 1,
      nodes: [{ nodeName: 'ORTHANC', sent: 1, warned: 0, committed: 1, refused: 0, waiting: 0 }],
    });
    expect((await history(running)).map(({ kind }) => kind)).toEqual(['committed', 'asked', 'sent', 'asked', 'checked', 'received']);
  });

  it('an object that arrives with other bytes under its number is no longer safe', async () => {
    const other = pydicomFile('CT_small.dcm');
    const changed = `${folder.path}/changed.dcm`;
    await run('cp', [other.path, changed]);
    expect((await run('dcmodify', ['-nb', '-m', '(0008,1030)=Other bytes', changed])).code).toBe(0);
    await receive(running.port, changed);
    await until(() => !lists.custody.has(CT_STUDY), { what: 'the shield to go' });
  });

  it('dcmqrscp offers none: it says so, and what it lists is counted', async () => {
    const id = await ask(running, list.id);
    const refused = await lists.untilState(id, 'refused');
    expect(refused).toMatchObject({ notOffered: true, failure: { headline: 'ARCHIVE does not offer storage commitment.' } });
    const nothing = await running.engine.calls['custody.count']({ nodeId: list.id, targets: [target] }, never);
    expect(nothing).toEqual({ objects: 1, listed: 0, failure: null });
    const stored = await run('storescu', ['-aec', 'ARCHIVE', '127.0.0.1', String(dcmqrscp.port), ct.path]);
    expect(stored.code, stored.output).toBe(0);
    expect(await running.engine.calls['custody.count']({ nodeId: list.id, targets: [target] }, never)).toEqual({
      objects: 1,
      listed: 1,
      failure: null,
    });
    await until(() => lists.custody.get(CT_STUDY)?.nodes.find(({ nodeName }) => nodeName === 'ARCHIVE')?.listed === 1, {
      what: 'what it lists',
    });
    expect((await history(running)).map(({ kind }) => kind)).toContain('listed');
  });

  it('an export is remembered', async () => {
    await running.engine.streams['inbox.export']({ targets: [target], kind: 'zip', folder: other.path }, () => undefined, never);
    await until(() => lists.custody.get(CT_STUDY)?.exported != null, { what: 'the export' });
    expect((await history(running))[0]).toMatchObject({ kind: 'exported', form: 'zip', objects: 2 });
  });
});

interface Provider {
  readonly port: number;
  readonly requests: readonly CommitmentRequest[];
  stop(): Promise<void>;
}

async function provider(answer: (request: CommitmentRequest, on: Association) => void = () => undefined, status = 0): Promise<Provider> {
  const requests: CommitmentRequest[] = [];
  const associations = new Map<string, Association>();
  const server = await createApplicationEntity({ title: 'PACS1' }).listen({
    host: '127.0.0.1',
    port: 0,
    supportedContexts: [
      ...supportedVerification(),
      ...supportedStorage(),
      ...commitmentContexts().map((context) => ({ ...context, scpRole: true })),
    ],
    onAssociation: (association) => void associations.set(association.id, association),
    on: {
      store: () => ({ write: () => undefined, finish: () => 0, discard: () => undefined }),
      n: (incoming) => {
        const request = readCommitmentRequest(incoming);
        const on = associations.get(incoming.association.id);
        if (request && on) {
          requests.push(request);
          if (status === 0) setImmediate(() => answer(request, on));
        }
        return status;
      },
    },
  });
  return { port: server.port, requests, stop: () => server.close({ graceMs: 0 }) };
}

/** On an association that the provider opens. */
async function reportTo(port: number, report: Parameters<typeof reportCommitment>[1]): Promise<number | string> {
  const opened = await createApplicationEntity({ title: 'PACS1' }).associate({
    host: '127.0.0.1',
    port,
    calledTitle: 'GANTRY',
    contexts: commitmentContexts(),
    roles: [{ sopClassUid: STORAGE_COMMITMENT, scu: false, scp: true }],
  });
  if (opened.kind !== 'established') return opened.kind === 'failed' ? opened.phase : opened.kind;
  await using association = opened.association;
  return (await reportCommitment(association, report)).status.code;
}

describe.runIf(hasPeers)('with a provider of our own', () => {
  it('the report on the same association', async () => {
    await using running = await startEngine();
    const lists = new Lists(running);
    const peer = await provider(
      (request, on) => void reportCommitment(on, { transactionUid: request.transactionUid, committed: request.instances, failed: [] }),
    );
    await receive(running.port, ct.path);
    const node = await nodeAt(running, 'PACS1', peer.port);
    const view = await lists.untilState(await ask(running, node.id), 'reported');
    expect(view).toMatchObject({ objects: 1, committed: 1, failed: 0, failure: null });
    expect(peer.requests[0]?.instances).toEqual([{ sopClassUid: ct.sopClassUid, sopInstanceUid: ct.sopInstanceUid }]);
    lists.close();
    await peer.stop();
  });

  it('a report that comes after a restart, on an association of the provider; strangers are told that nobody asked', async () => {
    await using folder = await temporaryFolder();
    const peer = await provider();
    {
      await using running = await startEngine({ folder: folder.path });
      expect(await reportTo(running.port, { transactionUid: '1.2.3', committed: [], failed: [] })).toBe('no-context');
      const lists = new Lists(running);
      await receive(running.port, ct.path);
      const node = await nodeAt(running, 'PACS1', peer.port);
      await lists.untilState(await ask(running, node.id), 'waiting');
      await until(() => lists.custody.get(CT_STUDY)?.nodes[0]?.waiting === 1, { what: 'the waiting' });
      lists.close();
    }
    const request = peer.requests[0] ?? { transactionUid: '', instances: [] };
    await using again = await startEngine({ folder: folder.path });
    const lists = new Lists(again);
    expect(await reportTo(again.port, { transactionUid: '1.2.3', committed: request.instances, failed: [] })).toBe(0x0114);
    const report = { transactionUid: request.transactionUid, committed: request.instances, failed: [] };
    expect(await reportTo(again.port, report)).toBe(0);
    await until(() => lists.custody.get(CT_STUDY)?.nodes[0]?.committed === 1, { what: 'the shield' });
    expect(peer.requests).toHaveLength(1);
    // Nothing is due any more: the port takes no reports.
    expect(await reportTo(again.port, report)).toBe('no-context');
    lists.close();
    await peer.stop();
  }, 30_000);

  it('a request that is refused; one that cannot be delivered waits for its next try and is stopped', async () => {
    await using running = await startEngine();
    const lists = new Lists(running);
    const peer = await provider(undefined, 0x0122);
    await receive(running.port, ct.path);
    const node = await nodeAt(running, 'PACS1', peer.port);
    expect(await lists.untilState(await ask(running, node.id), 'refused')).toMatchObject({
      notOffered: true,
      failure: { code: 'commitment 0122 · PS3.7 C.5.6' },
    });
    await peer.stop();
    const id = await ask(running, node.id);
    await until(() => lists.commitments.get(id)?.nextAttempt != null, { what: 'the next try' });
    expect(lists.commitments.get(id)).toMatchObject({ state: 'asking', failure: { code: 'ECONNREFUSED' } });
    await running.engine.calls['commitments.stop']({ id }, never);
    await lists.untilState(id, 'stopped');
    await running.engine.calls['commitments.remove']({ id }, never);
    await until(() => !lists.commitments.has(id), { what: 'the request to go' });
    lists.close();
  });
});
