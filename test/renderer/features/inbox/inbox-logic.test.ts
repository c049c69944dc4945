// The inbox's pure parts: what a typed filter asks for, how studies are put together, which rows stay what they were, what a selection is.
import { describe, expect, it } from 'vitest';
import type { InstanceRow, SeriesRow, StudyRow } from '../../../../core/contract.ts';
import { arrivalState } from '../../../../renderer/features/inbox/arrival-state.ts';
import { factsOf } from '../../../../renderer/features/inbox/facts.ts';
import { parseFilterLine } from '../../../../renderer/features/inbox/filter-line.ts';
import { createGrouper, patientsOf, sessionsOf } from '../../../../renderer/features/inbox/groups.ts';
import { applyMatches } from '../../../../renderer/features/inbox/matches.ts';
import { createRowMaker, studyKey } from '../../../../renderer/features/inbox/rows.ts';
import { selectionOf, subjectOf } from '../../../../renderer/features/inbox/selected.ts';
import { makeStudy } from '../../../support/window/samples.ts';

const MINUTE = 60_000;
const start = Date.parse('2026-01-05T08:00:00Z');

describe('a filter line', () => {
  const context = { today: new Date(2026, 0, 31), locale: 'en' };
  it.each([
    ['', null],
    ['   ', null],
    ['pid:', null],
    ['date:2026-1', null],
    [
      'müller thorax',
      {
        texts: [
          { in: 'anything', text: 'müller' },
          { in: 'anything', text: 'thorax' },
        ],
      },
    ],
    [
      'pid:77 ACC:"A 1"',
      {
        texts: [
          { in: 'patientId', text: '77' },
          { in: 'accession', text: 'A 1' },
        ],
      },
    ],
    ['from:ct3 mod:ct,mr', { texts: [{ in: 'sender', text: 'ct3' }], modalities: ['ct', 'mr'] }],
    [
      'name:yamada 1.2.3.4',
      {
        texts: [
          { in: 'name', text: 'yamada' },
          { in: 'anything', text: '1.2.3.4' },
        ],
      },
    ],
    ['date:last 7 days', { texts: [], dateFrom: '20260125', dateTo: '20260131' }],
    ['date:2026-01..2026-03 lunge', { texts: [{ in: 'anything', text: 'lunge' }], dateFrom: '20260101', dateTo: '20260331' }],
    ['series:2', { texts: [{ in: 'anything', text: 'series:2' }] }],
  ])('%j', (line, filter) => expect(parseFilterLine(line, context)).toEqual(filter));
});

it('matches follow what the engine says', () => {
  const all = applyMatches(null, { kind: 'all', studies: ['1', '2'] });
  expect([...applyMatches(all, { kind: 'change', more: ['3'], fewer: ['1'] })]).toEqual(['2', '3']);
});

const arrival = (minutes: number, more: Partial<StudyRow['arrivals'][number]> = {}): StudyRow['arrivals'][number] => ({
  fromTitle: 'CT3',
  fromAddress: '10.1.2.3',
  first: start + minutes * MINUTE,
  last: start + minutes * MINUTE + 41_000,
  instances: 10,
  bytes: 100,
  ...more,
});
const study = (studyUid: string, ...arrivals: readonly StudyRow['arrivals'][number][]): StudyRow => makeStudy({ studyUid, arrivals });

describe('arrivals', () => {
  it('are what one sender brings without a longer pause; a study that came in two goes is in two', () => {
    const two = study('1.2', arrival(2), arrival(60));
    const sessions = sessionsOf([study('1.1', arrival(0)), two, study('1.3', arrival(1, { fromTitle: 'MR' }))]);
    expect(sessions.map(({ fromTitle, instances, studies }) => [fromTitle, instances, studies.map(({ studyUid }) => studyUid)])).toEqual([
      ['CT3', 20, ['1.1', '1.2']],
      ['CT3', 10, ['1.2']],
      ['MR', 10, ['1.3']],
    ]);
    expect(sessions[0] && factsOf(sessions[0]).description).toBe('2 studies, 20 images, 2 min 41 s');
  });

  it('keep their identity until something of theirs changes', () => {
    const group = createGrouper();
    const [one, other] = [study('1.1', arrival(0)), study('1.2', arrival(60))];
    const before = group('arrival', [one, other]);
    const after = group('arrival', [one, { ...other, instanceCount: 99 }]);
    expect(after[0]).toBe(before[0]);
    expect(after[1]).not.toBe(before[1]);
  });
});

it('patients are told apart by ID and issuer, and by their name where there is no ID', () => {
  const name = { alphabetic: 'Doe^Jane', ideographic: '', phonetic: '' };
  const none = { alphabetic: '', ideographic: '', phonetic: '' };
  const rows = [
    makeStudy({ studyUid: '1', patientId: 'P1', studyDate: '20250101' }),
    makeStudy({ studyUid: '2', patientId: 'P1', studyDate: '20260101' }),
    makeStudy({ studyUid: '3', patientId: 'P1', issuer: 'OTHER' }),
    makeStudy({ studyUid: '4', patientId: '', patientName: name }),
    makeStudy({ studyUid: '5', patientId: '', patientName: name }),
    makeStudy({ studyUid: '6', patientId: '', patientName: none }),
    makeStudy({ studyUid: '7', patientId: '', patientName: none }),
  ];
  expect(patientsOf(rows).map(({ studies }) => studies.map(({ studyUid }) => studyUid))).toEqual([
    ['2', '1'],
    ['3'],
    ['4', '5'],
    ['6'],
    ['7'],
  ]);
});

const series = (seriesUid: string): SeriesRow => ({
  studyUid: '1.1',
  seriesUid,
  number: '1',
  modality: 'CT',
  description: '',
  bodyPart: '',
  instanceCount: 2,
  bytes: 20,
  lastArrived: '',
});
const instance = (instanceId: number): InstanceRow => ({
  instanceId,
  studyUid: '1.1',
  seriesUid: '1.1.1',
  sopInstanceUid: '',
  sopClassUid: '',
  sopClassName: '',
  transferSyntaxUid: '',
  transferSyntaxName: '',
  number: '1',
  frames: 1,
  rows: 1,
  columns: 1,
  bytes: 10,
  fromTitle: '',
  fromAddress: '',
  arrived: '',
  version: 1,
  duplicates: 0,
});

describe('rows', () => {
  const library = {
    open: new Set(['1.1', 's 1.1.1']),
    series: new Map([['1.1', { kind: 'read', rows: [series('1.1.1')] } as const]]),
    instances: new Map([['1.1.1', { kind: 'read', rows: [instance(7), instance(8)] } as const]]),
  };
  const [one, other] = [study('1.1', arrival(0)), study('1.2', arrival(60))];

  it('stay what they were when another study grows', () => {
    const rowsOf = createRowMaker();
    const before = rowsOf({ groups: null, studies: [one, other] }, library);
    expect(before.map(({ key, depth }) => [key, depth])).toEqual([
      ['1.1', 1],
      ['s 1.1.1', 2],
      ['i 7', 3],
      ['i 8', 3],
      ['1.2', 1],
    ]);
    const after = rowsOf({ groups: null, studies: [one, { ...other, instanceCount: 1 }] }, library);
    expect(after.slice(0, 4).every((row, at) => row === before[at])).toBe(true);
    expect(after[4]).not.toBe(before[4]);
    const closed = rowsOf({ groups: null, studies: [one, other] }, { ...library, open: new Set(['1.1']) });
    expect(closed.map(({ key }) => key)).toEqual(['1.1', 's 1.1.1', '1.2']);
  });

  it('of a study in two arrivals have two keys, and open apart', () => {
    const two = study('1.1', arrival(0), arrival(60));
    const groups = sessionsOf([two]);
    const keys = groups.map((group) => studyKey('1.1', group));
    expect(new Set(keys).size).toBe(2);
    const open = new Set([...groups.map(({ key }) => key), keys[1] ?? '']);
    const rows = createRowMaker()({ groups, studies: [two] }, { ...library, open });
    expect(rows.map(({ kind, depth }) => [kind, depth])).toEqual([
      ['group', 1],
      ['study', 2],
      ['group', 1],
      ['study', 2],
      ['series', 3],
    ]);
  });
});

describe('a selection', () => {
  const [one, other] = [study('1.1', arrival(0)), study('1.2', arrival(1))];
  const [group] = sessionsOf([one, other]);

  it('of a group stands for its studies, each once', () => {
    if (!group) throw new Error('no group');
    const rows = createRowMaker()(
      { groups: [group], studies: [one, other] },
      { open: new Set([group.key]), series: new Map(), instances: new Map() },
    );
    const chosen = selectionOf(rows);
    expect(chosen.targets).toEqual([
      { kind: 'study', studyUid: '1.1' },
      { kind: 'study', studyUid: '1.2' },
    ]);
    expect(chosen).toMatchObject({ label: '2 studies, 480 images', instances: 480, patients: 1 });
    expect(subjectOf(rows)).toEqual({ kind: 'study', study: one });
  });
});

describe('a study that came in two goes', () => {
  const twice = { ...study('1.2', arrival(0), arrival(60, { instances: 30 })), instanceCount: 40 };
  const sessions = sessionsOf([twice]);
  const rows = createRowMaker()(
    { groups: sessions, studies: [twice] },
    { open: new Set(sessions.map(({ key }) => key)), series: new Map(), instances: new Map() },
  );
  const below = (at: number) => rows.filter(({ kind }) => kind === 'study').slice(at, at + 1);

  it.each([
    ['below its first arrival', below(0), 30],
    ['below its second', below(1), 10],
    ['with both', rows, 0],
    ['by the first arrival as a whole', rows.slice(0, 2), 30],
  ])('selected %s tells of what came at other times', (_, selected, others) => {
    expect(selectionOf(selected).otherArrivals).toBe(others);
  });

  it('tells nothing where studies stand at the top', () => {
    const top = createRowMaker()({ groups: null, studies: [twice] }, { open: new Set(), series: new Map(), instances: new Map() });
    expect(selectionOf(top).otherArrivals).toBe(0);
  });
});

it('silence tells when a study may be complete', () => {
  const at = (seconds: number) => arrivalState(0, { now: seconds * 1_000, quietAfter: 30 });
  expect([at(0), at(29), at(30), at(299), at(300)]).toEqual(['arriving', 'arriving', 'quiet', 'quiet', 'over']);
});
