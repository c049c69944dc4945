import { describe, expect, it } from 'vitest';
import { abortFor, eventOf, step } from '../../core/upper-layer/machine.ts';
import type { AssociationRole, EventNumber, State } from '../../core/upper-layer/types.ts';
import { TABLE_9_10, TABLES_9_6_TO_9_9 } from './state-table.fixture.ts';

const states: readonly State[] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13];
const events: readonly EventNumber[] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19];
const roles: readonly AssociationRole[] = ['requestor', 'acceptor'];

const cells = new Map(
  TABLE_9_10.trim()
    .split('\n')
    .flatMap((line) => {
      const [event = '', ...row] = line.trim().split(/\s+/);
      return row.map((cell, index) => [`${event}/${index + 1}`, cell] as const);
    }),
);

const actions = new Map(
  TABLES_9_6_TO_9_9.trim()
    .split('\n')
    .map((line) => {
      const [name = '', , next = '', effects = ''] = line.split('|').map((part) => part.trim());
      return [name, { next: next.split('/').map(Number), effects: effects === '' ? [] : effects.split(' ') }] as const;
    }),
);

describe('the state table', () => {
  it('has 123 cells in 13 x 19 in the fixture', () => {
    expect(cells.size).toBe(13 * 19);
    expect([...cells.values()].filter((cell) => cell !== '.')).toHaveLength(123);
  });

  for (const role of roles) {
    it.each(events.flatMap((event) => states.map((state) => ({ event, state }))))(
      `event $event in Sta$state as ${role}`,
      ({ event, state }) => {
        const cell = cells.get(`${event}/${state}`) ?? '';
        const transition = step(state, event, role);
        if (cell === '.') {
          expect(transition).toBeUndefined();
          return;
        }
        const action = actions.get(cell);
        expect(transition?.action).toBe(cell);
        expect(transition?.effects).toEqual(action?.effects);
        expect(transition?.next).toBe(action?.next[role === 'requestor' ? 0 : action.next.length - 1]);
      },
    );
  }

  it('reaches every action of Tables 9-6 to 9-9', () => {
    const reached = new Set(events.flatMap((event) => states.map((state) => step(state, event, 'acceptor')?.action)));
    expect([...actions.keys()].filter((action) => !reached.has(action as never))).toEqual([]);
  });

  it('makes no new object for a step', () => {
    expect(step(6, 10, 'acceptor')).toBe(step(6, 10, 'acceptor'));
  });
});

/** Runs events through the machine and returns the states passed. */
function walk(role: AssociationRole, start: State, path: readonly EventNumber[]): readonly (State | 'empty')[] {
  const passed: (State | 'empty')[] = [];
  let state = start;
  for (const event of path) {
    const transition = step(state, event, role);
    passed.push(transition ? transition.next : 'empty');
    if (!transition) break;
    state = transition.next;
  }
  return passed;
}

describe('ways through the table', () => {
  it('opens, exchanges and releases as requestor', () => {
    expect(walk('requestor', 1, [1, 2, 3, 9, 10, 11, 10, 13])).toEqual([4, 5, 6, 6, 6, 7, 7, 1]);
  });

  it('opens, exchanges and answers a release as acceptor', () => {
    expect(walk('acceptor', 1, [5, 6, 7, 10, 9, 12, 9, 14, 17])).toEqual([2, 3, 6, 6, 6, 8, 8, 13, 1]);
  });

  it('lets the requestor answer first when releases collide', () => {
    expect(walk('requestor', 7, [12, 14, 13])).toEqual([9, 11, 1]);
  });

  it('lets the acceptor wait first when releases collide', () => {
    expect(walk('acceptor', 7, [12, 13, 14, 17])).toEqual([10, 12, 13, 1]);
  });

  it('refuses with a rejection and waits for the close', () => {
    expect(walk('acceptor', 1, [5, 6, 8, 18])).toEqual([2, 3, 13, 1]);
  });

  it('swallows what follows an abort until the line closes', () => {
    expect(walk('acceptor', 6, [19, 10, 12, 13, 19, 6, 17])).toEqual([13, 13, 13, 13, 13, 13, 1]);
  });
});

describe('eventOf', () => {
  const fields = {
    protocolVersion: 1,
    calledTitle: 'A',
    callingTitle: 'B',
    applicationContext: '1.2',
    userInformation: { roles: [], sopClassExtended: [], sopClassCommonExtended: [] },
    contexts: [],
  };
  it.each([
    [3, { kind: 'associate-ac', ...fields }],
    [4, { kind: 'associate-rj', result: 1, source: 1, reason: 1 }],
    [6, { kind: 'associate-rq', ...fields }],
    [12, { kind: 'release-rq' }],
    [13, { kind: 'release-rp' }],
    [16, { kind: 'abort', source: 0, reason: 0 }],
  ] as const)('is %d for that PDU', (event, pdu) => {
    expect(eventOf(pdu)).toBe(event);
  });
});

describe('abortFor', () => {
  it('names the service user for an abort of our own', () => {
    expect(abortFor(15)).toEqual({ kind: 'abort', source: 0, reason: 0 });
  });

  it('says unexpected PDU for one that came in the wrong state', () => {
    expect(abortFor(12)).toEqual({ kind: 'abort', source: 2, reason: 2 });
  });

  it('passes on what was wrong with bytes that are no PDU', () => {
    const problem = { kind: 'invalid-pdu', reason: 6, detail: '', firstBytes: new Uint8Array(0) } as const;
    expect(abortFor(19, problem)).toEqual({ kind: 'abort', source: 2, reason: 6 });
  });
});
