// What people type -> identifiers, for each level and model.
import { describe, expect, it } from 'vitest';
import type { SearchQuery } from '../../core/contract/search.ts';
import { askings, nameKey, patientAsking, studiesOf } from '../../core/search/keys.ts';

const query = (more: Partial<SearchQuery>): SearchQuery => ({ nodes: ['n'], level: 'STUDY', model: 'study', limit: 200, ...more });
const keysOf = (more: Partial<SearchQuery>) => askings(query(more), more.model ?? 'study')[0]?.keys ?? {};

describe('names', () => {
  it.each([
    ['yamada', 'yamada*'],
    [' yamada ', 'yamada*'],
    ['yam*da', 'yam*da'],
    ['y?mada', 'y?mada'],
    ['smith, john', 'smith^john*'],
    ['smith john', 'smith*john*'],
    ['SMITH^JOHN', 'SMITH^JOHN*'],
    ['山田', '山田*'],
  ])('%s asks for %s', (typed, key) => {
    expect(nameKey(typed)).toBe(key);
  });
});

describe('study root', () => {
  it('asks for every column of a study, its patient included', () => {
    const keys = keysOf({});
    for (const keyword of [
      'PatientName',
      'PatientID',
      'PatientBirthDate',
      'StudyInstanceUID',
      'StudyDate',
      'ModalitiesInStudy',
      'NumberOfStudyRelatedInstances',
    ]) {
      expect(keys).toHaveProperty(keyword, '');
    }
  });

  it.each([
    [{ dateFrom: '20260101', dateTo: '20260131' }, '20260101-20260131'],
    [{ dateFrom: '20260101' }, '20260101-'],
    [{ dateTo: '20260131' }, '-20260131'],
    [{ dateFrom: '20260101', dateTo: '20260101' }, '20260101'],
  ])('%j', (dates, key) => {
    expect(keysOf(dates)).toHaveProperty('StudyDate', key);
  });

  it('matches by ID, accession and any other key under its keyword', () => {
    const keys = keysOf({
      patientId: ' P1 ',
      accession: 'A7',
      keys: [
        { key: '0008,0080', value: 'Clinic' },
        { key: 'StudyID', value: '9' },
      ],
    });
    expect(keys).toMatchObject({ PatientID: 'P1', AccessionNumber: 'A7', InstitutionName: 'Clinic', StudyID: '9' });
  });

  it('asks once for each modality', () => {
    const asked = askings(query({ modalities: ['ct', 'MR', 'CT'] }), 'study');
    expect(asked.map(({ keys }) => keys['ModalitiesInStudy'])).toEqual(['CT', 'MR']);
  });

  it('gives the unique keys above a level and nothing of the patient', () => {
    const series = keysOf({ level: 'SERIES', studyUid: '1.2', patientId: 'P1', modalities: ['CT'] });
    expect(series).toMatchObject({ StudyInstanceUID: '1.2', Modality: 'CT', SeriesInstanceUID: '' });
    expect(series).not.toHaveProperty('PatientID');
    const image = keysOf({ level: 'IMAGE', studyUid: '1.2', seriesUid: '1.2.3' });
    expect(image).toMatchObject({ StudyInstanceUID: '1.2', SeriesInstanceUID: '1.2.3', SOPInstanceUID: '' });
  });

  it('drops wishes for columns, not conditions, when asked for the required keys only', () => {
    const [asking] = askings(query({ name: 'yamada', dateFrom: '20260101' }), 'study');
    expect(asking?.required).toMatchObject({ PatientName: 'yamada*', StudyDate: '20260101-', StudyInstanceUID: '' });
    expect(asking?.required).not.toHaveProperty('NumberOfStudyRelatedInstances');
  });
});

describe('patient root', () => {
  it('goes over patients when studies are not asked of one patient', () => {
    expect(patientAsking(query({ name: 'yamada' }), 'patient')?.keys).toMatchObject({ PatientName: 'yamada*', PatientID: '' });
    expect(patientAsking(query({ patientId: 'P*' }), 'patient')?.keys).toMatchObject({ PatientID: 'P*' });
    expect(patientAsking(query({ patientId: 'P1' }), 'patient')).toBeUndefined();
    expect(patientAsking(query({ name: 'yamada' }), 'study')).toBeUndefined();
  });

  it('asks a study with its patient above it, and no other attribute of the patient', () => {
    const [asking] = askings(studiesOf(query({ name: 'yamada', dateFrom: '20260101' }), 'P1'), 'patient');
    expect(asking?.keys).toMatchObject({ PatientID: 'P1', StudyDate: '20260101-' });
    expect(asking?.keys).not.toHaveProperty('PatientName');
  });

  it('keeps the patient above series', () => {
    expect(keysOf({ model: 'patient', level: 'SERIES', patientId: 'P1', studyUid: '1.2' })).toMatchObject({
      PatientID: 'P1',
      StudyInstanceUID: '1.2',
    });
  });
});
