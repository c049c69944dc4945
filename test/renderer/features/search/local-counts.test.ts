// Whether what is found is here already, as the inbox grows and shrinks.
import { describe, expect, it } from 'vitest';
import type { SeriesRow, StudyRow } from '../../../../core/contract.ts';
import type { Api } from '../../../../renderer/api.ts';
import { createLocalCounts } from '../../../../renderer/features/search/local-counts.ts';
import { applyListEvent, createListStore } from '../../../../renderer/stores/list.ts';
import { until } from '../../../support/until.ts';
import { makeStudy } from '../../../support/window/samples.ts';

it('counts what lies below a study that was opened, and none of it when the study is gone', async () => {
  const studies = createListStore<StudyRow>();
  const put = (instanceCount: number): void =>
    studies.setState((state) =>
      applyListEvent(state, { kind: 'upsert', rows: [makeStudy({ studyUid: '1.1', instanceCount })] }, ({ studyUid }) => studyUid),
    );
  const api = {
    call: () => Promise.resolve([{ seriesUid: '1.1.1', instanceCount: studies.getState().byKey.get('1.1')?.instanceCount } as SeriesRow]),
  } as unknown as Api;
  const counts = createLocalCounts(api, studies);
  put(3);
  expect(counts.of('1.1')).toBe(3);
  counts.watch('1.1');
  await until(() => counts.of('1.1.1') === 3, { what: 'the series to be counted' });
  put(5);
  expect(counts.of('1.1')).toBe(5);
  await until(() => counts.of('1.1.1') === 5, { what: 'the series to have grown' });
  counts.forget();
  expect(counts.of('1.1.1')).toBe(0);
  counts.watch('1.1');
  await until(() => counts.of('1.1.1') === 5, { what: 'the series to be counted again' });
  studies.setState((state) => applyListEvent(state, { kind: 'remove', keys: ['1.1'] }, ({ studyUid }) => studyUid));
  expect(counts.of('1.1')).toBe(0);
  await until(() => counts.of('1.1.1') === 0, { what: 'the series to be gone' });
});

describe('who listens', () => {
  it('is called for both, until it has enough', () => {
    const studies = createListStore<StudyRow>();
    const counts = createLocalCounts({ call: () => Promise.resolve([]) } as unknown as Api, studies);
    let calls = 0;
    const stop = counts.subscribe(() => (calls += 1));
    studies.setState({ loaded: true });
    stop();
    studies.setState({ loaded: false });
    expect(calls).toBe(1);
  });
});
