import { describe, expect, it } from 'vitest';
import { entryOf, refusalOf, type Doorkeeping } from '../../core/engine/admission.ts';

const open: Doorkeeping['settings'] = { paused: false, accept: 'everyone', callers: [], calledTitle: 'any', otherTitles: [] };
const asked = (
  settings: Partial<Doorkeeping['settings']>,
  caller: { readonly from?: string; readonly to?: string; readonly address?: string } = {},
) => {
  const { from = 'CT3', to = 'GANTRY', address = '10.1.2.3' } = caller;
  const answer = refusalOf(
    { callingTitle: from, calledTitle: to, remote: { address } },
    { settings: { ...open, ...settings }, title: 'GANTRY', nodes: () => ['PACS'] },
  );
  return answer ? `${answer.result}/${answer.source}/${answer.reason}` : 'in';
};

describe('who is let in', () => {
  it.each([
    ['everyone', {}, {}, 'in'],
    ['a node of the address book', { accept: 'known' }, { from: 'PACS' }, 'in'],
    ['somebody else when only nodes are known', { accept: 'known' }, {}, '1/1/3'],
    ['somebody listed besides the nodes', { accept: 'known', callers: ['CT3'] }, {}, 'in'],
    ['a node when only the list counts', { accept: 'listed', callers: ['CT3'] }, { from: 'PACS' }, '1/1/3'],
    ['a listed title', { accept: 'listed', callers: ['CT3'] }, {}, 'in'],
    ['a listed title in other capitals', { accept: 'listed', callers: ['ct3'] }, {}, '1/1/3'],
    ['a listed address', { accept: 'listed', callers: ['10.1.2.3'] }, {}, 'in'],
    ['a listed address over an IPv6 socket', { accept: 'listed', callers: ['10.1.2.3'] }, { address: '::ffff:10.1.2.3' }, 'in'],
    ['an IPv6 address in other capitals', { accept: 'listed', callers: ['FD00::1'] }, { address: 'fd00::1' }, 'in'],
    ['title and address', { accept: 'listed', callers: ['CT3@10.1.2.3'] }, {}, 'in'],
    ['the title from another address', { accept: 'listed', callers: ['CT3@10.1.2.4'] }, {}, '1/1/3'],
    ['another title from the address', { accept: 'listed', callers: ['CT4@10.1.2.3'] }, {}, '1/1/3'],
    ['a title with an @', { accept: 'listed', callers: ['CT@3'] }, { from: 'CT@3' }, 'in'],
    ['another called title', { calledTitle: 'strict' }, { to: 'OLD' }, '1/1/7'],
    ['another called title when any will do', {}, { to: 'OLD' }, 'in'],
    ['a called title that we answer to as well', { calledTitle: 'strict', otherTitles: ['OLD'] }, { to: 'OLD' }, 'in'],
    ['anybody while paused', { paused: true }, {}, '2/3/1'],
    ['itself, whatever is set', { paused: true, accept: 'listed' }, { from: 'GANTRY', address: '127.0.0.1' }, 'in'],
    ['its title from elsewhere', { accept: 'listed' }, { from: 'GANTRY' }, '1/1/3'],
  ] as const)('%s', (_, settings, caller, answer) => {
    expect(asked(settings, caller)).toBe(answer);
  });

  it('by the entry that is made for a caller', () => {
    const entry = entryOf({ callingTitle: 'CT3', calledTitle: 'GANTRY', remote: { address: '::ffff:10.1.2.3' } });
    expect(entry).toBe('CT3@10.1.2.3');
    expect(asked({ accept: 'listed', callers: [entry] })).toBe('in');
  });
});
