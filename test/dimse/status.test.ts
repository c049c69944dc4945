import { describe, expect, it } from 'vitest';
import { createMessageIds } from '../../core/dimse/message-ids.ts';
import { statusClass, statusOf } from '../../core/dimse/status.ts';

describe('statusClass', () => {
  it.each([
    [0x0000, 'success'],
    [0xff00, 'pending'],
    [0xff01, 'pending'],
    [0xff02, 'failure'],
    [0xfe00, 'cancel'],
    [0xfe01, 'failure'],
    [0x0001, 'warning'],
    [0x0107, 'warning'],
    [0x0116, 'warning'],
    [0xb000, 'warning'],
    [0xbfff, 'warning'],
    [0xafff, 'failure'],
    [0xa700, 'failure'],
    [0xc000, 'failure'],
    [0xcfff, 'failure'],
    [0x0002, 'failure'],
    [0x0105, 'failure'],
    [0x0122, 'failure'],
    [0x0212, 'failure'],
    [0x7777, 'failure'],
    [0xffff, 'failure'],
  ])('of %i is %s', (code, expected) => {
    expect(statusClass(code)).toBe(expected);
  });
});

describe('statusOf', () => {
  const response = { commandField: 0x8020, hasDataSet: false, messageIdBeingRespondedTo: 1 };

  it('says what the response says, and no more', () => {
    expect(statusOf({ ...response, status: 0 })).toEqual({ code: 0, class: 'success' });
    const explained = { errorComment: 'full', errorId: 3, offendingElements: [0x0008_0018] };
    expect(statusOf({ ...response, status: 0xa700, ...explained })).toEqual({ code: 0xa700, class: 'failure', ...explained });
  });

  it('is a violation where there is none', () => {
    expect(() => statusOf(response)).toThrow(expect.objectContaining({ name: 'ProtocolError', code: 'status-missing' }));
  });
});

describe('message ids', () => {
  it('count from 1 to 65535 and begin again', () => {
    const ids = createMessageIds();
    const all = Array.from({ length: 65_536 }, () => ids.next());
    expect(all.slice(0, 3)).toEqual([1, 2, 3]);
    expect(all.slice(-2)).toEqual([65_535, 1]);
    expect(new Set(all).size).toBe(65_535);
  });

  it('leave out what is still awaiting its response', () => {
    const outstanding = new Set([1, 2, 4]);
    const ids = createMessageIds(outstanding);
    expect([ids.next(), ids.next()]).toEqual([3, 5]);
  });
});
