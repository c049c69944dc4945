// Search as a person does it, over the engine in memory: what is asked, what is shown while it streams, how it is stopped and pulled.
import { act, fireEvent, screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { SearchEvent, SearchQuery } from '../../../../core/contract.ts';
import { go } from '../../../../renderer/stores/places.ts';
import { makeStudy, sampleNodes, unknownCaller } from '../../../support/window/samples.ts';
import type { FakeWorld } from '../../../support/fake-engine.ts';
import { openWindow, press, settle, useWindowTests } from '../../support.tsx';
import { matchRow } from './match-row.ts';

useWindowTests();

const yamada = { alphabetic: 'Yamada^Tarou', ideographic: '山田^太郎', phonetic: 'やまだ^たろう' };
const study = (nodeId: string, more = {}) =>
  matchRow({
    nodeId,
    studyUid: '1.2.3',
    patientName: yamada,
    patientId: 'P1',
    studyDate: '20260102',
    description: 'CT Chest',
    instanceCount: 240,
    ...more,
  });

const answer = (query: SearchQuery): readonly SearchEvent[] => {
  if (query.level === 'SERIES')
    return [
      {
        kind: 'rows',
        rows: [
          matchRow({
            nodeId: 'main',
            level: 'SERIES',
            studyUid: '1.2.3',
            seriesUid: '1.2.3.1',
            seriesNumber: '3',
            description: 'Axial 1.0',
            instanceCount: 118,
          }),
        ],
      },
    ];
  return [
    { kind: 'node', progress: { nodeId: 'archive', state: 'failed', matches: 0, ms: 40, note: '', failure: unknownCaller } },
    {
      kind: 'rows',
      rows: [
        study('main'),
        study('ct', { instanceCount: 118 }),
        study('main', { studyUid: '1.2.4', patientName: { ...yamada, alphabetic: 'Buc^Jérôme', ideographic: '', phonetic: '' } }),
      ],
    },
    { kind: 'node', progress: { nodeId: 'main', state: 'limit', matches: 2, ms: 812, note: 'Patient Root', failure: null } },
  ];
};

const openSearch = async (world: Partial<FakeWorld> = {}) => {
  const opened = await openWindow({ nodes: sampleNodes, search: answer, ...world });
  act(() => go(opened.gantry.places, { screen: 'search' }));
  await settle();
  const field = screen.getByRole('textbox', { name: 'Search' });
  const ask = async (text: string) => {
    fireEvent.change(field, { target: { value: text } });
    fireEvent.submit(field);
    await settle();
  };
  return { ...opened, field, ask };
};

const results = () => screen.getByRole('treegrid', { name: 'Search results' });
const row = (name: RegExp) => within(results()).getByRole('row', { name });
const nodesAsked = () => screen.getByRole('list', { name: 'Nodes asked' });

describe('asking', () => {
  it('says before Enter what is understood', async () => {
    const { field } = await openSearch();
    fireEvent.change(field, { target: { value: 'yamada mod:ct date:2026' } });
    const echo = document.getElementById('search-echo');
    expect(echo?.textContent).toContain('Name yamada*');
    expect(echo?.textContent).toContain('Modality CT');
    expect(echo?.textContent).toContain('2026-01-01 … 2026-12-31');
  });

  it('asks every node that is on, keeps the name in the line and makes chips of the rest', async () => {
    const asked: SearchQuery[] = [];
    const { field, ask } = await openSearch({ search: (query) => (asked.push(query), []) });
    await ask('yamada mod:ct');
    expect(asked[0]).toMatchObject({
      nodes: ['main', 'ct', 'archive', 'old'],
      level: 'STUDY',
      name: 'yamada',
      modalities: ['CT'],
      limit: 200,
    });
    expect((field as HTMLInputElement).value).toBe('yamada');
    expect(screen.getByRole('button', { name: 'Remove Modality' })).toBeTruthy();
  });

  it('leaves out who takes no queries, unless it should and refused them', async () => {
    const asked: SearchQuery[] = [];
    const nodes = sampleNodes.map((node) => (node.id === 'ct' ? { ...node, abilities: { ...node.abilities, query: false } } : node));
    const { ask } = await openSearch({ nodes, search: (query) => (asked.push(query), []) });
    expect(screen.getByRole('button', { name: /^On: 3 of 4 nodes/ })).toBeTruthy();
    await ask('yamada');
    expect(asked[0]?.nodes).toEqual(['main', 'archive', 'old']);
    await ask('yamada on:ct');
    expect(asked[1]?.nodes).toEqual(['ct']);
  });

  it('does not ask for everything without a word', async () => {
    const asked: SearchQuery[] = [];
    const { ask } = await openSearch({ search: (query) => (asked.push(query), []) });
    await ask('');
    expect(asked).toEqual([]);
    fireEvent.click(screen.getByRole('button', { name: 'Today' }));
    await settle();
    expect(asked[0]?.dateFrom).toMatch(/^\d{8}$/);
  });

  it('says that there is nobody to ask, not that nobody was found, before and after Enter', async () => {
    const { ask } = await openSearch({ nodes: [], search: () => [] });
    expect(results().textContent).toContain('No systems to ask yet');
    await ask('yamada');
    expect(results().textContent).toContain('No systems to ask yet');
    expect(screen.queryByText(/Nobody named/)).toBeNull();
  });

  it('does not take the key that leads to the line for its first letter', async () => {
    const { field } = await openSearch();
    const slash = () => !fireEvent.keyDown(field, { key: '/' });
    expect(slash()).toBe(true);
    fireEvent.change(field, { target: { value: 'date:1' } });
    expect(slash()).toBe(false);
  });

  it('keeps a line that it does not understand and says what is wrong', async () => {
    const { field, ask } = await openSearch();
    await ask('yamada date:sometime');
    expect(screen.getByRole('alert').textContent).toContain('“sometime” is not a date');
    expect((field as HTMLInputElement).value).toBe('yamada date:sometime');
  });
});

describe('results', () => {
  it('merges a study that two nodes have into one row, and no failing node hides it', async () => {
    const { ask } = await openSearch();
    await ask('yamada');
    expect(row(/山田 太郎 \(Yamada Tarou\).*240 images, not here, on Main PACS and CT Room 3/)).toBeTruthy();
    expect(within(nodesAsked()).getByText('failed')).toBeTruthy();
    fireEvent.click(within(nodesAsked()).getByRole('button', { name: 'why' }));
    expect(screen.getByRole('region', { name: unknownCaller.headline })).toBeTruthy();
  });

  it('asks one node for more where Gantry stopped', async () => {
    const asked: SearchQuery[] = [];
    const { ask } = await openSearch({ search: (query) => (asked.push(query), answer(query)) });
    await ask('yamada');
    fireEvent.click(within(nodesAsked()).getByRole('button', { name: 'Next 200' }));
    await settle();
    expect(asked.at(-1)).toMatchObject({ nodes: ['main'], limit: 202 });
  });

  it('asks a node that stopped by itself for more once, and then for a narrower date', async () => {
    const asked: SearchQuery[] = [];
    const cut = (query: SearchQuery): readonly SearchEvent[] => [
      { kind: 'node', progress: { nodeId: query.nodes[0] ?? '', state: 'truncated', matches: 50, ms: 812, note: '', failure: null } },
    ];
    const { ask } = await openSearch({ search: (query) => (asked.push(query), cut(query)) });
    await ask('yamada on:main');
    fireEvent.click(within(nodesAsked()).getByRole('button', { name: 'Next 200' }));
    await settle();
    expect(asked.at(-1)).toMatchObject({ nodes: ['main'], limit: 250, beyond: true });
    expect(within(nodesAsked()).queryByRole('button', { name: 'Next 200' })).toBeNull();
    expect(within(nodesAsked()).getByRole('button', { name: 'Narrow the date' })).toBeTruthy();
  });

  it('narrows what is here while one types, without asking', async () => {
    const asked: SearchQuery[] = [];
    const { field, ask } = await openSearch({ search: (query) => (asked.push(query), answer(query)) });
    await ask('yamada');
    fireEvent.change(field, { target: { value: 'jerome' } });
    expect(within(results()).queryByRole('row', { name: /山田/ })).toBeNull();
    expect(row(/Buc, Jérôme/)).toBeTruthy();
    expect(asked).toHaveLength(1);
  });

  it('opens to series by asking the nodes that have the study', async () => {
    const asked: SearchQuery[] = [];
    const { ask } = await openSearch({ search: (query) => (asked.push(query), answer(query)) });
    await ask('yamada');
    fireEvent.mouseDown(row(/山田/));
    await press(row(/山田/), 'ArrowRight');
    expect(asked.at(-1)).toMatchObject({ level: 'SERIES', studyUid: '1.2.3', nodes: ['main', 'ct'] });
    expect(row(/^Series 3, Axial 1.0, 118 images/).getAttribute('aria-level')).toBe('2');
  });

  it('says that a study is here once the inbox has all of it, and never when a node does not say how much there is', async () => {
    const { ask, engine } = await openSearch({
      search: () => [{ kind: 'rows', rows: [study('main'), study('main', { studyUid: '9', instanceCount: null })] }],
    });
    await ask('yamada');
    act(() =>
      engine.emit('inbox.studies', {
        kind: 'upsert',
        rows: [makeStudy({ studyUid: '1.2.3', instanceCount: 240 }), makeStudy({ studyUid: '9', instanceCount: 240 })],
      }),
    );
    await settle();
    expect(within(results()).getByRole('img', { name: 'here' })).toBeTruthy();
    expect(within(results()).getByRole('img', { name: '240 here' })).toBeTruthy();
  });

  it('offers the next step when nobody was found', async () => {
    const asked: SearchQuery[] = [];
    const { ask } = await openSearch({
      search: (query) => (
        asked.push(query),
        query.nodes.map((nodeId) => ({ kind: 'node', progress: { nodeId, state: 'done', matches: 0, ms: 9, note: '', failure: null } }))
      ),
    });
    await ask('yamada date:7 days on:main');
    expect(screen.getByRole('heading', { name: 'Nobody named yamada* in the last 7 days on Main PACS' })).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Search by ID' }));
    await settle();
    expect(asked.at(-1)).toMatchObject({ patientId: 'yamada' });
    expect(asked.at(-1)).not.toHaveProperty('name');
  });

  it('names what was left standing from the search before, and takes it away', async () => {
    const asked: SearchQuery[] = [];
    const { ask } = await openSearch({ search: (query) => (asked.push(query), []) });
    await ask('pid:12345 StudyDescription:chest on:main');
    await ask('yamada mod:ct date:2026');
    const heading = 'Nobody named yamada* with ID 12345, StudyDescription chest, CT, 2026-01-01 … 2026-12-31, on Main PACS';
    expect(screen.getByRole('heading', { name: heading })).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Without ID 12345' }));
    await settle();
    expect(asked.at(-1)).toMatchObject({ name: 'yamada', modalities: ['CT'] });
    expect(asked.at(-1)).not.toHaveProperty('patientId');
  });

  it('takes all conditions away at once', async () => {
    const { ask } = await openSearch({ search: () => [] });
    await ask('yamada date:2026');
    expect(screen.queryByRole('button', { name: 'Clear the conditions' })).toBeNull();
    await ask('yamada mod:ct on:main');
    fireEvent.click(screen.getByRole('button', { name: 'Clear the conditions' }));
    await settle();
    expect(screen.queryByRole('button', { name: /^Remove / })).toBeNull();
    expect(screen.queryByRole('button', { name: 'Clear the conditions' })).toBeNull();
  });

  it('explains each node when all of them failed', async () => {
    const { ask } = await openSearch({
      search: (query) =>
        query.nodes.map((nodeId) => ({
          kind: 'node',
          progress: { nodeId, state: 'failed', matches: 0, ms: 9, note: '', failure: unknownCaller },
        })),
    });
    await ask('yamada on:archive');
    expect(screen.getByRole('region', { name: unknownCaller.headline })).toBeTruthy();
  });
});

describe('stopping and pulling', () => {
  it('stops with Esc: the stream is disposed and what came stays', async () => {
    const { ask, engine } = await openSearch({ pace: 10_000 });
    await ask('yamada');
    expect(engine.openStreams()).toContain('search');
    await press(null, 'Escape');
    expect(engine.openStreams()).not.toContain('search');
    expect(within(nodesAsked()).getAllByText('stopped by you at 0')).not.toHaveLength(0);
  });

  it('pulls with Enter from the node that has most', async () => {
    const { ask, engine } = await openSearch();
    await ask('yamada');
    fireEvent.mouseDown(row(/山田/));
    await press(row(/山田/), 'Enter');
    expect(engine.calls.at(-1)).toMatchObject({
      name: 'transfers.pull',
      payload: {
        nodeId: 'main',
        items: [{ level: 'STUDY', studyUid: '1.2.3', patientId: 'P1', expected: 240 }],
        via: 'auto',
        destinationId: null,
        model: 'study',
      },
    });
  });

  it('chooses source, method and destination with Shift+Enter', async () => {
    const { ask, engine } = await openSearch();
    await ask('yamada');
    fireEvent.mouseDown(row(/山田/));
    await press(row(/山田/), 'Enter', { shiftKey: true });
    const dialog = within(screen.getByRole('dialog', { name: 'Pull 1 item' }));
    fireEvent.change(dialog.getByLabelText('From'), { target: { value: 'ct' } });
    fireEvent.click(dialog.getByRole('radio', { name: 'C-MOVE' }));
    fireEvent.change(dialog.getByLabelText('To'), { target: { value: 'archive' } });
    fireEvent.click(dialog.getByRole('button', { name: 'Pull' }));
    await settle();
    expect(engine.calls.at(-1)).toMatchObject({ name: 'transfers.pull', payload: { nodeId: 'ct', via: 'move', destinationId: 'archive' } });
  });

  it('has one node send it to another: by Send to…, and by dragging the row onto the node', async () => {
    const { ask, engine } = await openSearch();
    await ask('yamada');
    fireEvent.mouseDown(row(/山田/));
    await press(row(/山田/), 'Enter', { ctrlKey: true });
    fireEvent.click(screen.getByRole('option', { name: /Archive/ }));
    await settle();
    const moved = { name: 'transfers.pull', payload: { nodeId: 'main', via: 'move', destinationId: 'archive' } };
    expect(engine.calls.at(-1)).toMatchObject(moved);
    const count = engine.calls.length;
    const dataTransfer = { types: [], files: [], items: [], setData: () => undefined, effectAllowed: '', dropEffect: '' };
    fireEvent.dragStart(row(/山田/), { dataTransfer });
    const target = within(screen.getByRole('region', { name: 'Nodes' })).getByRole('button', { name: /^Archive/ });
    fireEvent.dragOver(target, { dataTransfer });
    expect(screen.getByText(/sends .* to Archive \(C-MOVE\)/)).toBeTruthy();
    fireEvent.drop(target, { dataTransfer });
    await settle();
    expect(engine.calls).toHaveLength(count + 1);
    expect(engine.calls.at(-1)).toMatchObject(moved);
  });

  it('asks this computer only when it is named', async () => {
    const { ask, engine } = await openSearch();
    await ask('yamada');
    expect(screen.queryByText('This computer', { selector: '[aria-label="Nodes asked"] *' })).toBeNull();
    await ask('yamada on:"This computer"');
    expect(within(nodesAsked()).getByText('This computer')).toBeTruthy();
    expect(engine.openStreams()).not.toContain('search');
  });

  it('does not pull when Enter presses a button', async () => {
    const { ask, engine } = await openSearch();
    await ask('yamada');
    fireEvent.mouseDown(row(/山田/));
    await press(screen.getByRole('button', { name: 'Modality' }), 'Enter');
    expect(engine.calls.map(({ name }) => name)).not.toContain('transfers.pull');
  });
});
