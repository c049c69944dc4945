import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asksForEverything, mergeChips, nameKey, toQuery, withoutChip, type Chip } from '../../../../renderer/features/search/chip.ts';
import { askedName, chipLabel } from '../../../../renderer/features/search/chip-label.ts';
import { dateRangeLabel, parseDateRange, resolveDateRange } from '../../../../renderer/format/date-range.ts';
import { parseSearchLine } from '../../../../renderer/features/search/search-line.ts';

const today = new Date(2026, 10, 23, 15, 30);
const nodes = [
  { id: 'n1', name: 'Main PACS', title: 'PACS1' },
  { id: 'n2', name: 'Archive', title: 'ARCHIVE' },
  { id: 'n3', name: 'Archive Old', title: 'OLD' },
];
const context = { today, locale: 'en-US', nodes };
const line = (text: string) => parseSearchLine(text, context);
const days = (count: number): Chip => ({ kind: 'date', range: { kind: 'days', days: count } });

describe('the search line', () => {
  it.each<readonly [string, readonly Chip[]]>([
    ['', []],
    ['yamada', [{ kind: 'name', value: 'yamada' }]],
    ['yamada tarou', [{ kind: 'name', value: 'yamada tarou' }]],
    ['"van gogh"', [{ kind: 'name', value: '"van gogh"' }]],
    ['山田', [{ kind: 'name', value: '山田' }]],
    ["O'Brien", [{ kind: 'name', value: "O'Brien" }]],
    ['pid:P1', [{ kind: 'patientId', value: 'P1' }]],
    ['pid: P1', [{ kind: 'patientId', value: 'P1' }]],
    ['PID:"A 1"', [{ kind: 'patientId', value: 'A 1' }]],
    ['acc:A77', [{ kind: 'accession', value: 'A77' }]],
    ['mod:ct', [{ kind: 'modalities', values: ['CT'] }]],
    ['mod:ct,mr', [{ kind: 'modalities', values: ['CT', 'MR'] }]],
    ['date:today', [days(1)]],
    ['date:7 days', [days(7)]],
    ['date:last 7 days mod:ct', [days(7), { kind: 'modalities', values: ['CT'] }]],
    ['date: last 2 weeks', [days(14)]],
    ['date:-7d', [days(7)]],
    ['yamada date:today', [{ kind: 'name', value: 'yamada' }, days(1)]],
    ['date:today yamada', [{ kind: 'name', value: 'yamada' }, days(1)]],
    ['on:MainPACS', [{ kind: 'nodes', ids: ['n1'] }]],
    [
      'on:Main PACS yamada',
      [
        { kind: 'name', value: 'yamada' },
        { kind: 'nodes', ids: ['n1'] },
      ],
    ],
    ['on:pacs1,archive', [{ kind: 'nodes', ids: ['n1', 'n2'] }]],
    ['on:"archive old"', [{ kind: 'nodes', ids: ['n3'] }]],
    ['on:main', [{ kind: 'nodes', ids: ['n1'] }]],
    ['1.2.840.113619.2.55', [{ kind: 'studyUid', value: '1.2.840.113619.2.55' }]],
    ['uid:1.2.3.4', [{ kind: 'studyUid', value: '1.2.3.4' }]],
    ['StudyDescription:chest', [{ kind: 'key', key: 'StudyDescription', value: 'chest' }]],
    ['0008,1030:"CT chest"', [{ kind: 'key', key: '0008,1030', value: 'CT chest' }]],
  ])('understands %s', (text, chips) => {
    const read = line(text);
    expect(read.problems).toEqual([]);
    expect(read.chips).toEqual(chips);
  });

  it.each([
    ['date:sometime', '“sometime” is not a date'],
    ['on:nowhere', 'No node is called “nowhere”'],
    ['pid:', 'pid: what should it be?'],
    ['uid:1.2.x', '“1.2.x” is not a UID'],
    ['foo:bar', '“foo:” is not known'],
  ])('names what it does not understand in %s', (text, said) => {
    const read = line(text);
    expect(read.chips).toEqual([]);
    expect(read.problems.join()).toContain(said);
  });

  it('loses no text that has a letter in it', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (text) => {
        const read = line(`${text} x`);
        expect(read.chips.length + read.problems.length).toBeGreaterThan(0);
      }),
    );
  });
});

describe('dates', () => {
  const read = (text: string, locale = 'en-US') => {
    const range = parseDateRange(text, { today, locale });
    return range === null ? null : resolveDateRange(range, today);
  };
  it.each([
    ['today', '20261123', '20261123'],
    ['yesterday', '20261122', '20261122'],
    ['7 days', '20261117', '20261123'],
    ['-7d', '20261117', '20261123'],
    ['2026', '20260101', '20261231'],
    ['2024-02', '20240201', '20240229'],
    ['2026-01-31', '20260131', '20260131'],
    ['20260131', '20260131', '20260131'],
    ['2026-01..2026-03', '20260101', '20260331'],
    ['2026-01 … 2026-03', '20260101', '20260331'],
    ['20260101-20260131', '20260101', '20260131'],
    ['31.1.26', '20260131', '20260131'],
    ['1.2.70', '19700201', '19700201'],
    ['1/31/26', '20260131', '20260131'],
    ['31/1/26', '20260131', '20260131'],
  ])('%s', (text, dateFrom, dateTo) => {
    expect(read(text)).toEqual({ dateFrom, dateTo });
  });

  it('reads slashes as the locale does', () => {
    expect(read('2/1/26', 'en-US')).toEqual({ dateFrom: '20260201', dateTo: '20260201' });
    expect(read('2/1/26', 'en-GB')).toEqual({ dateFrom: '20260102', dateTo: '20260102' });
  });

  it('leaves an end open', () => {
    expect(read('2026-01..')).toEqual({ dateFrom: '20260101' });
    expect(read('..2026-01')).toEqual({ dateTo: '20260131' });
  });

  it.each(['', '..', '30.2.26', '2026-13', '2026-03..2026-01', '0 days', '12', '1234'])('refuses %s', (text) => {
    expect(read(text)).toBeNull();
  });

  it('says a range in words', () => {
    expect(dateRangeLabel({ kind: 'days', days: 7 })).toBe('last 7 days');
    expect(dateRangeLabel({ kind: 'between', from: '20260101', to: null })).toBe('since 2026-01-01');
    expect(dateRangeLabel({ kind: 'between', from: '20260101', to: '20260101' })).toBe('2026-01-01');
  });
});

describe('conditions as a query', () => {
  const ask = { today, nodes: ['n1', 'n2'], model: 'study', limit: 200 } as const;

  it('asks every node unless some are chosen', () => {
    expect(toQuery(line('yamada date:today mod:ct').chips, ask)).toEqual({
      nodes: ['n1', 'n2'],
      level: 'STUDY',
      model: 'study',
      limit: 200,
      name: 'yamada',
      dateFrom: '20261123',
      dateTo: '20261123',
      modalities: ['CT'],
    });
    expect(toQuery(line('on:archive pid:P1 BodyPartExamined:CHEST').chips, ask)).toMatchObject({
      nodes: ['n2'],
      patientId: 'P1',
      keys: [{ key: 'BodyPartExamined', value: 'CHEST' }],
    });
  });

  it.each([
    ['yamada', 'yamada', 'yamada*'],
    ['yamada tarou', 'yamada*tarou', 'yamada*tarou*'],
    ['Yamada, Tarou', 'Yamada^Tarou', 'Yamada^Tarou*'],
    ['Yamada^Tarou', 'Yamada^Tarou', 'Yamada^Tarou*'],
    ['*tarou*', '*tarou*', '*tarou*'],
    ['"van gogh"', 'van gogh', 'van gogh'],
  ])('asks for the name %s as %s, shown as %s', (typed, key, shown) => {
    expect(nameKey(typed)).toBe(key);
    expect(askedName(typed)).toBe(shown);
  });

  it('guards against asking for everything', () => {
    expect(asksForEverything([])).toBe(true);
    expect(asksForEverything(line('* on:archive').chips)).toBe(true);
    expect(asksForEverything(line('date:today').chips)).toBe(false);
    expect(asksForEverything(line('mod:ct').chips)).toBe(false);
  });

  it('replaces a condition by a later one of its kind and takes one away', () => {
    const merged = mergeChips(line('yamada date:today').chips, line('date:7 days PatientSex:F').chips);
    expect(merged.map((chip) => chipLabel(chip, nodes).value)).toEqual(['yamada*', 'last 7 days', 'F']);
    expect(withoutChip(merged, days(1))).toHaveLength(2);
  });

  it('labels nodes by name, many by count', () => {
    expect(chipLabel({ kind: 'nodes', ids: ['n1', 'n2', 'n3'] }, nodes)).toEqual({ field: 'On', value: '3 of 3 nodes' });
    expect(chipLabel({ kind: 'nodes', ids: ['n1'] }, nodes).value).toBe('Main PACS');
  });
});
