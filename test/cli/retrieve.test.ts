// `gantry get`, `move` and `find` against dcmqrscp and a provider of our own: progress, counters, paths into sequences, cancelling.
import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { buildDataSet } from '../../core/dicom/build.ts';
import { createApplicationEntity, supportedQueryRetrieve, type IncomingQuery } from '../../core/services/index.ts';
import { gantry, startCli } from '../support/cli.ts';
import { startDcmqrscp } from '../support/dcmtk.ts';
import { objectFile, pydicomFile } from '../support/object-files.ts';
import { freePort, installed } from '../support/peer-process.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const ct = pydicomFile('CT_small.dcm');
const CT_STUDY = '1.3.6.1.4.1.5962.1.2.1.20040119072730.12322';
const study = ['-k', `StudyInstanceUID=${CT_STUDY}`];

async function objectsIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder, { recursive: true });
  return names.filter((name) => name.endsWith('.dcm')).map((name) => path.join(folder, name));
}

describe.runIf(await installed('dcmqrscp'))('with dcmqrscp', () => {
  test('get and move bring the objects of a study, and say how far they are', async () => {
    await using folder = await temporaryFolder();
    const own = await freePort();
    await mkdir(path.join(folder.path, 'archive'));
    await using peer = await startDcmqrscp({ folder: path.join(folder.path, 'archive'), destinations: { GANTRY: own } });
    const archive = `ARCHIVE@127.0.0.1:${peer.port}`;
    expect((await gantry('store', archive, ct.path)).code).toBe(0);

    const got = await gantry('get', archive, '--json', ...study, '--folder', path.join(folder.path, 'got'));
    expect(got.code, got.stdout + got.stderr).toBe(0);
    expect(got.lines.filter(({ kind }) => kind === 'stored')).toMatchObject([
      { sopInstanceUid: ct.sopInstanceUid, callingTitle: 'ARCHIVE' },
    ]);
    for (const line of got.lines.filter(({ kind }) => kind === 'progress'))
      expect(Object.keys(line)).toEqual(['kind', 'remaining', 'completed', 'failed', 'warning']);
    expect(got.lines.at(-1)).toEqual({
      kind: 'final',
      remaining: 0,
      completed: 1,
      failed: 0,
      warning: 0,
      failedSopInstanceUids: [],
      status: 0,
    });

    const moved = await gantry('move', archive, '--json', ...study, '--listen', String(own), '--folder', path.join(folder.path, 'moved'));
    expect(moved.code, moved.stdout + moved.stderr).toBe(0);
    expect(moved.lines[0]).toEqual({ kind: 'listening', title: 'GANTRY', host: '127.0.0.1', port: own });
    expect(moved.lines.at(-1)).toMatchObject({ kind: 'final', status: 0, completed: 1 });

    for (const place of ['got', 'moved']) {
      const [file = '', ...more] = await objectsIn(path.join(folder.path, place));
      expect(more).toEqual([]);
      expect(objectFile(file).sopInstanceUid).toBe(ct.sopInstanceUid);
    }

    const nowhere = await gantry('move', archive, '--json', ...study, '--to', 'NOBODY');
    expect(nowhere.code).toBe(1);
    expect(nowhere.lines.at(-1)).toMatchObject({ kind: 'final', status: 0xa801 });
  });
});

interface Asked {
  readonly port: number;
  readonly queries: IncomingQuery[];
}

/** A provider that answers every query with so many matches. */
async function provider(matches: number, onQuery: (query: IncomingQuery) => void = () => undefined): Promise<Asked & AsyncDisposable> {
  const queries: IncomingQuery[] = [];
  const server = await createApplicationEntity({ title: 'PACS1' }).listen({
    host: '127.0.0.1',
    port: 0,
    supportedContexts: supportedQueryRetrieve(),
    on: {
      *find(query) {
        queries.push(query);
        onQuery(query);
        for (let index = 0; index < matches; index += 1) {
          yield buildDataSet({ SpecificCharacterSet: 'ISO_IR 192', PatientName: `Müller^${index}`, PatientID: String(index), Rows: 512 });
        }
      },
    },
  });
  return { port: server.port, queries, [Symbol.asyncDispose]: () => server.close({ graceMs: 0 }) };
}

test('keys by keyword, by tag and into sequences arrive as they were meant', async () => {
  await using asked = await provider(1);
  const { code, lines } = await gantry(
    'find',
    `PACS1@127.0.0.1:${asked.port}`,
    '--json',
    '--level',
    'series',
    '--model',
    'PATIENT',
    '-k',
    'PatientName=MÜLLER*',
    '-k',
    '0010,0020=42',
    '-k',
    '0020000D',
    '-k',
    'RequestAttributesSequence.ScheduledProcedureStepID=A=B',
    '-k',
    'RequestAttributesSequence.0040,1001',
    '-k',
    'Rows=512',
  );
  expect(code).toBe(0);
  const [query] = asked.queries;
  expect(query).toMatchObject({ model: 'patient', level: 'SERIES' });
  const { identifier } = query ?? {};
  expect(identifier?.text('PatientName')).toBe('MÜLLER*');
  expect(identifier?.text('PatientID')).toBe('42');
  expect(identifier?.has('StudyInstanceUID')).toBe(true);
  expect(identifier?.number('Rows')).toBe(512);
  const [item, ...more] = identifier?.items('RequestAttributesSequence') ?? [];
  expect(more).toEqual([]);
  expect(item?.text('ScheduledProcedureStepID')).toBe('A=B');
  expect(item?.has('RequestedProcedureID')).toBe(true);
  expect(lines).toEqual([
    {
      kind: 'match',
      dataset: {
        '00080005': { vr: 'CS', Value: ['ISO_IR 192'] },
        '00100010': { vr: 'PN', Value: [{ Alphabetic: 'Müller^0' }] },
        '00100020': { vr: 'LO', Value: ['0'] },
        '00280010': { vr: 'US', Value: [512] },
      },
    },
    { kind: 'final', status: 0 },
  ]);
});

test('people read the elements by name', async () => {
  await using asked = await provider(1);
  const { code, stdout } = await gantry('find', `PACS1@127.0.0.1:${asked.port}`, '-k', 'PatientName');
  expect(code).toBe(0);
  expect(stdout).toMatch(/^\(0010,0010\) Patient's Name +Müller\^0$/m);
  expect(stdout).toMatch(/1 match\.\n$/);
});

test('ten thousand matches are written in few pieces, none lost', async () => {
  await using asked = await provider(10_000);
  await using finding = startCli(['find', `PACS1@127.0.0.1:${asked.port}`, '--json', '-k', 'PatientName']);
  let pieces = 0;
  finding.child.stdout?.on('data', () => (pieces += 1));
  expect(await finding.end()).toBe(0);
  const matches = finding.lines().filter(({ kind }) => kind === 'match');
  expect(new Set(matches.map((line) => JSON.stringify(line))).size).toBe(10_000);
  expect(finding.lines().at(-1)).toEqual({ kind: 'final', status: 0 });
  expect(pieces).toBeLessThan(2_000);
});

test.each(['SIGINT', 'SIGTERM'] as const)('%s cancels a search, releases the association and keeps what came', async (signal) => {
  let cancelled = false;
  await using asked = await provider(5_000_000, (query) => query.signal.addEventListener('abort', () => (cancelled = true)));
  await using finding = startCli(['find', `PACS1@127.0.0.1:${asked.port}`, '--json', '-k', 'PatientName']);
  await finding.line('match');
  expect(await finding.end(signal)).toBe(1);
  expect(cancelled).toBe(true);
  expect(finding.lines().at(-1)).toMatchObject({ kind: 'final', status: 0xfe00 });
});

test('a reader that goes away ends the search, without a word and without a crash', async () => {
  let cancelled = false;
  await using asked = await provider(5_000_000, (query) => query.signal.addEventListener('abort', () => (cancelled = true)));
  await using finding = startCli(['find', `PACS1@127.0.0.1:${asked.port}`, '--json', '-k', 'PatientName']);
  await finding.line('match');
  finding.child.stdout?.destroy();
  expect(await finding.end()).toBe(1);
  expect(finding.stderr()).toBe('');
  expect(cancelled).toBe(true);
});
