import { describe, expect, it } from 'vitest';
import { filterMatches } from '../../../../renderer/features/search/filter.ts';
import { hereCount, hereOf } from '../../../../renderer/features/search/here.ts';
import { outermost, pullsOf } from '../../../../renderer/features/search/pull.ts';
import { addMatches, bestSource, countsDiffer, newResults, type Match } from '../../../../renderer/features/search/results.ts';
import { treeRows } from '../../../../renderer/features/search/tree.ts';
import { matchRow } from './match-row.ts';

const merged = (...rows: Parameters<typeof addMatches>[1]): readonly Match[] => {
  const results = newResults();
  addMatches(results, rows);
  return [...results.matches.values()];
};

const only = (matches: readonly Match[]): Match => {
  const [match] = matches;
  if (match === undefined || matches.length !== 1) throw new Error(`expected one match, found ${String(matches.length)}`);
  return match;
};

describe('merging what nodes answer', () => {
  it('makes one row of a study that two nodes have, with the gaps filled', () => {
    const match = only(
      merged(
        matchRow({
          nodeId: 'a',
          studyUid: '1.2',
          description: '',
          instanceCount: null,
          patientName: { alphabetic: 'Yamada^Tarou', ideographic: '', phonetic: '' },
        }),
        matchRow({
          nodeId: 'b',
          studyUid: '1.2',
          description: 'CT Chest',
          instanceCount: 240,
          modalities: ['CT', 'SR'],
          patientName: { alphabetic: '', ideographic: '山田^太郎', phonetic: '' },
        }),
      ),
    );
    expect([...match.answers.keys()]).toEqual(['a', 'b']);
    expect(match.row).toMatchObject({
      description: 'CT Chest',
      instanceCount: 240,
      modalities: ['CT', 'SR'],
      patientName: { alphabetic: 'Yamada^Tarou', ideographic: '山田^太郎' },
    });
    expect(countsDiffer(match)).toBe(false);
  });

  it('sees that counts differ and pulls from where most is', () => {
    const match = only(
      merged(
        matchRow({ nodeId: 'a', studyUid: '1.2', instanceCount: 118 }),
        matchRow({ nodeId: 'b', studyUid: '1.2', instanceCount: 240 }),
      ),
    );
    expect(countsDiffer(match)).toBe(true);
    expect(bestSource(match, ['a', 'b'])).toBe('b');
    expect(bestSource(match, ['a'])).toBe('a');
    expect(bestSource(match, ['c'])).toBeNull();
  });

  it('keeps rows without a UID apart instead of losing them', () => {
    expect(
      merged(matchRow({ nodeId: 'a', studyUid: '', accession: '1' }), matchRow({ nodeId: 'a', studyUid: '', accession: '2' })),
    ).toHaveLength(2);
  });

  it('prefers a name that was not guessed', () => {
    const match = only(
      merged(
        matchRow({ nodeId: 'a', studyUid: '1.2', guessed: true, patientName: { alphabetic: 'B�c', ideographic: '', phonetic: '' } }),
        matchRow({ nodeId: 'b', studyUid: '1.2', patientName: { alphabetic: 'Buc', ideographic: '', phonetic: '' } }),
      ),
    );
    expect(match.row).toMatchObject({ guessed: false, patientName: { alphabetic: 'Buc' } });
  });
});

describe('the tree', () => {
  const study = only(merged(matchRow({ studyUid: '1.2' })));
  const series = only(merged(matchRow({ level: 'SERIES', studyUid: '1.2', seriesUid: '1.2.3' })));

  it('stands children below their open parent, and says what they wait for', () => {
    const rows = treeRows({
      matches: [study],
      open: new Set([study.key, series.key]),
      childrenOf: (key) =>
        key === study.key ? { matches: [series], state: { kind: 'asking' } } : { matches: [], state: { kind: 'none' } },
    });
    expect(rows.map(({ kind, depth }) => `${kind} ${String(depth)}`)).toEqual(['match 1', 'match 2', 'note 3', 'note 2']);
    expect(rows[1]).toMatchObject({ parents: [study] });
  });

  it('shows nothing below what is closed', () => {
    expect(treeRows({ matches: [study], open: new Set(), childrenOf: () => ({ matches: [series], state: null }) })).toHaveLength(1);
  });
});

describe('pulling', () => {
  const [one, two] = merged(
    matchRow({ nodeId: 'a', studyUid: '1.2', instanceCount: 5 }),
    matchRow({ nodeId: 'b', studyUid: '1.3', patientId: 'P2' }),
  ) as [Match, Match];
  const series = only(merged(matchRow({ nodeId: 'a', level: 'SERIES', studyUid: '1.2', seriesUid: '1.2.3', instanceCount: 2 })));

  it('groups by source and carries every unique key', () => {
    expect(pullsOf([one, two], ['a', 'b'])).toMatchObject([
      { nodeId: 'a', items: [{ level: 'STUDY', studyUid: '1.2', expected: 5 }] },
      { nodeId: 'b', items: [{ level: 'STUDY', studyUid: '1.3', patientId: 'P2' }] },
    ]);
    expect(pullsOf([series], ['a'])).toMatchObject([{ items: [{ level: 'SERIES', studyUid: '1.2', seriesUid: '1.2.3', expected: 2 }] }]);
  });

  it('does not ask twice for a series of a study that comes anyway', () => {
    expect(outermost([one, series])).toEqual([one]);
    expect(outermost([two, series])).toEqual([two, series]);
  });

  it('leaves out what the chosen node does not have', () => {
    expect(pullsOf([one, two], ['a', 'b'], 'b')).toMatchObject([{ nodeId: 'b', matches: [two] }]);
  });
});

describe('what is here', () => {
  const counts = (count: number) => ({ of: () => count });
  it.each([
    [0, 240, 'none', ''],
    [118, 240, 'part', '118/240'],
    [240, 240, 'all', ''],
    [118, null, 'part', '118'],
  ] as const)('%d of %s', (...[have, of, kind, shown]) => {
    const here = hereOf(only(merged(matchRow({ studyUid: '1.2', instanceCount: of }))), counts(have));
    expect(here.kind).toBe(kind);
    expect(hereCount(here)).toBe(shown);
  });
});

describe('filtering what is here already', () => {
  const context = { today: new Date(2026, 10, 23), locale: 'en', nodes: [] };
  const rows = merged(
    matchRow({
      studyUid: '1',
      patientName: { alphabetic: 'Yamada^Tarou', ideographic: '山田^太郎', phonetic: 'やまだ^たろう' },
      modalities: ['CT'],
      studyDate: '20261123',
    }),
    matchRow({
      studyUid: '2',
      patientName: { alphabetic: 'Buc^Jérôme', ideographic: '', phonetic: '' },
      modalities: ['MR'],
      studyDate: '20260101',
      accession: 'A80',
    }),
  );
  const found = (text: string, asked = '') => filterMatches(rows, { text, asked }, context).map(({ key }) => key);

  it.each([
    ['', ['1', '2']],
    ['taro', ['1']],
    ['ヤマダ', ['1']],
    ['jerome', ['2']],
    ['a80', ['2']],
    ['mod:ct', ['1']],
    ['date:today', ['1']],
    ['nobody', []],
    ['date:som', ['1', '2']],
  ])('%s leaves %j', (text, keys) => {
    expect(found(text)).toEqual(keys);
  });

  it('does not filter by the text that was asked: a node may match otherwise than we do', () => {
    expect(found('smith', 'smith')).toEqual(['1', '2']);
  });
});
