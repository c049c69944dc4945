import { describe, expect, it } from 'vitest';
import { readLogFilter } from '../../../../renderer/features/log/log-filter.ts';
import { logRow } from './log-row.ts';

const rows = [
  logRow({ id: 'ok' }),
  logRow({ id: 'abort', end: 'aborted-by-peer', endText: 'A-ABORT 0', peer: '10.9.9.9:4242', calledTitle: 'ORTHANC' }),
  logRow({ id: 'in', direction: 'in', end: 'rejected', endText: 'A-ASSOCIATE-RJ 1/1/7', callingTitle: 'CT3', calledTitle: 'GANTRY' }),
];
const found = (text: string) => rows.filter(readLogFilter(text).test).map(({ id }) => id);

describe('the filter of the log', () => {
  it.each([
    ['', ['ok', 'abort', 'in']],
    ['orthanc', ['abort']],
    ['peer:10.1', ['ok', 'in']],
    ['type:abort', ['abort']],
    ['end:problem', ['abort', 'in']],
    ['end:1/1/7', ['in']],
    ['!end:released', ['abort', 'in']],
    ['dir:in', ['in']],
    ['dir:out peer:pacs1', ['ok']],
    ['dir:', ['ok', 'abort', 'in']],
  ])('%s leaves %j', (text, ids) => {
    expect(found(text)).toEqual(ids);
  });

  it('names a prefix that it does not know and looks for the text', () => {
    expect(readLogFilter('foo:bar').unknown).toEqual(['foo']);
    expect(found('foo:bar')).toEqual([]);
  });
});
