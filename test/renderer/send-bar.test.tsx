// The bar of what is about to go: what it comes to, when it waits for a person, what is decided in it, and how it is taken back.
import { act, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { proposeSend } from '../../renderer/commands/send.ts';
import { importPaths } from '../../renderer/commands/import.ts';
import type { FakeWorld } from '../support/fake-engine.ts';
import { doubtfulProposal, sampleProposal } from '../support/window/proposal-samples.ts';
import { sampleNodes } from '../support/window/samples.ts';
import { openWindow, press, settle, useWindowTests } from './support.tsx';

useWindowTests();
afterEach(() => vi.useRealTimers());

async function proposed(world: Partial<FakeWorld>, nodeName = 'Main PACS') {
  const nodes = world.nodes ?? sampleNodes;
  const opened = await openWindow({ ...world, nodes });
  const node = nodes.find(({ name }) => name === nodeName);
  if (!node) throw new Error('no such node');
  proposeSend(opened.gantry, { node, paths: ['/scans/a'], what: '1 item' });
  await settle();
  return { ...opened, bar: within(screen.getByRole('region', { name: 'Send' })), region: screen.getByRole('region', { name: 'Send' }) };
}

/** Time goes on, and what follows from it is drawn. */
const pass = (ms: number): void =>
  act(() => {
    vi.advanceTimersByTime(ms);
  });

const named = (calls: readonly { readonly name: string; readonly payload: unknown }[], name: string) =>
  calls.filter((call) => call.name === name);

describe('a send that is clean', () => {
  it('says what it comes to and needs nobody', async () => {
    const { region } = await proposed({});
    expect(region.textContent).toContain('Send 240 objects · 1 patient · 126 MB → Main PACS');
    expect(region.textContent).toContain('Undo 3 s');
  });

  it('waits while the keys are in its bar', async () => {
    vi.useFakeTimers();
    const { engine, bar } = await proposed({});
    const box = bar.getByRole('checkbox', { name: 'Ask for commitment' });
    act(() => box.focus());
    pass(10_000);
    expect(named(engine.calls, 'preflight.release')).toEqual([]);
    act(() => box.blur());
    for (let second = 0; second < 3; second += 1) pass(1_000);
    expect(named(engine.calls, 'preflight.release')).toHaveLength(1);
  });

  it('is dropped by the engine when it is taken back', async () => {
    const { engine, region } = await proposed({});
    await press(region, 'Escape');
    expect(screen.queryByRole('region', { name: 'Send' })).toBeNull();
    expect(engine.openStreams()).not.toContain('preflight');
    expect(named(engine.calls, 'preflight.release')).toEqual([]);
  });

  it('goes with the wish for commitment', async () => {
    const { engine, bar } = await proposed({});
    fireEvent.click(bar.getByRole('checkbox', { name: 'Ask for commitment' }));
    fireEvent.click(bar.getByRole('button', { name: 'Send now' }));
    await settle();
    expect(engine.calls.at(-1)).toEqual({ name: 'preflight.release', payload: { id: 'proposal-1', commitment: true } });
  });
});

describe('a send that waits for a person', () => {
  it.each([
    ['more than one patient', { ...sampleProposal, patients: 2 }, '2 patients in one send'],
    ['something to decide', doubtfulProposal, '3 things are to be decided'],
  ])('for %s', async (_, view, reason) => {
    const { region, bar } = await proposed({ preflight: () => [view] });
    expect(region.textContent).toContain(reason);
    expect(document.activeElement).toBe(bar.getByRole('button', { name: 'Send now' }));
  });

  it('for a node that said no', async () => {
    const nodes = sampleNodes.map((node) => (node.id === 'archive' ? { ...node, refused: null, stateText: 'hung up' } : node));
    const { region } = await proposed({ nodes }, 'Archive');
    expect(region.textContent).toContain('Archive said no last time: hung up');
  });

  it('but not for a node that only takes no queries', async () => {
    const { region } = await proposed({}, 'Archive');
    expect(region.textContent).toContain('Undo 3 s');
  });

  it('cannot go while nothing of it could be sent', async () => {
    const { engine, bar } = await proposed({ preflight: () => [{ ...doubtfulProposal, objects: 0 }] });
    const button = bar.getByRole('button', { name: 'Send now' });
    expect(button.getAttribute('aria-disabled')).toBe('true');
    fireEvent.click(button);
    await settle();
    expect(named(engine.calls, 'preflight.release')).toEqual([]);
  });
});

describe('what goes', () => {
  it('is listed in groups with what was found, and decided there', async () => {
    const { engine, bar } = await proposed({ preflight: () => [doubtfulProposal] });
    const rows = within(bar.getByRole('table', { name: 'What goes' }))
      .getAllByRole('row')
      .slice(1);
    expect(rows).toHaveLength(doubtfulProposal.groups.length);
    const [video] = rows;
    if (!video) throw new Error('no row');
    expect(video.textContent).toContain('Main PACS takes Ultrasound Multi-frame Image, but not as MPEG-4');
    expect(within(video).getByRole('radio', { name: 'Leave out' }).getAttribute('aria-checked')).toBe('true');
    fireEvent.click(within(video).getByRole('radio', { name: 'Send anyway' }));
    fireEvent.click(within(video).getByRole('checkbox', { name: 'Remember for Main PACS' }));
    await settle();
    const { key } = doubtfulProposal.groups[0] ?? { key: '' };
    expect(named(engine.calls, 'preflight.decide').map(({ payload }) => payload)).toEqual([
      { id: 'proposal-2', key, decision: 'take' },
      { id: 'proposal-2', key, remember: true },
    ]);
  });

  it('that can only stay out offers no choice', async () => {
    const { bar } = await proposed({ preflight: () => [doubtfulProposal] });
    const row = bar.getByRole('row', { name: /IM0409/ });
    expect(within(row).queryAllByRole('radio')).toEqual([]);
    expect(row.textContent).toContain('Stays out');
  });
});

describe('anonymising', () => {
  it('is offered for files, too, with its options and the first of them before and after, and waits', async () => {
    const { engine, bar, region } = await proposed({});
    fireEvent.click(bar.getByRole('checkbox', { name: 'Anonymise: Basic' }));
    expect(region.textContent).toContain('Anonymising was chosen just now');
    fireEvent.click(bar.getByRole('button', { name: 'Options of anonymising' }));
    await settle();
    fireEvent.click(bar.getByRole('checkbox', { name: 'Keep the device' }));
    await settle();
    expect(named(engine.calls, 'copies.previewDeidentified').at(-1)).toMatchObject({
      payload: { proposal: 'proposal-1', options: { keepDevice: true } },
    });
    fireEvent.click(bar.getByRole('button', { name: 'Send now' }));
    await settle();
    expect(engine.listened.at(-1)).toMatchObject({
      name: 'copies.deidentify',
      payload: { proposal: 'proposal-1', options: { keepDevice: true } },
    });
    expect(named(engine.calls, 'preflight.release')).toEqual([]);
    engine.emit('copies.deidentify', {
      kind: 'done',
      objects: 1,
      made: [{ kind: 'instance', instanceId: 7 }],
      failed: 0,
      reason: '',
      cautions: [],
      madeUtf8: 0,
    });
    await settle();
    expect(engine.calls.at(-1)).toMatchObject({ name: 'transfers.send', payload: { targets: [{ kind: 'instance', instanceId: 7 }] } });
  });
});

describe('an import', () => {
  it('goes by itself when nothing is to be decided', async () => {
    const { engine, gantry } = await openWindow({ nodes: sampleNodes });
    importPaths(gantry, ['/scans/a']);
    await settle();
    expect(engine.calls.at(-1)).toEqual({ name: 'preflight.release', payload: { id: 'proposal-1' } });
    expect(screen.queryByRole('region', { name: 'Import' })).toBeNull();
  });

  it('waits when something is', async () => {
    const { engine, gantry } = await openWindow({ nodes: sampleNodes, preflight: () => [{ ...doubtfulProposal, negotiation: 'none' }] });
    importPaths(gantry, ['/scans/a']);
    await settle();
    const bar = within(screen.getByRole('region', { name: 'Import' }));
    expect(named(engine.calls, 'preflight.release')).toEqual([]);
    fireEvent.click(bar.getByRole('button', { name: 'Import' }));
    await settle();
    expect(engine.calls.at(-1)).toEqual({ name: 'preflight.release', payload: { id: 'proposal-2' } });
  });
});
