// Our providers as DCMTK's users see them: findscu, getscu, movescu, storescu; and worklists asked of wlmscpfs.
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildDataSet } from '../../core/dicom/build.ts';
import {
  createApplicationEntity,
  supportedQueryRetrieve,
  supportedStorage,
  supportedVerification,
  worklistContexts,
} from '../../core/services/index.ts';
import type { IncomingQuery, Server } from '../../core/services/types.ts';
import { startStorescp, startWlmscpfs } from '../support/dcmtk.ts';
import { objectFile, pydicomFile, type ObjectFileItem } from '../support/object-files.ts';
import { freePort, installed, run, startPeer } from '../support/peer-process.ts';
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts';

const queries: IncomingQuery[] = [];
let items: readonly ObjectFileItem[];
let server: Server;
let folder: TemporaryFolder;
let destinationPort: number;

beforeAll(async () => {
  folder = await temporaryFolder();
  destinationPort = await freePort();
  items = ['CT_small.dcm', 'MR_small.dcm'].map(pydicomFile);
  server = await createApplicationEntity({ title: 'GANTRY' }).listen({
    host: '127.0.0.1',
    port: 0,
    supportedContexts: [...supportedVerification(), ...supportedQueryRetrieve(), ...supportedStorage()],
    on: {
      *find(query) {
        queries.push(query);
        for (const name of ['Eins^A', 'Zwei^Ü']) {
          yield buildDataSet({
            QueryRetrieveLevel: query.level,
            PatientName: name,
            StudyInstanceUID: '1.2.3',
            SpecificCharacterSet: 'ISO_IR 100',
          });
        }
      },
      get: () => ({ kind: 'items', count: items.length, items }),
      move: ({ destination }) =>
        destination === 'DEST'
          ? { kind: 'items', count: items.length, items, destination: { host: '127.0.0.1', port: destinationPort } }
          : { kind: 'refused', answer: 0xa801 },
    },
  });
});

afterAll(async () => {
  await server.close();
  await folder[Symbol.asyncDispose]();
});

const keys = ['-k', 'QueryRetrieveLevel=STUDY', '-k', 'StudyInstanceUID=1.2.3'];

describe.runIf(await installed('findscu'))('DCMTK', () => {
  test('findscu gets every match', async () => {
    const { code, output } = await run('findscu', ['-v', '-S', ...keys, '-k', 'PatientName', '127.0.0.1', String(server.port)]);
    expect(code, output).toBe(0);
    expect(output.match(/Find Response: \d+ \(Pending\)/g)).toHaveLength(2);
    expect(output).toContain('Eins^A');
    expect(queries[0]).toMatchObject({ level: 'STUDY', model: 'study' });
  });

  test('findscu cancels after one match', async () => {
    const { code, output } = await run('findscu', ['-v', '-S', '--cancel', '1', ...keys, '127.0.0.1', String(server.port)]);
    expect(code, output).toBe(0);
  });

  test('getscu gets the objects on its association', async () => {
    const out = path.join(folder.path, 'get');
    await mkdir(out);
    const { code, output } = await run('getscu', ['-v', '-S', '+B', '-od', out, ...keys, '127.0.0.1', String(server.port)]);
    expect(code, output).toBe(0);
    expect(output).toContain('Number of Completed Suboperations : 2');
    const received = (await readdir(out)).map((name) => objectFile(path.join(out, name)));
    expect(received.map((item) => item.sopInstanceUid).sort()).toEqual(items.map((item) => item.sopInstanceUid).sort());
    for (const item of received) {
      const original = items.find((other) => other.sopInstanceUid === item.sopInstanceUid);
      expect(Buffer.compare(item.bytes(), original?.bytes() ?? Buffer.alloc(0))).toBe(0);
    }
  });

  test('movescu has the objects sent to storescp', async () => {
    const out = path.join(folder.path, 'move');
    await mkdir(out);
    await using _ = await startPeer({ command: 'storescp', port: destinationPort, args: ['-od', out, '+B', String(destinationPort)] });
    const { code, output } = await run('movescu', ['-v', '-S', '-aem', 'DEST', ...keys, '127.0.0.1', String(server.port)]);
    expect(code, output).toBe(0);
    expect(await readdir(out)).toHaveLength(2);
    expect(output).toContain('Received Final Move Response (Success)');
  });

  test('movescu to a destination that is not known', async () => {
    const { output } = await run('movescu', ['-v', '-S', '-aem', 'NOBODY', ...keys, '127.0.0.1', String(server.port)]);
    expect(output).toMatch(/MoveDestinationUnknown|a801/i);
  });
});

test.runIf(await installed('wlmscpfs'))('a worklist of wlmscpfs', async () => {
  const lists = path.join(folder.path, 'worklists');
  await mkdir(path.join(lists, 'WORKLIST'), { recursive: true });
  await writeFile(path.join(lists, 'WORKLIST', 'lockfile'), '');
  const dump = path.join(folder.path, 'item.dump');
  await writeFile(
    dump,
    [
      '(0008,0050) SH  00001',
      '(0010,0010) PN  Vivaldi^Antonio',
      '(0010,0020) LO  AV35674',
      '(0020,000d) UI  1.2.276.0.7230010.3.2.101',
      '(0032,1060) LO  EXAM6',
      '(0040,0100) SQ',
      '(fffe,e000) na',
      '(0008,0060) CS  MR',
      '(0040,0001) AE  AA32',
      '(0040,0002) DA  20250101',
      '(0040,0003) TM  120000',
      '(0040,0009) SH  SPD3445',
      '(fffe,e00d) na',
      '(fffe,e0dd) na',
      '(0040,1001) SH  RP454',
      '',
    ].join('\n'),
  );
  const made = await run('dump2dcm', [dump, path.join(lists, 'WORKLIST', 'item.wl')]);
  expect(made.code, made.output).toBe(0);
  await using peer = await startWlmscpfs({ folder: lists });
  const opened = await createApplicationEntity({ title: 'GANTRY' }).associate({
    host: '127.0.0.1',
    port: peer.port,
    calledTitle: 'WORKLIST',
    contexts: worklistContexts(),
  });
  if (opened.kind !== 'established') throw new Error(JSON.stringify(opened));
  await using association = opened.association;
  const operation = association.worklist({
    keys: { PatientName: '', AccessionNumber: '', ScheduledProcedureStepSequence: [{ Modality: 'MR', ScheduledStationAETitle: '' }] },
  });
  const names: string[] = [];
  for await (const { dataSet } of operation) {
    names.push(
      `${dataSet.text('PatientName')} ${dataSet.items('ScheduledProcedureStepSequence')[0]?.text('ScheduledStationAETitle') ?? ''}`,
    );
  }
  expect(names).toEqual(['Vivaldi^Antonio AA32']);
  expect(await operation.final).toMatchObject({ kind: 'status', status: { code: 0 } });
});

test.runIf(await installed('storescp'))('peers that end badly are told apart', async () => {
  const entity = createApplicationEntity({ title: 'GANTRY', requestedContexts: supportedVerification() });
  await using refusing = await startStorescp({ folder: folder.path, args: ['--refuse'] });
  expect(await entity.associate({ host: '127.0.0.1', port: refusing.port })).toMatchObject({ kind: 'rejected' });
});
