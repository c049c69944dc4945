// Who else has a study, and the bin: words, chips, history and what can be done, over the engine in memory.
import { act, fireEvent, screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { NodeCustody } from '../../../../core/contract.ts';
import { custodyRank, nodeWords } from '../../../../renderer/features/inbox/custody-words.ts';
import { entryWords } from '../../../../renderer/features/inbox/history-words.ts';
import { go } from '../../../../renderer/stores/places.ts';
import { overdueCommitment, sampleBin, sampleCustody, sampleHistory } from '../../../support/window/custody-samples.ts';
import { sampleNodes, sampleStudies } from '../../../support/window/samples.ts';
import { sampleAnswers } from '../../../support/window/screens-world.ts';
import { openWindow, settle, useWindowTests } from '../../support.tsx';

useWindowTests();

const node = (given: Partial<NodeCustody>): NodeCustody => ({
  nodeId: 'n',
  nodeName: 'Archive',
  sent: 0,
  warned: 0,
  committed: 0,
  refused: 0,
  waiting: 0,
  listed: 0,
  at: '2026-01-02T10:00:00.000Z',
  ...given,
});

describe('a word for each node', () => {
  it.each<[string, Partial<NodeCustody>, string]>([
    ['vouches for all', { sent: 10, committed: 10 }, 'safe at Archive'],
    ['vouches for all but one', { sent: 10, committed: 9, refused: 1 }, 'not safe at Archive'],
    ['is asked and has not said', { sent: 10, waiting: 10 }, 'waiting for Archive'],
    ['stored all', { sent: 10 }, 'sent to Archive'],
    ['stored all, some changed', { sent: 10, warned: 2 }, 'sent to Archive, changed there'],
    ['lists all', { listed: 10 }, 'listed by Archive'],
    ['stored some', { sent: 9 }, 'partly at Archive'],
  ])('%s', (_what, given, word) => {
    expect(nodeWords(node(given), 10).word).toBe(word);
  });

  it('is never safe for a study of which nothing is here', () => {
    expect(nodeWords(node({}), 0).sign).not.toBe('safe');
  });

  it('says each number with its meaning', () => {
    expect(nodeWords(node({ sent: 10, committed: 8, refused: 2, listed: 10 }), 10).sentence).toBe(
      'all 10 sent · it vouches for 8 of 10 · it does not vouch for 2 of 10 · it lists all 10, which promises nothing',
    );
  });

  it('sorts by the best keeper, what is nowhere else last', () => {
    const of = (nodes: readonly NodeCustody[]) => custodyRank({ studyUid: '1', instances: 10, nodes, exported: null });
    const safe = node({ committed: 10 });
    expect(of([node({ refused: 10 }), safe])).toBe(of([safe]));
    expect(of([safe])).toBeLessThan(of([node({ sent: 10 })]));
    expect(of([node({ refused: 1 })])).toBeLessThan(custodyRank(undefined));
  });
});

it('tells a request by its state', () => {
  const told = (state: typeof overdueCommitment.state) =>
    entryWords({
      kind: 'asked',
      at: overdueCommitment.created,
      commitment: { ...overdueCommitment, nodeName: 'Archive', objects: 2, committed: 1, failed: 1, state },
    }).text;
  expect(told('reported')).toBe('Asked Archive to vouch for 2 objects: 1 safe, 1 not');
  expect(told('expired')).toBe('Asked Archive to vouch for 2 objects: no report in time');
  expect(told('refused')).toBe('Asked Archive to vouch for 2 objects: not taken');
});

const openInbox = async () => {
  const world = { nodes: sampleNodes, studies: sampleStudies, custody: sampleCustody, bin: sampleBin, commitments: [overdueCommitment] };
  const opened = await openWindow({ ...world, answers: { ...sampleAnswers, 'custody.history': () => sampleHistory } });
  act(() => go(opened.gantry.places, { screen: 'inbox' }));
  await settle();
  return opened;
};
const table = () => screen.getByRole('treegrid', { name: 'Received studies' });

describe('in the window', () => {
  it('each study shows where it is safe, or else what to know of', async () => {
    await openInbox();
    for (const name of ['safe at Main PACS', 'not safe at Archive', 'partly at Archive', /waiting for Ultrasound/])
      expect(within(table()).getAllByRole('img', { name }).length).toBeGreaterThan(0);
  });

  it('the history offers what helps: asking the node that it is not safe with', async () => {
    const { engine } = await openInbox();
    fireEvent.mouseDown(within(table()).getByRole('row', { name: /قباني/ }));
    await settle();
    fireEvent.click(screen.getByRole('tab', { name: 'History' }));
    await settle();
    const nodes = screen.getByRole('list', { name: 'Who else has it' });
    expect(
      within(nodes)
        .getAllByRole('listitem')
        .map((item) => item.textContent),
    ).toEqual([expect.stringContaining('it does not vouch for 2 of 31') as string, expect.stringContaining('Main PACS') as string]);
    fireEvent.click(within(nodes).getAllByRole('button', { name: 'Ask for commitment' })[0] ?? nodes);
    await settle();
    expect(engine.calls.at(-1)).toMatchObject({
      name: 'commitments.ask',
      payload: { nodeId: 'archive', targets: [{ kind: 'study', studyUid: '1.2.3.3' }] },
    });
    expect(within(screen.getByRole('list', { name: 'History' })).getByText(/no report in time/)).toBeTruthy();
  });

  it('the overview names a request that came to nothing', async () => {
    const { gantry, engine } = await openInbox();
    act(() => go(gantry.places, { screen: 'overview' }));
    await settle();
    const needs = screen.getByRole('region', { name: 'Needs you' });
    expect(within(needs).getByText(/has not reported/)).toBeTruthy();
    fireEvent.click(within(needs).getByRole('button', { name: 'Ask again' }));
    await settle();
    expect(engine.calls.at(-1)).toEqual({ name: 'commitments.again', payload: { id: 'c1' } });
  });

  it('the bin restores, and asks once before it is emptied', async () => {
    const { gantry, engine } = await openInbox();
    act(() => gantry.shell.setState({ binOpen: true }));
    await settle();
    const bin = screen.getByRole('dialog', { name: 'Bin' });
    expect(within(bin).getByText('by the clean-up rule')).toBeTruthy();
    expect(within(bin).getAllByText(/6 days left/)).toHaveLength(3);
    fireEvent.click(within(bin).getAllByRole('button', { name: 'Restore' })[0] ?? bin);
    await settle();
    expect(engine.calls.at(-1)).toEqual({ name: 'inbox.restore', payload: { token: 'b1' } });
    fireEvent.click(within(bin).getByRole('button', { name: 'Empty the bin…' }));
    await settle();
    expect(engine.calls.at(-1)?.name).toBe('inbox.restore');
    fireEvent.click(within(bin).getByRole('button', { name: 'Delete for good' }));
    await settle();
    expect(engine.calls.at(-1)?.name).toBe('housekeeping.emptyBin');
  });
});
