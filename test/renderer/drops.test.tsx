// Where things can be let go: files and rows on the search, on transfers, each saying before what it would do.
import { createEvent, fireEvent, screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { go } from '../../renderer/stores/places.ts';
import { sampleNodes, sampleStudies, sampleTransfers } from '../support/window/samples.ts';
import { openWindow, settle, useWindowTests } from './support.tsx';

useWindowTests();

const dataTransfer = { types: ['Files'], items: [{}, {}], files: [{ name: 'a.dcm' }, { name: 'b.dcm' }], dropEffect: 'none' };
const rail = () => within(screen.getByRole('navigation', { name: 'Screens and nodes' }));

async function letGo(target: Element, carried: object = dataTransfer): Promise<string> {
  fireEvent.dragEnter(target, { dataTransfer: carried });
  await settle();
  const hint = screen
    .queryAllByRole('status')
    .map((status) => status.textContent)
    .join(' ');
  fireEvent.drop(target, { dataTransfer: carried });
  await settle();
  return hint;
}

const rows = { types: ['text/plain'], items: [], files: [], dropEffect: 'none', effectAllowed: 'none', setData: () => undefined };

describe('the search', () => {
  it('finds files on nodes by the studies that they belong to', async () => {
    const { engine } = await openWindow({ nodes: sampleNodes, studies: sampleStudies });
    expect(await letGo(rail().getByRole('button', { name: 'Search' }))).toContain('Find 2 items on nodes');
    expect(engine.listened).toContainEqual({ name: 'search.identify', payload: { paths: ['/dropped/a.dcm', '/dropped/b.dcm'] } });
    const asked = engine.listened.filter(({ name }) => name === 'search').at(-1);
    expect(asked?.payload).toMatchObject({ level: 'STUDY', studyUids: sampleStudies.map(({ studyUid }) => studyUid) });
    expect(screen.getByRole('group', { name: 'Conditions' }).textContent).toContain(`${sampleStudies.length} studies`);
  });

  it('finds rows of the inbox on nodes', async () => {
    const { engine, gantry } = await openWindow({ nodes: sampleNodes, studies: sampleStudies });
    go(gantry.places, { screen: 'inbox' });
    await settle();
    const [row] = screen.getAllByRole('row').filter((one) => one.getAttribute('draggable') === 'true');
    if (!row) throw new Error('no row to drag');
    fireEvent.dragStart(row, { dataTransfer: rows });
    expect(await letGo(rail().getByRole('button', { name: 'Search' }), rows)).toMatch(/Find .* on nodes/);
    expect(engine.listened.filter(({ name }) => name === 'search').at(-1)?.payload).toMatchObject({ level: 'STUDY' });
  });
});

describe('rows of the inbox', () => {
  const dragged = async () => {
    const opened = await openWindow({ nodes: sampleNodes, studies: sampleStudies });
    go(opened.gantry.places, { screen: 'inbox' });
    await settle();
    const row = screen.getAllByRole('row').find((one) => one.getAttribute('draggable') === 'true');
    if (!row) throw new Error('no row to drag');
    const goesOn = fireEvent.dragStart(row, { dataTransfer: rows });
    await settle();
    return { ...opened, row, goesOn };
  };

  it('are dragged within the window; let go outside, their files are made and it is said how they leave', async () => {
    const { engine, goesOn, row } = await dragged();
    expect(goesOn).toBe(true);
    expect(engine.listened.some(({ name }) => name === 'inbox.lend')).toBe(false);
    const end = createEvent.dragEnd(row, { dataTransfer: { dropEffect: 'none' } });
    // The document of the tests gives drags no place.
    Object.defineProperties(end, { clientX: { value: -20 }, clientY: { value: 10 } });
    fireEvent(row, end);
    await settle();
    expect(engine.listened.some(({ name }) => name === 'inbox.lend')).toBe(true);
    expect(screen.getByText('The files are ready: drag the rows out again with Alt held')).toBeTruthy();
    const start = createEvent.dragStart(row, { dataTransfer: rows });
    Object.defineProperties(start, { altKey: { value: true } });
    fireEvent(row, start);
    await settle();
    expect(engine.calls.at(-1)?.name).toBe('desktop.startDrag');
  });
});

describe('a transfer', () => {
  const transfers = async () => {
    const opened = await openWindow({ nodes: sampleNodes, transfers: sampleTransfers });
    go(opened.gantry.places, { screen: 'transfers' });
    await settle();
    return opened;
  };
  const row = (text: RegExp) => {
    const found = screen.getAllByRole('row').find((one) => text.test(one.textContent));
    if (!found) throw new Error('no such row');
    return found;
  };

  it('that sends takes more for its node', async () => {
    const { engine } = await transfers();
    const send = sampleTransfers.find(({ direction, state }) => direction === 'send' && state === 'running');
    if (!send) throw new Error('no send');
    expect(await letGo(row(new RegExp(send.label)))).toContain(`Send 2 items to ${send.nodeName}, behind this`);
    expect(engine.listened.at(-1)).toMatchObject({ name: 'preflight', payload: { kind: 'send', nodeId: send.nodeId } });
  });

  it('that brings something here takes nothing, and says so', async () => {
    const { engine } = await transfers();
    const pull = sampleTransfers.find(({ direction, state }) => direction === 'pull' && state === 'running');
    if (!pull) throw new Error('no pull');
    expect(await letGo(row(new RegExp(pull.label)))).toContain('A retrieve takes nothing in');
    expect(engine.listened.some(({ name }) => name === 'preflight')).toBe(false);
  });
});
