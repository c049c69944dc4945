// Copies end in the inbox: whole, indexed, their originals untouched; large ones with little memory, deflated ones deflated again.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CopyEvent, DeidentifyOptions } from '../../core/contract.ts';
import { openVault } from '../../core/copies/vault.ts';
import { createCopies, type Copies } from '../../core/engine/copies.ts';
import type { InboxSlot } from '../../core/engine/inbox-slot.ts';
import { parseDataSet } from '../../core/dicom/parse.ts';
import { readFileMeta } from '../../core/dicom/file-meta.ts';
import type { Inbox } from '../../core/inbox/inbox.ts';
import { none } from '../deidentification/support.ts';
import { ctObject, filesIn, inboxes, send, storedBytes, type TestObject } from '../inbox/support/arrivals.ts';

let place: ReturnType<typeof inboxes>;
beforeEach(() => {
  place = inboxes();
});
afterEach(() => place.remove());

const options: DeidentifyOptions = { ...none, days: null, prefix: 'ANON', patientId: '', patientName: '' };

async function opened(key?: Uint8Array): Promise<{ readonly inbox: Inbox; readonly copies: Copies }> {
  const inbox = place.open();
  const vault = await openVault({ file: path.join(place.root, 'identities.enc'), key, wallClock: Date.now });
  return {
    inbox,
    copies: createCopies({
      slot: { inbox } as unknown as InboxSlot,
      vault,
      title: () => 'GANTRY',
      proposed: () => [],
      wallClock: Date.now,
    }),
  };
}

type Done = Extract<CopyEvent, { kind: 'done' }>;

async function done(run: (emit: (event: CopyEvent) => void) => Promise<void>): Promise<Done> {
  const events: CopyEvent[] = [];
  await run((event) => events.push(event));
  const last = events.at(-1);
  if (last?.kind !== 'done') throw new Error('no end');
  return last;
}

const signal = new AbortController().signal;
const study = (studyUid = '1.2.3') => [{ kind: 'study' as const, studyUid }];

async function receive(inbox: Inbox, ...objects: readonly TestObject[]): Promise<void> {
  for (const object of objects) expect(await send(inbox.store, object)).toBe(0);
}

const copiesOf = (inbox: Inbox, { made }: Done) => made.map((target) => inbox.path(target) ?? '');

describe('a de-identified study', () => {
  it('stands beside its original, which is what it was', async () => {
    const { inbox, copies } = await opened();
    await receive(inbox, ctObject('1.2.3.1.1'), ctObject('1.2.3.1.2', { SeriesInstanceUID: '1.2.3.2' }));
    const before = filesIn(place.folder).map((file) => readFileSync(path.join(place.folder, file)));
    const made = await done((emit) => copies.deidentify({ targets: study(), options }, { emit, signal }));
    expect(made).toMatchObject({ kind: 'done', objects: 2, failed: 0, cautions: [] });
    const sets = copiesOf(inbox, made).map((file) => parseDataSet(storedBytes(file), '1.2.840.10008.1.2.1'));
    expect(new Set(sets.map((set) => set.text('StudyInstanceUID'))).size).toBe(1);
    expect(new Set(sets.map((set) => set.text('SeriesInstanceUID'))).size).toBe(2);
    const copy = inbox.study(sets[0]?.text('StudyInstanceUID') ?? '');
    expect(copy).toMatchObject({ instanceCount: 2, fromTitle: 'GANTRY', fromAddress: '' });
    expect(copy?.patientId).toMatch(/^ANON-/);
    expect(filesIn(place.folder).map((file) => readFileSync(path.join(place.folder, file)))).toEqual(expect.arrayContaining(before));
    expect(inbox.study('1.2.3')).toMatchObject({ instanceCount: 2, checks: [] });
    for (const file of copiesOf(inbox, made)) expect(readFileSync(file).includes('DOE')).toBe(false);
  });

  it('goes away again by its targets', async () => {
    const { inbox, copies } = await opened();
    await receive(inbox, ctObject('1.2.3.1.1'));
    const { made } = await done((emit) => copies.deidentify({ targets: study(), options }, { emit, signal }));
    inbox.remove(made);
    expect(filesIn(place.folder).filter((file) => file.endsWith('.dcm') && !file.startsWith('.bin'))).toEqual([
      '1.2.3/1.2.3.1/1.2.3.1.1.dcm',
    ]);
  });

  it('made twice is there once, since the same becomes the same', async () => {
    const { inbox, copies } = await opened();
    await receive(inbox, ctObject('1.2.3.1.1'));
    await done((emit) => copies.deidentify({ targets: study(), options }, { emit, signal }));
    expect(await done((emit) => copies.deidentify({ targets: study(), options }, { emit, signal }))).toMatchObject({
      objects: 1,
      made: [],
    });
  });

  it('of a deflated object is deflated again', async () => {
    const { inbox, copies } = await opened();
    const plain = ctObject('1.2.3.1.1');
    await receive(inbox, { ...plain, transferSyntaxUid: '1.2.840.10008.1.2.1.99', bytes: deflateRawSync(plain.bytes) });
    const [file = ''] = copiesOf(inbox, await done((emit) => copies.deidentify({ targets: study(), options }, { emit, signal })));
    const bytes = storedBytes(file);
    expect(bytes.length % 2).toBe(0);
    expect(readFileMeta(readFileSync(file))?.transferSyntaxUid).toBe('1.2.840.10008.1.2.1.99');
    expect(parseDataSet(inflateRawSync(bytes), '1.2.840.10008.1.2.1').text('PatientIdentityRemoved')).toBe('YES');
  });

  it('tells what has no copy and goes on', async () => {
    const { inbox, copies } = await opened();
    const object = ctObject('1.2.3.1.2', { PixelData: { vr: 'OW', value: new Uint8Array(100_000) } });
    await receive(inbox, ctObject('1.2.3.1.1'), { ...object, bytes: object.bytes.subarray(0, -10) });
    const made = await done((emit) => copies.deidentify({ targets: study(), options }, { emit, signal }));
    expect(made).toMatchObject({ objects: 1, failed: 1 });
    expect(made.reason).toMatch(/needs 100000 bytes/);
  });

  it('stops when it is told to, and leaves no half object', async () => {
    const { inbox, copies } = await opened();
    for (let number = 1; number <= 8; number += 1)
      await receive(inbox, ctObject(`1.2.3.1.${number}`, { PixelData: { vr: 'OW', value: new Uint8Array(2_000_000) } }));
    const stop = new AbortController();
    await copies.deidentify(
      { targets: study(), options },
      { emit: (event) => event.kind === 'progress' && stop.abort(), signal: stop.signal },
    );
    expect(filesIn(place.folder).filter((file) => file.endsWith('.part'))).toEqual([]);
    expect(filesIn(place.folder).filter((file) => file.endsWith('.dcm')).length).toBeLessThan(16);
  });

  it('is shown before it is made, with what eyes should look at', async () => {
    const { inbox, copies } = await opened();
    await receive(inbox, ctObject('1.2.3.1.1', { Modality: 'US' }));
    const preview = await copies.previewDeidentified({ targets: study(), options: { ...options, patientId: 'SUBJ-1' } });
    expect(preview).toMatchObject({ cautions: ['may-be-burned-in'], patientId: 'SUBJ-1', mapping: 'session', objects: 1, cut: false });
    expect(preview.rows).toEqual(
      expect.arrayContaining([
        { path: '0010,0020', tag: '(0010,0020)', name: 'Patient ID', vr: 'LO', action: 'replaced', before: 'P1', after: 'SUBJ-1' },
        { path: '0008,1030', tag: '(0008,1030)', name: 'Study Description', vr: 'LO', action: 'removed', before: 'Chest', after: '' },
      ]),
    );
    expect(inbox.held({}).instances).toBe(1);
  });
});

describe('old and new identities', () => {
  const file = () => path.join(place.root, 'identities.enc');

  it('are kept encrypted, so that a later batch makes the same of the same', async () => {
    const key = randomBytes(32);
    const first = await opened(key);
    await receive(first.inbox, ctObject('1.2.3.1.1'));
    const one = await done((emit) => first.copies.deidentify({ targets: study(), options }, { emit, signal }));
    const id = first.inbox.study(
      parseDataSet(storedBytes(copiesOf(first.inbox, one)[0] ?? ''), '1.2.840.10008.1.2.1').text('StudyInstanceUID'),
    )?.patientId;
    expect(readFileSync(file()).includes('DOE')).toBe(false);
    const again = await openVault({ file: file(), key, wallClock: Date.now });
    expect(again.patients).toMatchObject([{ originalId: 'P1', originalName: 'DOE^JANE', newId: id }]);
    const wrong = await openVault({ file: file(), key: randomBytes(32), wallClock: Date.now });
    expect(wrong.patients).toEqual([]);
    expect(wrong.setAside?.reason).toBe('it cannot be decrypted');
  });

  it('without a key are never written, and say so', async () => {
    const { inbox, copies } = await opened();
    await receive(inbox, ctObject('1.2.3.1.1'));
    await done((emit) => copies.deidentify({ targets: study(), options }, { emit, signal }));
    expect(copies.mapping()).toMatchObject({ kept: 'session', patients: [{ originalId: 'P1' }] });
    expect(() => readFileSync(file())).toThrow(/ENOENT/);
  });

  it('are others after they were forgotten', async () => {
    const { inbox, copies } = await opened();
    await receive(inbox, ctObject('1.2.3.1.1'));
    const before = (await copies.previewDeidentified({ targets: study(), options })).patientId;
    await copies.forgetMapping();
    expect((await copies.previewDeidentified({ targets: study(), options })).patientId).not.toBe(before);
  });
});

describe('edited copies', () => {
  it('of a whole study are a new study', async () => {
    const { inbox, copies } = await opened();
    await receive(inbox, ctObject('1.2.3.1.1'), ctObject('1.2.3.1.2'));
    const edits = [
      { kind: 'set' as const, path: 'PatientID', value: 'P9' },
      { kind: 'set' as const, path: 'PatientName', value: '山田^太郎' },
    ];
    const made = await done((emit) => copies.edit({ targets: study(), edits, newUids: 'study', reason: null }, { emit, signal }));
    expect(made).toMatchObject({ objects: 2, failed: 0, madeUtf8: 2 });
    const uid = parseDataSet(storedBytes(copiesOf(inbox, made)[0] ?? ''), '1.2.840.10008.1.2.1').text('StudyInstanceUID');
    expect(inbox.study(uid)).toMatchObject({ patientId: 'P9', instanceCount: 2, patientName: { alphabetic: '山田^太郎' } });
    expect(inbox.study('1.2.3')).toMatchObject({ patientId: 'P1', instanceCount: 2, checks: [] });
  });

  it('are previewed with what is wrong with each and what to think of', async () => {
    const { inbox, copies } = await opened();
    await receive(inbox, ctObject('1.2.3.1.1'));
    const edits = [
      { kind: 'set' as const, path: 'PatientID', value: 'P9' },
      { kind: 'set' as const, path: 'StudyDate', value: 'today' },
      { kind: 'remove' as const, path: 'PatientComments' },
    ];
    const preview = await copies.previewEdited({ targets: study(), edits, newUids: 'instance', reason: null });
    expect(preview.rows.map(({ path: at, action, before, after }) => [at, action, before, after])).toEqual([
      ['0010,0020', 'changed', 'P1', 'P9'],
      ['0008,0020', 'changed', '20261123', 'today'],
      ['0010,4000', 'removed', '', ''],
    ]);
    expect(preview.problems).toEqual([
      { index: 1, message: 'a date as YYYYMMDD is needed, not "today"' },
      { index: 2, message: 'The object has no such element' },
    ]);
    expect(preview.warnings[0]).toMatch(/stay in the study of the originals/);
  });

  it('with a wrong edit are not made at all', async () => {
    const { inbox, copies } = await opened();
    await receive(inbox, ctObject('1.2.3.1.1'));
    const edits = [{ kind: 'set' as const, path: 'Rows', value: 'many' }];
    await expect(
      copies.edit({ targets: study(), edits, newUids: 'study', reason: null }, { emit: () => undefined, signal }),
    ).rejects.toThrow(/Rows: .*number/);
    expect(inbox.held({}).instances).toBe(1);
  });
});
