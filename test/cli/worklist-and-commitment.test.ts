// `gantry worklist` with wlmscpfs, `gantry commit` with Orthanc and with providers of our own that call back, fail or say nothing.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  commitmentContexts,
  createApplicationEntity,
  readCommitmentRequest,
  reportCommitment,
  STORAGE_COMMITMENT,
  type ApplicationEntity,
  type CommitmentRequest,
} from '../../core/services/index.ts';
import { gantry } from '../support/cli.ts';
import { startWlmscpfs } from '../support/dcmtk.ts';
import { pydicomFile } from '../support/object-files.ts';
import { startOrthanc } from '../support/orthanc.ts';
import { freePort, installed, run } from '../support/peer-process.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const ct = pydicomFile('CT_small.dcm');
const mr = pydicomFile('MR_small.dcm');

const STEPS = ['MR AA32', 'CT AA33'].map((step, index) => {
  const [modality = '', station = ''] = step.split(' ');
  return [
    `(0008,0050) SH  0000${index}`,
    `(0010,0010) PN  Vivaldi^${modality}`,
    '(0010,0020) LO  AV35674',
    '(0020,000d) UI  1.2.276.0.7230010.3.2.101',
    '(0040,0100) SQ',
    '(fffe,e000) na',
    `(0008,0060) CS  ${modality}`,
    `(0040,0001) AE  ${station}`,
    '(0040,0002) DA  20250101',
    '(0040,0003) TM  120000',
    '(fffe,e00d) na',
    '(fffe,e0dd) na',
    '(0040,1001) SH  RP454',
    '',
  ].join('\n');
});

test.runIf(await installed('wlmscpfs'))('worklist: keys within the step choose the entries', async () => {
  await using folder = await temporaryFolder();
  const lists = path.join(folder.path, 'WORKLIST');
  await mkdir(lists);
  await writeFile(path.join(lists, 'lockfile'), '');
  for (const [index, step] of STEPS.entries()) {
    const dump = path.join(folder.path, `${index}.dump`);
    await writeFile(dump, step);
    expect((await run('dump2dcm', [dump, path.join(lists, `${index}.wl`)])).code).toBe(0);
  }
  await using peer = await startWlmscpfs({ folder: folder.path });
  const address = `WORKLIST@127.0.0.1:${peer.port}`;
  const step = 'ScheduledProcedureStepSequence';
  const { code, lines } = await gantry(
    'worklist',
    address,
    '--json',
    '-k',
    'PatientName',
    '-k',
    `${step}.Modality=MR`,
    '-k',
    `${step}.0040,0001`,
  );
  expect(code).toBe(0);
  expect(lines).toMatchObject([
    {
      kind: 'match',
      dataset: {
        '00100010': { Value: [{ Alphabetic: 'Vivaldi^MR' }] },
        '00400100': { vr: 'SQ', Value: [{ '00400001': { vr: 'AE', Value: ['AA32'] }, '00080060': { Value: ['MR'] } }] },
      },
    },
    { kind: 'final', status: 0 },
  ]);
  const all = await gantry('worklist', address, '--json', '-k', 'PatientName', '-k', `${step}.Modality`);
  expect(all.lines.filter(({ kind }) => kind === 'match')).toHaveLength(2);
});

test.runIf(await installed('Orthanc'))('commit: Orthanc vouches for what it holds, and not for what it does not', async () => {
  await using folder = await temporaryFolder();
  const own = await freePort();
  await using peer = await startOrthanc({ folder: folder.path, modalities: { GANTRY: own } });
  const address = `ORTHANC@127.0.0.1:${peer.port}`;
  expect((await gantry('store', address, ct.path)).code).toBe(0);
  const safe = await gantry('commit', address, '--json', '--listen', String(own), ct.path);
  expect(safe.lines).toMatchObject([
    { kind: 'listening', title: 'GANTRY', port: own },
    { kind: 'object', sopInstanceUid: ct.sopInstanceUid, committed: true },
    { kind: 'summary', committed: 1, failed: 0, skipped: 0 },
  ]);
  expect(safe.code).toBe(0);
  const half = await gantry('commit', address, '--json', '--listen', String(own), ct.path, mr.path);
  expect(half.lines.at(-1)).toMatchObject({ kind: 'summary', committed: 1, failed: 1 });
  expect(half.lines.find((line) => line['committed'] === false)).toMatchObject({ sopInstanceUid: mr.sopInstanceUid, reason: 0x0112 });
  expect(half.code).toBe(1);
});

describe('commit with a provider of our own', () => {
  type Answering = (request: CommitmentRequest, entity: ApplicationEntity) => Promise<void> | void;

  async function provider(answer: Answering, status = 0): Promise<{ readonly port: number } & AsyncDisposable> {
    const entity = createApplicationEntity({ title: 'PACS1' });
    const server = await entity.listen({
      host: '127.0.0.1',
      port: 0,
      supportedContexts: commitmentContexts().map((context) => ({ ...context, scpRole: true })),
      onAssociation: (association) => {
        onSame = (request) =>
          reportCommitment(association, { transactionUid: request.transactionUid, committed: request.instances, failed: [] });
      },
      on: {
        n: (incoming) => {
          const request = readCommitmentRequest(incoming);
          if (request && status === 0) setImmediate(() => void answer(request, entity));
          return status;
        },
      },
    });
    return { port: server.port, [Symbol.asyncDispose]: () => server.close({ graceMs: 0 }) };
  }
  let onSame: (request: CommitmentRequest) => Promise<unknown> = () => Promise.resolve();

  test('the report on the same association', async () => {
    await using peer = await provider(async (request) => {
      await onSame(request);
    });
    const { code, lines } = await gantry('commit', `PACS1@127.0.0.1:${peer.port}`, '--json', ct.path, mr.path, ct.path);
    expect(lines.at(-1)).toEqual({ kind: 'summary', committed: 2, failed: 0, skipped: 0 });
    expect(code).toBe(0);
  });

  test('the report on an association of the provider, some failed', async () => {
    const own = await freePort();
    await using peer = await provider(async ({ transactionUid, instances: [first, second] }, entity) => {
      const opened = await entity.associate({
        host: '127.0.0.1',
        port: own,
        calledTitle: 'GANTRY',
        contexts: commitmentContexts(),
        roles: [{ sopClassUid: STORAGE_COMMITMENT, scu: false, scp: true }],
      });
      if (opened.kind !== 'established' || !first || !second) return;
      await using association = opened.association;
      await reportCommitment(association, { transactionUid, committed: [first], failed: [{ ...second, reason: 0x0110 }] });
    });
    const { code, lines } = await gantry('commit', `PACS1@127.0.0.1:${peer.port}`, '--json', '--listen', String(own), ct.path, mr.path);
    expect(lines.slice(1)).toMatchObject([
      { kind: 'object', sopInstanceUid: mr.sopInstanceUid, committed: false, reason: 0x0110 },
      { kind: 'object', sopInstanceUid: ct.sopInstanceUid, committed: true },
      { kind: 'summary', committed: 1, failed: 1, skipped: 0 },
    ]);
    expect(code).toBe(1);
  });

  test('a request that is refused, and a report that does not come', async () => {
    await using refusing = await provider(() => undefined, 0x0213);
    const refused = await gantry('commit', `PACS1@127.0.0.1:${refusing.port}`, '--json', ct.path);
    expect(refused.lines).toMatchObject([{ kind: 'final', status: 0x0213 }]);
    expect(refused.code).toBe(1);
    await using mute = await provider(() => undefined);
    const waited = await gantry('commit', `PACS1@127.0.0.1:${mute.port}`, '--json', '--wait', '1', ct.path);
    expect(waited.lines).toMatchObject([{ kind: 'failed', phase: 'timer', code: 'no-report' }]);
    expect(waited.code).toBe(1);
  });
});
