// Objects arrive: their bytes, their places, their answers, and what the index says of them.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Arrival, Refused } from '../../core/inbox/incoming.ts';
import { CT, ctObject, filesIn, inboxes, objectOfFile, requestFor, send, statusOf, storedBytes } from './support/arrivals.ts';

let place: ReturnType<typeof inboxes>;
beforeEach(() => {
  place = inboxes();
});
afterEach(() => place.remove());

describe('an object', () => {
  it('lies under its final name, byte for byte, when Success is answered', async () => {
    const inbox = place.open();
    const object = ctObject('1.2.3.1.1');
    expect(await send(inbox.store, object)).toBe(0x0000);
    expect(filesIn(place.folder)).toContain('1.2.3/1.2.3.1/1.2.3.1.1.dcm');
    expect(storedBytes(path.join(place.folder, '1.2.3/1.2.3.1/1.2.3.1.1.dcm'))).toEqual(object.bytes);
  });

  it.each([1, 7, 4_096, 200_000, 1_048_576])('keeps its bytes when it comes in pieces of %i', async (size) => {
    const inbox = place.open();
    const pixels = Uint8Array.from({ length: size === 1 ? 3_000 : 3_000_000 }, (_, index) => (index * 7919) >>> 3);
    const object = ctObject('1.2.3.1.1', { PixelData: { vr: 'OW', value: pixels } });
    expect(await send(inbox.store, object, { size })).toBe(0x0000);
    expect(Buffer.compare(storedBytes(path.join(place.folder, '1.2.3/1.2.3.1/1.2.3.1.1.dcm')), object.bytes)).toBe(0);
  });

  it('is in the index with what its header says and where it came from', async () => {
    const inbox = place.open();
    await send(inbox.store, ctObject('1.2.3.1.1', { PatientName: 'Yamada^Tarou=山田^太郎=やまだ^たろう' }));
    expect(inbox.study('1.2.3')).toMatchObject({
      patientName: { alphabetic: 'Yamada^Tarou', ideographic: '山田^太郎', phonetic: 'やまだ^たろう' },
      patientId: 'P1',
      accession: 'A1',
      description: 'Chest',
      modalities: ['CT'],
      seriesCount: 1,
      instanceCount: 1,
      fromTitle: 'CT3',
      fromAddress: '10.1.2.3',
    });
    expect(inbox.series('1.2.3')).toMatchObject([{ seriesUid: '1.2.3.1', modality: 'CT', instanceCount: 1 }]);
    expect(inbox.instances('1.2.3', '1.2.3.1')).toMatchObject([
      {
        sopInstanceUid: '1.2.3.1.1',
        sopClassName: 'CT Image Storage',
        transferSyntaxName: 'Explicit VR Little Endian',
        rows: 2,
        columns: 2,
        frames: 1,
      },
    ]);
  });

  it('is in the index also when its bytes go as soon as it was answered, before any flush', () => {
    const inbox = place.open();
    const object = ctObject('1.2.3.1.1', { PatientName: 'ROE^RICHARD' });
    const sink = inbox.store(requestFor(object));
    if (typeof sink === 'number' || 'status' in sink) throw new Error('refused');
    const buffer = object.bytes.slice();
    void sink.write(buffer);
    expect(sink.finish()).toBe(0);
    buffer.fill(0xee);
    expect(inbox.study('1.2.3')).toMatchObject({ patientName: { alphabetic: 'ROE^RICHARD' }, patientId: 'P1', instanceCount: 1 });
    expect(storedBytes(path.join(place.folder, '1.2.3/1.2.3.1/1.2.3.1.1.dcm'))).toEqual(object.bytes);
  });

  it('is told apart from its neighbours in what is its own, and takes study and series from the first that came', async () => {
    const inbox = place.open();
    await send(inbox.store, ctObject('1.2.3.1.1', { InstanceNumber: 1, SeriesDescription: 'Thorax' }));
    await send(inbox.store, ctObject('1.2.3.1.2', { InstanceNumber: 2, Rows: 3, PatientID: 'P2', SeriesDescription: 'Other' }));
    await send(inbox.store, ctObject('1.2.3.2.1', { SeriesInstanceUID: '1.2.3.2', SeriesDescription: 'Abdomen', Modality: '' }));
    expect(inbox.study('1.2.3')).toMatchObject({ patientId: 'P1', checks: ['other-patient', 'lacking'], lacking: ['Modality'] });
    expect(inbox.series('1.2.3').map(({ description }) => description)).toEqual(['Thorax', 'Abdomen']);
    expect(inbox.instances('1.2.3', '1.2.3.1').map(({ number, rows }) => [number, rows])).toEqual([
      ['1', 2],
      ['2', 3],
    ]);
  });

  it('tells the study anew when another association brings it after it was removed', async () => {
    const inbox = place.open();
    await send(inbox.store, ctObject('1.2.3.1.1', { PatientName: 'DOE^JANE' }));
    inbox.settle();
    inbox.remove([{ kind: 'study', studyUid: '1.2.3' }]);
    const { association } = requestFor(ctObject('1.2.3.1.1'));
    const again = ctObject('1.2.3.1.1', { PatientName: 'ROE^RICHARD' });
    await send(inbox.store, again, { request: { association: { ...association, id: 'a2' } } });
    expect(inbox.study('1.2.3')?.patientName.alphabetic).toBe('ROE^RICHARD');
  });

  it('leaves nothing when it is discarded in the middle', async () => {
    const inbox = place.open();
    const sink = inbox.store(requestFor(ctObject('1.2.3.1.1')));
    if (typeof sink === 'number' || 'status' in sink) throw new Error('refused');
    await sink.write(new Uint8Array(1_000_000));
    await sink.flush?.();
    await sink.discard();
    expect(filesIn(place.folder)).toEqual([]);
  });

  it('reaches the index also when its header is longer than what is kept of it', async () => {
    const inbox = place.open();
    const object = ctObject('1.2.3.1.1', {
      '00090010': { vr: 'LO', value: 'GANTRY TEST' },
      '00091001': { vr: 'OB', value: new Uint8Array(700_000) },
    });
    expect(await send(inbox.store, object)).toBe(0);
    expect(inbox.study('1.2.3')?.instanceCount).toBe(1);
  });

  it('without study and series is kept too', async () => {
    const inbox = place.open();
    expect(await send(inbox.store, ctObject('1.2.3.1.1', { StudyInstanceUID: '', SeriesInstanceUID: '' }))).toBe(0);
    expect(filesIn(place.folder)).toEqual(['none/none/1.2.3.1.1.dcm']);
    expect(inbox.study('')?.instanceCount).toBe(1);
  });
});

const pydicom = '/usr/lib/python3/dist-packages/pydicom/data/test_files';
const samples = [
  'CT_small.dcm',
  'MR_small.dcm',
  'MR_small_implicit.dcm',
  'MR_small_bigendian.dcm',
  'JPEG2000.dcm',
  'image_dfl.dcm',
  'rtplan.dcm',
  'reportsi.dcm',
  'waveform_ecg.dcm',
  'SC_rgb_jpeg_dcmtk.dcm',
  'emri_small.dcm',
  'color3d_jpeg_baseline.dcm',
  'liver_1frame.dcm',
];
const present = readFolder(pydicom);
function readFolder(folder: string): Set<string> {
  try {
    return new Set(readdirSync(folder));
  } catch {
    console.log(`skipped: real files need python3-pydicom (${folder} is not there)`);
    return new Set();
  }
}
describe.runIf(present.size > 0)('real files', () => {
  it.each(samples.filter((name) => present.has(name)))('%s is stored as it came and indexed', async (name) => {
    const inbox = place.open();
    const object = objectOfFile(path.join(pydicom, name));
    expect(await send(inbox.store, object)).toBe(0);
    const [file] = filesIn(place.folder).filter((one) => one.endsWith('.dcm'));
    expect(Buffer.compare(storedBytes(path.join(place.folder, file ?? '')), object.bytes)).toBe(0);
    expect(inbox.held({ sopInstanceUid: object.sopInstanceUid }).instances).toBe(1);
  });
});

describe('the same UID again', () => {
  it('with the same bytes is counted and not kept', async () => {
    const inbox = place.open();
    const arrivals: Arrival[] = [];
    inbox.arrived.listen((arrival) => arrivals.push(arrival));
    expect(await send(inbox.store, ctObject('1.2.3.1.1'))).toBe(0);
    expect(await send(inbox.store, ctObject('1.2.3.1.1'))).toBe(0);
    expect(filesIn(place.folder)).toEqual(['1.2.3/1.2.3.1/1.2.3.1.1.dcm']);
    expect(arrivals.map(({ kind }) => kind)).toEqual(['stored', 'identical']);
    expect(inbox.study('1.2.3')).toMatchObject({ instanceCount: 1, duplicates: 1 });
  });

  it('with other bytes stands beside the first and is flagged', async () => {
    const inbox = place.open();
    const one = ctObject('1.2.3.1.1');
    const two = ctObject('1.2.3.1.1', { StudyDescription: 'Other' });
    for (const object of [one, two, two, one]) expect(await send(inbox.store, object)).toBe(0);
    expect(filesIn(place.folder)).toEqual(['1.2.3/1.2.3.1/1.2.3.1.1.dcm', '1.2.3/1.2.3.1/1.2.3.1.1~2.dcm']);
    expect(storedBytes(path.join(place.folder, '1.2.3/1.2.3.1/1.2.3.1.1~2.dcm'))).toEqual(two.bytes);
    expect(inbox.study('1.2.3')?.checks).toContain('other-bytes');
    expect(inbox.instances('1.2.3', '1.2.3.1').map(({ version }) => version)).toEqual([1, 2]);
  });

  it('at the same time on several associations loses none', async () => {
    const inbox = place.open();
    const objects = [1, 2, 3].map((rows) =>
      ctObject('1.2.3.1.1', { Rows: rows, PixelData: { vr: 'OW', value: new Uint8Array(3_000_000).fill(rows) } }),
    );
    await Promise.all([...objects, ...objects].map((object) => send(inbox.store, object)));
    const stored = filesIn(place.folder).map((file) => storedBytes(path.join(place.folder, file)));
    expect(stored).toHaveLength(3);
    for (const { bytes } of objects) expect(stored.some((one) => Buffer.compare(one, bytes) === 0)).toBe(true);
  });
});

describe('an object that is not what was announced', () => {
  it.each([
    ['another SOP Instance UID', ctObject('1.2.9'), { sopInstanceUid: '1.2.8' }, 0xa900],
    ['another SOP Class UID', ctObject('1.2.9'), { sopClassUid: '1.2.840.10008.5.1.4.1.1.4' }, 0xa900],
    ['no SOP Instance UID', ctObject('1.2.9', { SOPInstanceUID: '' }), {}, 0xa900],
    [
      'no data set',
      {
        sopClassUid: CT,
        sopInstanceUid: '1.2.9',
        transferSyntaxUid: '1.2.840.10008.1.2.1',
        bytes: Buffer.from('this is not a data set at all'),
      },
      {},
      0xc000,
    ],
    [
      'nothing at all',
      { sopClassUid: CT, sopInstanceUid: '1.2.9', transferSyntaxUid: '1.2.840.10008.1.2.1', bytes: new Uint8Array(0) },
      {},
      0xa900,
    ],
  ])('(%s) is refused with a comment and kept in quarantine', async (...[, object, request, status]) => {
    const inbox = place.open();
    const refused: Refused[] = [];
    inbox.refused.listen((one) => refused.push(one));
    const answer = await send(inbox.store, object, { request });
    expect(statusOf(answer)).toBe(status);
    expect(refused).toMatchObject([{ status }]);
    expect(refused[0]?.comment.length).toBeGreaterThan(5);
    expect(refused[0]?.comment.length).toBeLessThanOrEqual(64);
    expect(readFileSync(refused[0]?.keptAs ?? '').subarray(-object.bytes.length || Infinity)).toEqual(Buffer.from(object.bytes));
    expect(filesIn(place.folder).every((file) => file.startsWith('quarantine'))).toBe(true);
    expect(inbox.quarantined()).toHaveLength(1);
  });
});

describe('UIDs that attack', () => {
  const attacks = [
    '../../x',
    '..',
    '.',
    '/etc/passwd',
    '1.2/../../../x',
    'C:\\x',
    '1.2\\..\\x',
    'con',
    '1..2',
    '.1',
    '1.',
    '~',
    'x'.repeat(64),
    '1.2.3\n1',
    'ä',
  ];
  it.each(attacks)('never leave the folder as SOP Instance UID: %j', async (uid) => {
    const inbox = place.open();
    const object = attacking('SOPInstanceUID', uid);
    const answer = await send(inbox.store, { ...object, sopInstanceUid: uid });
    expect([0x0000, 0xa900]).toContain(statusOf(answer));
    expect(outside()).toEqual([]);
    expect(filesIn(place.folder)).toHaveLength(statusOf(answer) === 0 ? 1 : 2);
  });
  it.each(attacks)('never leave the folder as Study and Series Instance UID: %j', async (uid) => {
    const inbox = place.open();
    for (const tag of ['StudyInstanceUID', 'SeriesInstanceUID']) expect(await send(inbox.store, attacking(tag, uid))).toBe(0);
    expect(outside()).toEqual([]);
    const files = filesIn(place.folder);
    expect(files).toHaveLength(2);
    for (const file of files) expect(file).toMatch(/^(?:\d[\d.]*\d|x[0-9a-f]{40})\/(?:\d[\d.]*\d|x[0-9a-f]{40})\/1\.2\.3\.1\.1\.dcm$/);
  });

  const outside = () => readdirSync(place.root).filter((name) => name !== 'inbox' && !name.startsWith('gantry.db'));

  function attacking(keyword: string, uid: string) {
    return ctObject('1.2.3.1.1', { [keyword]: new TextEncoder().encode(uid.length % 2 === 0 ? uid : `${uid}\0`) });
  }
});

describe('the list of studies', () => {
  it('tells the snapshot, then what changed', async () => {
    const inbox = place.open();
    await send(inbox.store, ctObject('1.2.3.1.1'));
    const events: { kind: string; count: number }[] = [];
    const stop = inbox.studies((event) =>
      events.push({ kind: event.kind, count: 'rows' in event ? (event.rows[0]?.instanceCount ?? 0) : 0 }),
    );
    expect(events).toEqual([{ kind: 'snapshot', count: 1 }]);
    for (const uid of ['1.2.3.1.2', '1.2.3.1.3', '1.2.3.1.4']) await send(inbox.store, ctObject(uid));
    await expect.poll(() => events.at(-1)).toEqual({ kind: 'upsert', count: 4 });
    expect(events.length).toBeLessThanOrEqual(3);
    stop();
  });
});

describe('sending from the inbox', () => {
  it('gives each object of the targets once, with its own bytes', async () => {
    const inbox = place.open();
    const objects = Array.from({ length: 5 }, (_, index) =>
      ctObject(`1.2.3.1.${index}`, {
        InstanceNumber: index,
        PixelData: { vr: 'OW', value: new Uint8Array(100_001 + index * 2 + 1).fill(index) },
      }),
    );
    for (const object of objects) await send(inbox.store, object);
    const got = new Map<string, Uint8Array>();
    for (const item of inbox.items([
      { kind: 'series', studyUid: '1.2.3', seriesUid: '1.2.3.1' },
      { kind: 'study', studyUid: '1.2.3' },
    ])) {
      expect(got.has(item.sopInstanceUid)).toBe(false);
      const source = item.open();
      const bytes = new Uint8Array(item.bytes + 100);
      const views = Array.from({ length: 700 }, (_, index) => bytes.subarray(index * 200, (index + 1) * 200));
      expect(source.fill(views)).toBe(item.bytes);
      await source.close();
      got.set(item.sopInstanceUid, bytes.subarray(0, item.bytes));
    }
    for (const { sopInstanceUid, bytes } of objects) expect(Buffer.compare(got.get(sopInstanceUid) ?? new Uint8Array(0), bytes)).toBe(0);
  });
});
