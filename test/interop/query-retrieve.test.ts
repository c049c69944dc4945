// Query and retrieve with dcmqrscp and Orthanc as archives: find, get, move, cancel.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createApplicationEntity,
  findContexts,
  getProposal,
  moveContexts,
  proposeStorage,
  supportedStorage,
  supportedVerification,
} from '../../core/services/index.ts';
import type { Association, Server } from '../../core/services/types.ts';
import type { AssociateRequest } from '../../core/association/types.ts';
import { startDcmqrscp } from '../support/dcmtk.ts';
import { keepArrivals, pydicomFile, type ObjectFileItem } from '../support/object-files.ts';
import { startOrthanc } from '../support/orthanc.ts';
import { installed, type PeerProcess } from '../support/peer-process.ts';
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts';

const CT_STUDY = '1.3.6.1.4.1.5962.1.2.1.20040119072730.12322';
const names = ['CT_small.dcm', 'MR_small.dcm', 'JPEG2000.dcm'];

const { arrivals, store } = keepArrivals();
const entity = createApplicationEntity({ title: 'GANTRY', store });

let server: Server;
let folder: TemporaryFolder;
let items: readonly ObjectFileItem[];

beforeAll(async () => {
  folder = await temporaryFolder();
  items = names.map(pydicomFile);
  server = await entity.listen({
    host: '127.0.0.1',
    port: 0,
    supportedContexts: [...supportedVerification(), ...supportedStorage()],
    on: { store },
  });
});

afterAll(async () => {
  await server.close();
  await folder[Symbol.asyncDispose]();
});

async function associate(peer: PeerProcess, title: string, request: Partial<AssociateRequest>): Promise<Association> {
  const opened = await entity.associate({ host: '127.0.0.1', port: peer.port, calledTitle: title, ...request });
  if (opened.kind !== 'established') throw new Error(JSON.stringify(opened));
  return opened.association;
}

async function fill(peer: PeerProcess, title: string): Promise<void> {
  for (const proposal of proposeStorage(items)) {
    await using association = await associate(peer, title, { contexts: proposal.contexts });
    for await (const result of association.storeAll(proposal.items)) expect(result).toMatchObject({ kind: 'status', status: { code: 0 } });
  }
}

async function all<T>(values: AsyncIterable<T>): Promise<T[]> {
  const gathered: T[] = [];
  for await (const value of values) gathered.push(value);
  return gathered;
}

describe.each([
  [
    'dcmqrscp',
    'ARCHIVE',
    (options: { folder: string; destinations: Readonly<Record<string, number>> }) => startDcmqrscp({ ...options, args: ['+xw'] }),
  ],
  [
    'Orthanc',
    'ORTHANC',
    ({ folder: at, destinations }: { folder: string; destinations: Readonly<Record<string, number>> }) =>
      startOrthanc({ folder: at, modalities: destinations }),
  ],
] as const)('%s', async (name, title, start) => {
  if (!(await installed(name))) {
    test.skip('is not installed');
    return;
  }
  let peer: PeerProcess;
  let peerFolder: TemporaryFolder;

  beforeAll(async () => {
    peerFolder = await temporaryFolder();
    peer = await start({ folder: peerFolder.path, destinations: { GANTRY: server.port } });
    await fill(peer, title);
  });

  afterAll(async () => {
    await peer.stop();
    await peerFolder[Symbol.asyncDispose]();
  });

  test('finds every study, and one by its name', async () => {
    await using association = await associate(peer, title, { contexts: findContexts() });
    const every = association.find({ level: 'STUDY', keys: { StudyInstanceUID: '', PatientName: '', PatientID: '' } });
    const studies: string[] = [];
    for await (const match of every) studies.push(match.dataSet.text('StudyInstanceUID'));
    expect(new Set(studies).size).toBe(studies.length);
    expect(studies).toContain(CT_STUDY);
    expect(await every.final).toMatchObject({ kind: 'status', status: { code: 0 } });
    const one = association.find({ level: 'STUDY', keys: { StudyInstanceUID: '', PatientName: 'CompressedSamples^CT*' } });
    const matches = await all(one);
    expect(matches.map((match) => match.dataSet.text('StudyInstanceUID'))).toEqual([CT_STUDY]);
    expect(matches[0]?.dataSet.personName('PatientName')?.alphabetic).toBe('CompressedSamples^CT1');
  });

  test('finds with the patient root model', async () => {
    await using association = await associate(peer, title, { contexts: findContexts('patient') });
    const found = await all(association.find({ model: 'patient', level: 'PATIENT', keys: { PatientID: '', PatientName: '' } }));
    expect(found.map((match) => match.dataSet.text('PatientID'))).toContain('1CT1');
  });

  test('leaving the loop cancels, and the association goes on', async () => {
    await using association = await associate(peer, title, { contexts: findContexts() });
    const operation = association.find({ level: 'STUDY', keys: { StudyInstanceUID: '' } });
    for await (const _ of operation) break;
    const final = await operation.final;
    expect(final.kind === 'status' ? [0x0000, 0xfe00] : final.kind).toContain(final.kind === 'status' ? final.status.code : '');
    expect(await all(association.find({ level: 'STUDY', keys: { StudyInstanceUID: CT_STUDY } }))).toHaveLength(1);
  });

  test('gets a study on the same association', async () => {
    arrivals.length = 0;
    await using association = await associate(peer, title, getProposal());
    const operation = association.get({ level: 'STUDY', keys: { StudyInstanceUID: CT_STUDY } });
    const progress = await all(operation);
    const final = await operation.final;
    expect(final).toMatchObject({ kind: 'status', status: { class: 'success' }, counters: { completed: 1, failed: 0 } });
    expect(progress.every(({ completed }) => completed <= 1)).toBe(true);
    expect(arrivals.map(({ request }) => request.sopInstanceUid)).toEqual([items[0]?.sopInstanceUid]);
  });

  test('gets a compressed object as it is', async () => {
    arrivals.length = 0;
    const wanted = items.find((item) => item.path.endsWith('JPEG2000.dcm'));
    // dcmqrscp takes the first accepted context of a class whatever syntax the object has, so it is given no other.
    const only = [{ abstractSyntax: wanted?.sopClassUid ?? '', transferSyntaxes: [wanted?.transferSyntaxUid ?? ''] }];
    const proposal = getProposal({ sopClassUids: [wanted?.sopClassUid ?? ''] });
    const contexts = name === 'dcmqrscp' ? [...getProposal({ sopClassUids: [] }).contexts, ...only] : proposal.contexts;
    await using association = await associate(peer, title, { contexts, roles: proposal.roles });
    const found = await studyOf(peer, title, wanted?.sopInstanceUid ?? '');
    const operation = association.get({ level: 'STUDY', keys: { StudyInstanceUID: found } });
    const final = await operation.final;
    expect(final).toMatchObject({ kind: 'status', counters: { completed: 1 } });
    expect(arrivals[0]?.request.sopInstanceUid).toBe(wanted?.sopInstanceUid);
  });

  test('moves a study to our own listener, which learns who asked', async () => {
    arrivals.length = 0;
    await using association = await associate(peer, title, { contexts: moveContexts() });
    const operation = association.move({ level: 'STUDY', keys: { StudyInstanceUID: CT_STUDY }, destination: 'GANTRY' });
    const final = await operation.final;
    expect(final).toMatchObject({ kind: 'status', status: { class: 'success' }, counters: { completed: 1, failed: 0 } });
    expect(arrivals[0]?.request).toMatchObject({
      sopInstanceUid: items[0]?.sopInstanceUid,
      moveOriginator: { title: 'GANTRY', messageId: 1 },
    });
  });

  test('moving to an unknown destination fails with a status', async () => {
    await using association = await associate(peer, title, { contexts: moveContexts() });
    const final = await association.move({ level: 'STUDY', keys: { StudyInstanceUID: CT_STUDY }, destination: 'NOBODY' }).final;
    expect(final).toMatchObject({ kind: 'status', status: { class: 'failure' } });
  });

  async function studyOf(of: PeerProcess, calledTitle: string, sopInstanceUid: string): Promise<string> {
    await using association = await associate(of, calledTitle, { contexts: findContexts() });
    for await (const study of association.find({ level: 'STUDY', keys: { StudyInstanceUID: '' } })) {
      const studyUid = study.dataSet.text('StudyInstanceUID');
      await using second = await associate(of, calledTitle, { contexts: findContexts() });
      for await (const series of second.find({ level: 'SERIES', keys: { StudyInstanceUID: studyUid, SeriesInstanceUID: '' } })) {
        const seriesUid = series.dataSet.text('SeriesInstanceUID');
        await using third = await associate(of, calledTitle, { contexts: findContexts() });
        const keys = { StudyInstanceUID: studyUid, SeriesInstanceUID: seriesUid, SOPInstanceUID: '' };
        for await (const image of third.find({ level: 'IMAGE', keys }))
          if (image.dataSet.text('SOPInstanceUID') === sopInstanceUid) return studyUid;
      }
    }
    throw new Error(`${sopInstanceUid} was not found`);
  }
});
