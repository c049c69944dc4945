// The window as a person uses it: rail, command field, keys, drops, undo, over the engine in memory.
import { act, fireEvent, screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { offerUndo } from '../../renderer/stores/feedback.ts';
import { here } from '../../renderer/stores/places.ts';
import { sampleNodes, sampleStudies, sampleTransfers } from '../support/window/samples.ts';
import { openWindow, press, settle, useWindowTests } from './support.tsx';

useWindowTests();

const rail = () => screen.getByRole('navigation', { name: 'Screens and nodes' });
const type = async (text: string) => {
  fireEvent.change(screen.getByRole('combobox', { name: 'Search, add or run' }), { target: { value: text } });
  await settle();
};
/** Focus goes where it belongs a frame later. */
const painted = () => act(() => new Promise<void>((resolve) => requestAnimationFrame(() => resolve())));
const meanings = () => screen.getAllByRole('option').map((option) => option.textContent);

describe('the rail', () => {
  it('names every screen and goes there', async () => {
    const { gantry } = await openWindow();
    for (const name of ['Overview', 'Inbox', 'Search', 'Transfers', 'Network log', 'Settings']) {
      fireEvent.click(within(rail()).getByRole('button', { name }));
      await settle();
      expect(screen.getByRole('heading', { level: 1, name })).toBeTruthy();
    }
    expect(here(gantry.places.getState()).screen).toBe('settings');
  });

  it('is reached by number keys, and back again', async () => {
    const { gantry } = await openWindow();
    await press(null, '4', { ctrlKey: true });
    expect(here(gantry.places.getState()).screen).toBe('transfers');
    await press(null, 'ArrowLeft', { altKey: true });
    expect(here(gantry.places.getState()).screen).toBe('overview');
    await press(null, 'ArrowRight', { altKey: true });
    expect(here(gantry.places.getState()).screen).toBe('transfers');
  });

  it('gives the keys to the list of the screen that it goes to, and to the row that had them there before', async () => {
    await openWindow({ studies: sampleStudies });
    const focused = () => document.activeElement?.getAttribute('aria-label') ?? '';
    await press(null, '2', { ctrlKey: true });
    await painted();
    expect(document.activeElement?.getAttribute('role')).toBe('treegrid');
    expect(screen.queryByRole('row', { selected: true })).toBeNull();
    await press(document.activeElement, 'ArrowDown');
    const first = focused();
    await press(document.activeElement, 'ArrowDown');
    const second = focused();
    expect(document.activeElement?.getAttribute('role')).toBe('row');
    expect(second).not.toBe(first);
    await press(null, '6', { ctrlKey: true });
    await painted();
    expect(focused()).toBe('Nodes');
    await press(null, '2', { ctrlKey: true });
    await painted();
    expect(focused()).toBe(second);
  });

  it('says each node’s state in a word', async () => {
    await openWindow({ nodes: sampleNodes });
    expect(within(rail()).getByRole('button', { name: 'Archive, no query' })).toBeTruthy();
    expect(within(rail()).getByRole('button', { name: /^Ultrasound.*, unreachable$/ })).toBeTruthy();
  });
});

describe('the command field', () => {
  it('adds and verifies a pasted address', async () => {
    const { engine, gantry } = await openWindow();
    await press(null, 'k', { ctrlKey: true });
    await type('PACS1@10.1.2.3:104');
    expect(meanings()[0]).toContain('Add and verify');
    await press(screen.getByRole('combobox', { name: 'Search, add or run' }), 'Enter');
    expect(engine.calls).toContainEqual({ name: 'nodes.add', payload: { node: { title: 'PACS1', host: '10.1.2.3', port: 104 } } });
    expect(here(gantry.places.getState())).toMatchObject({ screen: 'nodes' });
    const ladder = screen.getByRole('region', { name: 'Verification' });
    expect(within(ladder).getAllByRole('listitem')).toHaveLength(6);
  });

  it('says what an address still needs, and does not take Enter for a search', async () => {
    const { engine, gantry } = await openWindow();
    await press(null, 'k', { ctrlKey: true });
    await type('PACS1@10.1.2.3');
    expect(meanings()[0]).toContain('Add the port');
    expect(meanings()[1]).toContain('Search nodes');
    await press(screen.getByRole('combobox', { name: 'Search, add or run' }), 'Enter');
    expect(here(gantry.places.getState())).toMatchObject({ screen: 'overview' });
    await type('PACS1@10.1.2.3:104');
    await press(screen.getByRole('combobox', { name: 'Search, add or run' }), 'Enter');
    expect(engine.calls.some(({ name }) => name === 'nodes.add')).toBe(true);
  });

  it('adds what was just pasted into the line of the nodes, also when Enter comes at once', async () => {
    const { engine } = await openWindow();
    await press(null, 'n', { ctrlKey: true });
    const line = screen.getAllByRole('textbox', { name: 'Address of a new node' }).at(-1);
    if (!line) throw new Error('no line');
    fireEvent.change(line, { target: { value: 'OLD@10.9.9.9:104' } });
    await settle();
    fireEvent.change(line, { target: { value: 'PACS1@10.1.2.3:104' } });
    fireEvent.submit(line);
    await settle();
    expect(engine.calls.filter(({ name }) => name === 'nodes.add')).toEqual([
      { name: 'nodes.add', payload: { node: { title: 'PACS1', host: '10.1.2.3', port: 104 } } },
    ]);
  });

  it('offers a search, with what it understood, for words', async () => {
    const { gantry } = await openWindow({ nodes: sampleNodes });
    await press(null, 'k', { ctrlKey: true });
    await type('yamada mod:ct');
    expect(meanings()[0]).toContain('Search nodes');
    expect(meanings()[0]).toContain('Modality: CT');
    await press(screen.getByRole('combobox', { name: 'Search, add or run' }), 'Enter');
    expect(here(gantry.places.getState())).toMatchObject({ screen: 'search', text: 'yamada mod:ct' });
  });

  it('puts the command that is called so before one that only ends in the word', async () => {
    const { gantry } = await openWindow();
    act(() => offerUndo(gantry.feedback, '2 images moved to the bin', () => undefined));
    await press(null, 'k', { ctrlKey: true });
    await type('>bin');
    expect(meanings()[0]).toContain('Show the bin');
    expect(meanings()[1]).toContain('Undo: 2 images');
  });

  it('finds a command after > and says why one cannot run', async () => {
    await openWindow();
    await press(null, 'k', { ctrlKey: true });
    await type('>send to');
    expect(
      screen.getByRole('option', { name: /Send to….*Select something in the inbox or in a search first/ }).getAttribute('aria-disabled'),
    ).toBe('true');
    await press(screen.getByRole('combobox', { name: 'Search, add or run' }), 'Escape');
    expect(screen.queryByRole('combobox', { name: 'Search, add or run' })).toBeNull();
  });
});

describe('nodes', () => {
  const openNode = async (name: RegExp) => {
    fireEvent.click(within(rail()).getByRole('button', { name }));
    await settle();
    return within(screen.getByRole('complementary', { name: 'Inspector' }));
  };

  it('looks otherwise by a command, and has its text larger and smaller by the keys that every window has for it', async () => {
    const { gantry } = await openWindow();
    const appearance = () => gantry.settings.getState().settings?.appearance;
    const root = document.documentElement;
    await press(null, 'k', { ctrlKey: true });
    await type('>night mode dark');
    await press(screen.getByRole('combobox', { name: 'Search, add or run' }), 'Enter');
    expect(root.getAttribute('data-theme')).toBe('dark');

    for (const [key, scale] of [
      ['=', 1.1],
      ['+', 1.25],
      ['+', 1.5],
      ['+', 1.5],
      ['-', 1.25],
      ['0', 1],
      ['-', 0.9],
      ['-', 0.9],
    ] as const) {
      await press(null, key, { ctrlKey: true });
      expect(appearance()?.scale).toBe(scale);
    }
    expect(root.style.getPropertyValue('--scale')).toBe('0.9');
  });

  it('saves a field when it is left, and takes it back', async () => {
    const { engine } = await openWindow({ nodes: sampleNodes });
    const inspector = await openNode(/^Main PACS/);
    const name = inspector.getByRole('textbox', { name: 'Name' });
    fireEvent.change(name, { target: { value: 'PACS in the cellar' } });
    fireEvent.blur(name);
    await settle();
    expect(engine.calls.at(-1)).toEqual({ name: 'nodes.update', payload: { id: 'main', fields: { name: 'PACS in the cellar' } } });
    await press(null, 'z', { ctrlKey: true });
    expect(engine.calls.at(-1)).toEqual({ name: 'nodes.update', payload: { id: 'main', fields: { name: 'Main PACS' } } });
  });

  it('checks an AE title as it is typed and keeps a wrong one from the engine', async () => {
    const { engine } = await openWindow({ nodes: sampleNodes });
    const inspector = await openNode(/^Main PACS/);
    const title = inspector.getByRole('textbox', { name: 'AE title' });
    fireEvent.change(title, { target: { value: 'SEVENTEEN_LETTERS' } });
    expect(inspector.getByRole('alert').textContent).toBe('An AE title has at most 16 characters; this one has 17.');
    fireEvent.blur(title);
    await settle();
    expect(engine.calls.some(({ name }) => name === 'nodes.update')).toBe(false);
  });

  it('removes with undo instead of a question', async () => {
    const { engine } = await openWindow({ nodes: sampleNodes });
    await openNode(/^Main PACS/);
    await press(null, 'Delete');
    expect(within(rail()).queryByRole('button', { name: /^Main PACS/ })).toBeNull();
    fireEvent.click(within(screen.getByRole('region', { name: 'Undo' })).getByRole('button', { name: 'Undo' }));
    await settle();
    expect(engine.calls.at(-1)).toEqual({ name: 'nodes.restore', payload: { id: 'main' } });
    expect(within(rail()).getByRole('button', { name: /^Main PACS/ })).toBeTruthy();
  });

  it('climbs again after a remedy was pressed', async () => {
    const { engine } = await openWindow({ nodes: sampleNodes });
    const inspector = await openNode(/^Ultrasound/);
    fireEvent.click(inspector.getByRole('button', { name: 'Use port 11112' }));
    await settle();
    expect(engine.calls.at(-1)).toEqual({ name: 'nodes.update', payload: { id: 'old', fields: { port: 11112 } } });
    expect(inspector.getAllByRole('listitem').length).toBeGreaterThan(5);
  });
});

describe('keys', () => {
  it('leaves letters to the person who types', async () => {
    const { engine } = await openWindow({ nodes: sampleNodes });
    fireEvent.click(within(rail()).getByRole('button', { name: /^Main PACS/ }));
    await settle();
    await press(screen.getByRole('textbox', { name: 'Name' }), 'r');
    expect(engine.openStreams()).not.toContain('nodes.verify');
    await press(null, '?');
    expect(screen.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeTruthy();
  });

  it('can have single letters switched off', async () => {
    const { gantry } = await openWindow({ nodes: sampleNodes });
    await act(() => gantry.api.call('settings.update', { patch: { appearance: { singleKeys: false } } }));
    await press(null, '?');
    expect(screen.queryByRole('dialog')).toBeNull();
  });
});

describe('sending by drop', () => {
  const drop = async (target: Element, files: readonly File[]) => {
    const dataTransfer = { types: ['Files'], items: files, files, dropEffect: 'none' };
    fireEvent.dragEnter(target, { dataTransfer });
    fireEvent.dragOver(target, { dataTransfer });
    await settle();
    const hint = screen.getAllByRole('status').map((status) => status.textContent);
    fireEvent.drop(target, { dataTransfer });
    await settle();
    return hint;
  };
  const files = [new File(['a'], 'a.dcm'), new File(['b'], 'b.dcm')];

  it('says what letting go would do, waits a moment, and can be taken back', async () => {
    const { engine } = await openWindow({ nodes: sampleNodes });
    const hint = await drop(within(rail()).getByRole('button', { name: /^Main PACS/ }), files);
    expect(hint).toContain('Send 2 items to Main PACS');
    await press(null, 'z', { ctrlKey: true });
    expect(screen.queryByRole('region', { name: 'Send' })).toBeNull();
    expect(engine.calls.some(({ name }) => name === 'preflight.release')).toBe(false);
  });

  it('waits for Enter when the node did not answer last time', async () => {
    const { engine } = await openWindow({ nodes: sampleNodes });
    await drop(within(rail()).getByRole('button', { name: /^Ultrasound/ }), files);
    const bar = within(screen.getByRole('region', { name: 'Send' }));
    expect(document.activeElement).toBe(bar.getByRole('button', { name: 'Send now' }));
    fireEvent.click(bar.getByRole('button', { name: 'Send now' }));
    await settle();
    expect(engine.listened).toContainEqual({
      name: 'preflight',
      payload: { kind: 'send', nodeId: 'old', paths: ['/dropped/a.dcm', '/dropped/b.dcm'] },
    });
    expect(engine.calls.at(-1)).toEqual({ name: 'preflight.release', payload: { id: 'proposal-1' } });
  });

  it('refuses a node that is switched off, with the reason', async () => {
    const { engine } = await openWindow({ nodes: sampleNodes });
    const hint = await drop(within(rail()).getByRole('button', { name: /^Teaching files/ }), files);
    expect(hint).toContain('Teaching files is switched off');
    expect(engine.calls.some(({ name }) => name === 'preflight.release')).toBe(false);
  });

  const imported = { name: 'preflight', payload: { kind: 'import', paths: ['/dropped/a.dcm', '/dropped/b.dcm'] } };

  it.each([
    ['the screen', () => screen.getByRole('main')],
    ['the inbox in the rail', () => within(rail()).getByRole('button', { name: 'Inbox' })],
    ['this computer in the rail', () => within(rail()).getByRole('button', { name: /^This computer/ })],
    ['the status bar', () => screen.getByRole('contentinfo')],
    ['the rail between its entries', () => rail()],
  ])('imports what is dropped on %s, and says so before', async (_, target) => {
    const { engine } = await openWindow({ nodes: sampleNodes });
    expect(await drop(target(), files)).toContain('Import 2 items into the inbox');
    expect(engine.listened).toContainEqual(imported);
    expect(engine.calls.at(-1)).toEqual({ name: 'preflight.release', payload: { id: 'proposal-1' } });
  });

  it('imports by menu, palette and keys what the dialog gives', async () => {
    const { engine } = await openWindow({ nodes: sampleNodes });
    await press(null, 'o', { ctrlKey: true });
    expect(engine.listened.at(-1)).toEqual({ name: 'preflight', payload: { kind: 'import', paths: ['/scans/one.dcm', '/scans/two.dcm'] } });
    act(() => engine.emit('desktop.menu', { action: 'inbox.openFolder' }));
    await settle();
    expect(engine.calls.at(-2)).toMatchObject({ name: 'desktop.chooseFiles', payload: { kind: 'folder' } });
    expect(engine.calls.at(-1)?.name).toBe('preflight.release');
  });
});

describe('the drawer', () => {
  it('has a line for each running transfer, to pause and cancel', async () => {
    const { engine } = await openWindow({ nodes: sampleNodes, studies: sampleStudies, transfers: sampleTransfers });
    const drawer = within(screen.getByRole('region', { name: 'Running transfers' }));
    expect(drawer.getAllByRole('progressbar')).toHaveLength(2);
    fireEvent.click(drawer.getByRole('button', { name: 'Pause Yamada Tarou, CT Chest' }));
    fireEvent.click(drawer.getByRole('button', { name: 'Cancel 412 images of 1 patient' }));
    await settle();
    expect(engine.calls.slice(-2)).toEqual([
      { name: 'transfers.pause', payload: { id: 't1' } },
      { name: 'transfers.cancel', payload: { id: 't2' } },
    ]);
  });
});

describe('the address card', () => {
  it('opens the inbox to a chosen interface', async () => {
    const { engine } = await openWindow();
    fireEvent.click(screen.getByRole('button', { name: /Inbox: this computer only/ }));
    await settle();
    fireEvent.click(screen.getByRole('radio', { name: /eth0/ }));
    await settle();
    expect(engine.calls.at(-1)).toEqual({ name: 'settings.update', payload: { patch: { me: { host: '10.1.2.30' } } } });
    expect(screen.getByRole('contentinfo', { name: 'Status', hidden: true }).textContent).toContain('open to the network');
  });
});

describe('the overview', () => {
  it('runs the self-test and says that all is well', async () => {
    await openWindow();
    fireEvent.click(screen.getByRole('button', { name: /Run self-test/ }));
    await settle();
    expect(screen.getByText('Everything works on this computer.')).toBeTruthy();
  });

  it('puts what needs the person first', async () => {
    await openWindow({ nodes: sampleNodes, transfers: sampleTransfers });
    const needs = within(screen.getByRole('region', { name: 'Needs you' }));
    expect(needs.getAllByRole('listitem')).toHaveLength(3);
  });
});

describe('the native menu', () => {
  it('says why an entry does nothing now, and the bell keeps what was said', async () => {
    const { engine } = await openWindow();
    act(() => engine.emit('desktop.menu', { action: 'inbox.remove' }));
    await settle();
    const said = within(screen.getByRole('status', { name: 'Messages' })).getByText(/^Select/).textContent;
    fireEvent.click(screen.getByRole('button', { name: 'Messages so far' }));
    await settle();
    expect(within(screen.getByRole('list', { name: 'Messages so far' })).getByText(said)).toBeTruthy();
  });
});
