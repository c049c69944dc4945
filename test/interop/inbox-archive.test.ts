// The inbox as a small archive for others: the whole engine, asked by DCMTK's findscu, getscu and movescu, and by Orthanc as a client, which
// finds, has moved to it, and stores back.
import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { objectFile, pydicomFile } from '../support/object-files.ts';
import { startOrthanc, type Orthanc } from '../support/orthanc.ts';
import { freePort, installed, run, startPeer } from '../support/peer-process.ts';
import { startEngine, type RunningEngine } from '../support/running-engine.ts';
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts';
import { until } from '../support/until.ts';

const hasDcmtk = await installed('findscu');
const hasOrthanc = await installed('Orthanc');
const never = new AbortController().signal;
const CT = pydicomFile('CT_small.dcm');
const MR = pydicomFile('MR_small.dcm');
const CT_STUDY = '1.3.6.1.4.1.5962.1.2.1.20040119072730.12322';

let running: RunningEngine;
let folder: TemporaryFolder;
const port = () => String(running.port);

beforeAll(async () => {
  folder = await temporaryFolder();
  running = await startEngine();
  const { code, output } = await run('storescu', ['-aet', 'CT3', '-aec', 'GANTRY', '127.0.0.1', port(), CT.path, MR.path]);
  expect(code, output).toBe(0);
});
afterAll(async () => {
  await running[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

const find = async (...keys: readonly string[]): Promise<string> => {
  const { code, output } = await run('findscu', ['-v', '-S', ...keys.flatMap((key) => ['-k', key]), '127.0.0.1', port()]);
  expect(code, output).toBe(0);
  return output;
};
const matches = (output: string): number => output.match(/Find Response: \d+ \(Pending\)/g)?.length ?? 0;

describe.runIf(hasDcmtk)('DCMTK', () => {
  it.each<[string, string[], number]>([
    ['everything', ['QueryRetrieveLevel=STUDY', 'StudyInstanceUID'], 2],
    ['a single value', ['QueryRetrieveLevel=STUDY', 'PatientID=1CT1'], 1],
    ['a wild card, without regard to case', ['QueryRetrieveLevel=STUDY', 'PatientName=compressed*ct?'], 1],
    ['a range of dates', ['QueryRetrieveLevel=STUDY', 'StudyDate=20040101-20040131'], 1],
    ['a list of UIDs', ['QueryRetrieveLevel=STUDY', `StudyInstanceUID=${CT_STUDY}\\9.9`], 1],
    ['a modality', ['QueryRetrieveLevel=STUDY', 'ModalitiesInStudy=MR'], 1],
    ['a key that only the files have', ['QueryRetrieveLevel=SERIES', 'StudyInstanceUID', 'Manufacturer=GE*'], 1],
    ['an instance by its class', ['QueryRetrieveLevel=IMAGE', 'SOPInstanceUID', `SOPClassUID=${MR.sopClassUid}`], 1],
    ['nothing', ['QueryRetrieveLevel=STUDY', 'PatientID=nobody'], 0],
  ])('findscu finds %s', async (_what, keys, count) => {
    expect(matches(await find(...keys))).toBe(count);
  });

  it('findscu is told counts, the patient’s too, and where to get it', async () => {
    const output = await find(
      'QueryRetrieveLevel=STUDY',
      'PatientID=1CT1',
      'NumberOfStudyRelatedInstances',
      'NumberOfPatientRelatedStudies',
      'ModalitiesInStudy',
    );
    expect(output).toMatch(/\(0020,1208\) IS \[1 ?\]/);
    expect(output).toMatch(/\(0020,1200\) IS \[1 ?\]/);
    expect(output).toMatch(/\(0008,0061\) CS \[CT ?\]/);
    expect(output).toMatch(/\(0008,0054\) AE \[GANTRY ?\]/);
  });

  it('findscu in the patient root finds each patient once', async () => {
    const { output } = await run('findscu', [
      '-v',
      '-P',
      '-k',
      'QueryRetrieveLevel=PATIENT',
      '-k',
      'PatientID',
      '-k',
      'NumberOfPatientRelatedInstances',
      '127.0.0.1',
      port(),
    ]);
    expect(matches(output)).toBe(2);
  });

  it('a level that is not of the model is refused with the reason', async () => {
    const { output } = await run('findscu', ['-d', '-S', '-k', 'QueryRetrieveLevel=PATIENT', '-k', 'PatientID', '127.0.0.1', port()]);
    expect(output).toContain('level PATIENT is not part of this information model');
  });

  it('getscu gets the very bytes that were received', async () => {
    const out = path.join(folder.path, 'got');
    await mkdir(out);
    const { code, output } = await run('getscu', [
      '-v',
      '-S',
      '+B',
      '-od',
      out,
      '-k',
      'QueryRetrieveLevel=STUDY',
      '-k',
      `StudyInstanceUID=${CT_STUDY}`,
      '127.0.0.1',
      port(),
    ]);
    expect(code, output).toBe(0);
    const [name = ''] = await readdir(out);
    const inbox = path.join(running.folder, 'inbox');
    const kept = (await readdir(inbox, { recursive: true })).find((file) => file.endsWith(`${CT.sopInstanceUid}.dcm`)) ?? '';
    expect(Buffer.compare(objectFile(path.join(out, name)).bytes(), objectFile(path.join(inbox, kept)).bytes())).toBe(0);
  });

  it('movescu has it sent to a node of the address book, and to nobody else', async () => {
    const at = await freePort();
    const out = path.join(folder.path, 'moved');
    await mkdir(out);
    await using _ = await startPeer({ command: 'storescp', port: at, args: ['-od', out, '+B', String(at)] });
    const move = () =>
      run('movescu', [
        '-d',
        '-S',
        '-aem',
        'VIEWER',
        '-k',
        'QueryRetrieveLevel=STUDY',
        '-k',
        `StudyInstanceUID=${CT_STUDY}`,
        '127.0.0.1',
        port(),
      ]);
    expect((await move()).output).toMatch(/0xa801|MoveDestinationUnknown/i);
    await running.engine.calls['nodes.add']({ node: { title: 'VIEWER', host: '127.0.0.1', port: at } }, never);
    const { output } = await move();
    expect(output).toContain('0x0000: Success: Sub-operations complete');
    expect(await readdir(out)).toHaveLength(1);
  });
});

describe.runIf(hasOrthanc)('Orthanc as a client', () => {
  let orthanc: Orthanc;
  let place: TemporaryFolder;

  beforeAll(async () => {
    place = await temporaryFolder();
    orthanc = await startOrthanc({ folder: place.path, modalities: { GANTRY: running.port } });
    await running.engine.calls['nodes.add']({ node: { title: 'ORTHANC', host: '127.0.0.1', port: orthanc.port } }, never);
  }, 60_000);
  afterAll(async () => {
    await orthanc.stop();
    await place[Symbol.asyncDispose]();
  });

  async function ask(way: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`http://127.0.0.1:${orthanc.httpPort}${way}`, {
      ...(body !== undefined && { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${way}: ${response.status} ${await response.text()}`);
    return response.json();
  }

  it('echoes, finds by its query, and has what it found moved to itself', async () => {
    await ask('/modalities/gantry/echo', {});
    const query = await ask('/modalities/gantry/query', {
      Level: 'Study',
      Query: { PatientID: '1CT1', StudyDescription: '', NumberOfStudyRelatedInstances: '' },
    });
    expect(query).toMatchObject({ ID: expect.any(String) as string });
    const { ID } = query as { ID: string };
    expect(await ask(`/queries/${ID}/answers`)).toEqual(['0']);
    expect(await ask(`/queries/${ID}/answers/0/content?simplify`)).toMatchObject({
      PatientID: '1CT1',
      StudyInstanceUID: CT_STUDY,
      NumberOfStudyRelatedInstances: '1',
      RetrieveAETitle: 'GANTRY',
    });
    await ask(`/queries/${ID}/answers/0/retrieve`, 'ORTHANC');
    await until(async () => JSON.stringify(await ask('/instances')) !== '[]', { what: 'the instance in Orthanc' });
    const [instance = ''] = (await ask('/instances')) as readonly string[];
    expect(await ask(`/instances/${instance}/simplified-tags`)).toMatchObject({ SOPInstanceUID: CT.sopInstanceUid });
  });

  it('stores back what we have already: the same bytes are counted and not kept twice', async () => {
    const [instance = ''] = (await ask('/instances')) as readonly string[];
    await ask('/modalities/gantry/store', instance);
    let duplicates = 0;
    const watching = new AbortController();
    void running.engine.streams['inbox.studies'](
      {},
      (event) => {
        if (event.kind !== 'remove') duplicates = event.rows.find(({ studyUid }) => studyUid === CT_STUDY)?.duplicates ?? duplicates;
      },
      watching.signal,
    );
    await until(() => duplicates === 1, { what: 'the duplicate to be counted' });
    watching.abort();
  });
});
