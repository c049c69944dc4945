// The inbox answers queries and retrievals: levels, matching kinds, counts, character sets, and a reason for each refusal.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Answer } from '../../core/association/types.ts';
import { buildDataSet, type EntryValue } from '../../core/dicom/build.ts';
import type { DataSet } from '../../core/dicom/types.ts';
import type { Inbox } from '../../core/inbox/inbox.ts';
import type { Provider } from '../../core/inbox/provider.ts';
import type { IncomingQuery, QueryLevel, QueryModel } from '../../core/services/types.ts';
import { CT, ctObject, inboxes, requestFor, send, statusOf } from './support/arrivals.ts';

let place: ReturnType<typeof inboxes>;
let inbox: Inbox;
let provider: Provider;

beforeEach(async () => {
  place = inboxes();
  inbox = place.open();
  provider = inbox.provide({
    title: () => 'GANTRY',
    destination: (title) => (title === 'ARCHIVE' ? { host: '10.0.0.9', port: 104 } : undefined),
  });
  const put = async (uid: string, more: Parameters<typeof ctObject>[1]) => {
    expect(await send(inbox.store, ctObject(uid, more))).toBe(0);
  };
  const chest = {
    StudyInstanceUID: '1.2.1',
    PatientName: 'DOE^JANE',
    PatientID: 'P1',
    PatientAge: '040Y',
    StudyDate: '20260110',
    StudyTime: '101500',
    AccessionNumber: 'A1',
    StudyDescription: 'Chest',
  };
  await put('1.2.1.1.1', { ...chest, SeriesInstanceUID: '1.2.1.1', SeriesNumber: 1, InstanceNumber: 1, Manufacturer: 'ACME' });
  await put('1.2.1.1.2', { ...chest, SeriesInstanceUID: '1.2.1.1', SeriesNumber: 1, InstanceNumber: 2, Manufacturer: 'ACME' });
  await put('1.2.1.2.1', {
    ...chest,
    SeriesInstanceUID: '1.2.1.2',
    SeriesNumber: 2,
    Modality: 'MR',
    InstanceNumber: 1,
    RequestAttributesSequence: [{ ScheduledProcedureStepID: 'STEP7' }],
  });
  await put('1.2.2.1.1', {
    ...chest,
    StudyInstanceUID: '1.2.2',
    SeriesInstanceUID: '1.2.2.1',
    AccessionNumber: 'A2',
    StudyDate: '20260220',
    StudyDescription: 'Abdomen',
  });
  await put('1.2.3.1.1', {
    StudyInstanceUID: '1.2.3',
    SeriesInstanceUID: '1.2.3.1',
    PatientID: 'P2',
    PatientName: 'Yamada^Tarou=山田^太郎=やまだ^たろう',
    AccessionNumber: '',
    StudyDate: '',
  });
});
afterEach(() => place.remove());

type Keys = Readonly<Record<string, EntryValue>>;

interface Asked {
  readonly level: QueryLevel | '';
  readonly model?: IncomingQuery['model'];
  readonly keys: Keys;
}

function query({ level, model = 'study', keys }: Asked): IncomingQuery {
  const identifier = buildDataSet({ QueryRetrieveLevel: level, ...keys });
  return {
    ...requestFor({ sopClassUid: CT, sopInstanceUid: '', transferSyntaxUid: '1.2.840.10008.1.2', bytes: new Uint8Array(0) }),
    model,
    identifier,
    level,
  };
}

async function ask(asked: Asked): Promise<{ readonly matches: readonly DataSet[]; readonly final: Answer | undefined }> {
  const matches: DataSet[] = [];
  const iterator = (provider.find(query(asked)) as AsyncIterable<DataSet>)[Symbol.asyncIterator]();
  for (;;) {
    const step: IteratorResult<DataSet, Answer | undefined> = await iterator.next();
    if (step.done === true) return { matches, final: step.value };
    matches.push(step.value);
  }
}
const values = async (asked: Asked, keyword: string) => (await ask(asked)).matches.map((match) => match.texts(keyword).join('\\'));

describe('a query', () => {
  it.each<[string, Keys, string[]]>([
    ['universal', {}, ['1.2.1', '1.2.2', '1.2.3']],
    ['single value', { PatientID: 'P1' }, ['1.2.1', '1.2.2']],
    ['single value that is only similar', { PatientID: 'p1' }, []],
    ['wild card', { StudyDescription: '*e*t' }, ['1.2.1', '1.2.3']],
    ['wild card of one character', { AccessionNumber: 'A?' }, ['1.2.1', '1.2.2']],
    ['list of UIDs', { StudyInstanceUID: ['1.2.1', '1.2.3', '9.9'] }, ['1.2.1', '1.2.3']],
    ['date', { StudyDate: '20260110' }, ['1.2.1']],
    ['range of dates', { StudyDate: '20260101-20260131' }, ['1.2.1']],
    ['range with an open end', { StudyDate: '20260111-' }, ['1.2.2']],
    ['range with an open start', { StudyDate: '-20260131' }, ['1.2.1']],
    ['range of times', { StudyTime: '1000-1030', PatientID: 'P1' }, ['1.2.1', '1.2.2']],
    ['person name without regard to case', { PatientName: 'doe^j*' }, ['1.2.1', '1.2.2']],
    ['person name in kanji', { SpecificCharacterSet: 'ISO_IR 192', PatientName: '山田*' }, ['1.2.3']],
    ['person name in kana of the other kind', { SpecificCharacterSet: 'ISO_IR 192', PatientName: 'ヤマダ*' }, ['1.2.3']],
    ['modalities in study', { ModalitiesInStudy: 'MR' }, ['1.2.1']],
    ['several modalities', { ModalitiesInStudy: ['MR', 'CT'] }, ['1.2.1', '1.2.2', '1.2.3']],
    ['a key that only the file has', { PatientAge: '040Y' }, ['1.2.1', '1.2.2']],
    ['a key of a lower level, which means nothing here', { SeriesNumber: '2' }, ['1.2.1', '1.2.2', '1.2.3']],
    ['keys together', { PatientID: 'P1', AccessionNumber: 'A2' }, ['1.2.2']],
    ['only a star', { PatientName: '*', AccessionNumber: '*' }, ['1.2.1', '1.2.2', '1.2.3']],
  ])('matches by %s', async (_kind, keys, expected) => {
    expect((await values({ level: 'STUDY', keys: { StudyInstanceUID: '', ...keys } }, 'StudyInstanceUID')).sort()).toEqual(expected);
  });

  it('answers with the keys that were asked for, counts, title and availability', async () => {
    const keys = {
      StudyInstanceUID: '1.2.1',
      PatientName: '',
      StudyTime: '',
      ModalitiesInStudy: '',
      NumberOfStudyRelatedSeries: '',
      NumberOfStudyRelatedInstances: '',
      SOPClassesInStudy: '',
      PatientAge: '',
      StudyID: '',
      NumberOfPatientRelatedStudies: '',
      NumberOfPatientRelatedInstances: '',
    };
    const {
      matches: [match],
      final,
    } = await ask({ level: 'STUDY', keys });
    expect(final).toBeUndefined();
    const told = Object.fromEntries(
      [...Object.keys(keys), 'QueryRetrieveLevel', 'RetrieveAETitle', 'InstanceAvailability'].map((keyword) => [
        keyword,
        match?.texts(keyword).join('\\'),
      ]),
    );
    expect(told).toEqual({
      StudyInstanceUID: '1.2.1',
      PatientName: 'DOE^JANE',
      StudyTime: '101500',
      ModalitiesInStudy: 'CT\\MR',
      NumberOfStudyRelatedSeries: '2',
      NumberOfStudyRelatedInstances: '3',
      SOPClassesInStudy: CT,
      PatientAge: '040Y',
      StudyID: '',
      QueryRetrieveLevel: 'STUDY',
      RetrieveAETitle: 'GANTRY',
      InstanceAvailability: 'ONLINE',
      NumberOfPatientRelatedStudies: '2',
      NumberOfPatientRelatedInstances: '4',
    });
    expect(match?.has('StudyID')).toBe(true);
    expect(match?.has('AccessionNumber')).toBe(false);
  });

  it('goes down to series and instances, with and without the levels above', async () => {
    const series = { SeriesInstanceUID: '', Modality: '', NumberOfSeriesRelatedInstances: '', Manufacturer: '' };
    expect(await values({ level: 'SERIES', keys: { ...series, StudyInstanceUID: '1.2.1' } }, 'SeriesInstanceUID')).toEqual([
      '1.2.1.1',
      '1.2.1.2',
    ]);
    expect(await values({ level: 'SERIES', keys: { ...series, StudyInstanceUID: '1.2.1' } }, 'Manufacturer')).toEqual(['ACME', '']);
    expect(await values({ level: 'SERIES', keys: { ...series, Modality: 'MR' } }, 'NumberOfSeriesRelatedInstances')).toEqual(['1']);
    expect(
      await values({ level: 'SERIES', keys: { ...series, StudyInstanceUID: '1.2.2', SeriesInstanceUID: '1.2.1.1' } }, 'SeriesInstanceUID'),
    ).toEqual([]);
    const image = { SOPInstanceUID: '', InstanceNumber: '', Rows: '', BitsAllocated: '' };
    expect(
      await values({ level: 'IMAGE', keys: { ...image, StudyInstanceUID: '1.2.1', SeriesInstanceUID: '1.2.1.1' } }, 'SOPInstanceUID'),
    ).toEqual(['1.2.1.1.1', '1.2.1.1.2']);
    expect(
      await values(
        { level: 'IMAGE', keys: { ...image, StudyInstanceUID: '1.2.1', SeriesInstanceUID: '1.2.1.1', InstanceNumber: '2' } },
        'Rows',
      ),
    ).toEqual(['2']);
    expect(await values({ level: 'IMAGE', keys: { ...image, SOPInstanceUID: ['1.2.1.2.1', '1.2.2.1.1'] } }, 'SOPInstanceUID')).toEqual([
      '1.2.1.2.1',
      '1.2.2.1.1',
    ]);
  });

  it('gives each of many once and in order, with quotes, backslashes and blanks as they are', async () => {
    const several = 61;
    for (let number = 1; number <= several; number += 1) {
      const object = {
        StudyInstanceUID: '1.2.9',
        SeriesInstanceUID: '1.2.9.1',
        InstanceNumber: number,
        StudyDescription: 'a "b" {c}, [d] é',
      };
      await send(inbox.store, ctObject(`1.2.9.1.${number}`, { SpecificCharacterSet: 'ISO_IR 192', ...object }));
    }
    const asked = { level: 'IMAGE', keys: { SeriesInstanceUID: '1.2.9.1', InstanceNumber: '', Rows: '', StudyDescription: '' } } as const;
    const numbers = Array.from({ length: several }, (_, index) => String(index + 1));
    expect(await values(asked, 'InstanceNumber')).toEqual(numbers);
    expect(new Set(await values(asked, 'StudyDescription'))).toEqual(new Set(['a "b" {c}, [d] é']));
  });

  it('matches within sequences', async () => {
    const keys = (step: string) => ({ SeriesInstanceUID: '', RequestAttributesSequence: [{ ScheduledProcedureStepID: step }] });
    expect(await values({ level: 'SERIES', keys: keys('STEP*') }, 'SeriesInstanceUID')).toEqual(['1.2.1.2']);
    expect(await values({ level: 'SERIES', keys: keys('OTHER') }, 'SeriesInstanceUID')).toEqual([]);
    const [match] = (await ask({ level: 'SERIES', keys: keys('STEP7') })).matches;
    expect(match?.items('RequestAttributesSequence')[0]?.text('ScheduledProcedureStepID')).toBe('STEP7');
  });

  it('finds patients in the patient root, each once', async () => {
    const keys = { PatientID: '', PatientName: '', NumberOfPatientRelatedStudies: '', NumberOfPatientRelatedInstances: '' };
    const { matches } = await ask({ level: 'PATIENT', model: 'patient', keys });
    expect(
      matches.map((match) => [
        match.text('PatientID'),
        match.text('NumberOfPatientRelatedStudies'),
        match.text('NumberOfPatientRelatedInstances'),
      ]),
    ).toEqual([
      ['P1', '2', '4'],
      ['P2', '1', '1'],
    ]);
  });

  it.each<[string, string | undefined, string]>([
    ['in the asked set where it has the characters', 'ISO_IR 100', ''],
    ['in UTF-8 where it has not', 'ISO_IR 100', 'ISO_IR 192'],
    ['in the Japanese set that was asked', 'ISO 2022 IR 6\\ISO 2022 IR 87', 'ISO 2022 IR 6\\ISO 2022 IR 87'],
    ['in UTF-8 when no set was asked', undefined, 'ISO_IR 192'],
  ])('tells text %s', async (_what, asked, answered) => {
    const ascii = answered === '';
    const keys: Keys = {
      StudyInstanceUID: ascii ? '1.2.1' : '1.2.3',
      PatientName: '',
      ...(asked !== undefined && { SpecificCharacterSet: asked.split('\\') }),
    };
    const [match] = (await ask({ level: 'STUDY', keys })).matches;
    expect(match?.characterSets.join('\\')).toBe(ascii ? asked : answered);
    expect(match?.text('PatientName')).toBe(ascii ? 'DOE^JANE' : 'Yamada^Tarou=山田^太郎=やまだ^たろう');
  });

  it.each<[string, Asked, number]>([
    ['without a level', { level: '', keys: {} }, 0xa900],
    ['at a level that the model does not have', { level: 'PATIENT', keys: {} }, 0xa900],
    ['of the patient/study model at SERIES', { level: 'SERIES', model: 'patient-study', keys: {} }, 0xa900],
    ['of another service', { level: 'STUDY', model: 'worklist', keys: {} }, 0x0122],
  ])('%s is refused with a reason', async (_what, asked, status) => {
    const { matches, final } = await ask(asked);
    expect(matches).toEqual([]);
    expectRefusal(final, status);
  });

  it('gives only the newest of several versions of a UID', async () => {
    await send(inbox.store, ctObject('1.2.2.1.1', { StudyInstanceUID: '1.2.2', SeriesInstanceUID: '1.2.2.1', InstanceNumber: 99 }));
    expect(
      await values({ level: 'IMAGE', keys: { StudyInstanceUID: '1.2.2', SOPInstanceUID: '', InstanceNumber: '' } }, 'InstanceNumber'),
    ).toEqual(['99']);
  });

  it('tells also values that break the rules of their VR', async () => {
    await send(
      inbox.store,
      ctObject('1.9.1', {
        StudyInstanceUID: '1.9',
        StudyDate: new TextEncoder().encode('2026.1.1'),
        PatientID: new TextEncoder().encode('x'.repeat(100)),
      }),
    );
    const [match] = (await ask({ level: 'STUDY', keys: { StudyInstanceUID: '1.9', StudyDate: '', PatientID: '' } })).matches;
    expect(match?.text('PatientID')).toHaveLength(100);
    expect(match?.text('StudyDate')).toBe('2026.1.1');
  });
});

function expectRefusal(answer: Answer | undefined, status: number): void {
  if (answer === undefined || typeof answer === 'number') throw new Error('not refused with a comment');
  expect(statusOf(answer)).toBe(status);
  expect(answer.errorComment).toMatch(/.{8,64}/);
}

describe('a retrieval', () => {
  const retrieve = (level: QueryLevel, keys: Keys, model: QueryModel = 'study') => provider.get(query({ level, keys, model }));

  it.each<[QueryLevel, Keys, string[], QueryModel?]>([
    ['STUDY', { StudyInstanceUID: '1.2.1' }, ['1.2.1.1.1', '1.2.1.1.2', '1.2.1.2.1']],
    ['STUDY', { StudyInstanceUID: ['1.2.1', '1.2.3'] }, ['1.2.1.1.1', '1.2.1.1.2', '1.2.1.2.1', '1.2.3.1.1']],
    ['SERIES', { StudyInstanceUID: '1.2.1', SeriesInstanceUID: '1.2.1.1' }, ['1.2.1.1.1', '1.2.1.1.2']],
    ['IMAGE', { StudyInstanceUID: '1.2.1', SeriesInstanceUID: '1.2.1.1', SOPInstanceUID: ['1.2.1.1.2'] }, ['1.2.1.1.2']],
    ['PATIENT', { PatientID: 'P1' }, ['1.2.1.1.1', '1.2.1.1.2', '1.2.1.2.1', '1.2.2.1.1'], 'patient'],
  ])('at %s gives the objects and their number', async (...[level, keys, expected, model]) => {
    const answer = await retrieve(level, keys, model);
    if (answer.kind !== 'items') throw new Error('refused');
    expect(answer.count).toBe(expected.length);
    const uids: string[] = [];
    for await (const item of answer.items) uids.push(item.sopInstanceUid);
    expect(uids.sort()).toEqual(expected);
  });

  it.each<[string, QueryLevel, Keys, number]>([
    ['without its unique key', 'STUDY', { PatientID: 'P1' }, 0xa900],
    ['of what is not here', 'STUDY', { StudyInstanceUID: '9.9' }, 0xc000],
    ['of a series that is in another study', 'SERIES', { StudyInstanceUID: '1.2.2', SeriesInstanceUID: '1.2.1.1' }, 0xc000],
    ['at a level that the model does not have', 'PATIENT', { PatientID: 'P1' }, 0xa900],
  ])('%s is refused with a reason', async (...[, level, keys, status]) => {
    const answer = await retrieve(level, keys);
    if (answer.kind !== 'refused') throw new Error('not refused');
    expectRefusal(answer.answer, status);
  });

  it('to a destination goes where the address book says, and nowhere else', async () => {
    const asked = query({ level: 'STUDY', keys: { StudyInstanceUID: '1.2.1' } });
    expect(await provider.move({ ...asked, destination: 'ARCHIVE' })).toMatchObject({
      kind: 'items',
      count: 3,
      destination: { host: '10.0.0.9', port: 104 },
    });
    const unknown = await provider.move({ ...asked, destination: 'NOBODY' });
    if (unknown.kind !== 'refused') throw new Error('not refused');
    expectRefusal(unknown.answer, 0xa801);
  });

  it('is refused to those who may not ask', async () => {
    const closed = inbox.provide({ title: () => 'GANTRY', destination: () => undefined, refuses: () => 'only this computer may ask here' });
    const answer = await closed.get(query({ level: 'STUDY', keys: { StudyInstanceUID: '1.2.1' } }));
    if (answer.kind !== 'refused') throw new Error('not refused');
    expectRefusal(answer.answer, 0x0124);
  });
});
