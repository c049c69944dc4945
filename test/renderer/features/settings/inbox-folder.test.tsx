// Another folder for the inbox: what is in the old one is brought along or left, and how far that is.
import { act, fireEvent, screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { go } from '../../../../renderer/stores/places.ts';
import type { FakeWorld } from '../../../support/fake-engine.ts';
import { sampleStudies } from '../../../support/window/samples.ts';
import { openWindow, settle, useWindowTests } from '../../support.tsx';

useWindowTests();

async function settings(world: Partial<FakeWorld> = {}) {
  const opened = await openWindow({ studies: sampleStudies, ...world });
  go(opened.gantry.places, { screen: 'settings', section: 'inbox' });
  await settle();
  return opened;
}

async function type(folder: string): Promise<void> {
  const field = screen.getByRole('textbox', { name: 'Folder' });
  field.focus();
  fireEvent.change(field, { target: { value: folder } });
  fireEvent.keyDown(field, { key: 'Enter' });
  await settle();
}

const choice = () => within(screen.getByRole('group', { name: 'The inbox gets another folder' }));
const named = (calls: readonly { readonly name: string; readonly payload: unknown }[], name: string) =>
  calls.filter((call) => call.name === name);

describe('another folder', () => {
  it('asks what becomes of what is in the old one, and brings it along', async () => {
    const { engine } = await settings();
    await type('/new/inbox');
    expect(document.activeElement, 'not a button: the Enter would press it').toBe(
      screen.getByRole('group', { name: 'The inbox gets another folder' }),
    );
    fireEvent.click(choice().getByRole('button', { name: 'Bring along' }));
    await settle();
    expect(named(engine.calls, 'inboxMove.start').map(({ payload }) => payload)).toEqual([{ folder: '/new/inbox' }]);
    expect(named(engine.calls, 'settings.update')).toEqual([]);
  });

  it('leaves it there', async () => {
    const { engine } = await settings();
    await type('/new/inbox');
    fireEvent.click(choice().getByRole('button', { name: 'Leave there' }));
    await settle();
    expect(named(engine.calls, 'settings.update').map(({ payload }) => payload)).toEqual([{ patch: { inbox: { folder: '/new/inbox' } } }]);
  });

  it('asks nothing while there is nothing', async () => {
    const { engine } = await settings({ studies: [] });
    await type('/new/inbox');
    expect(named(engine.calls, 'settings.update')).toHaveLength(1);
  });

  it('shows how far it is, can be stopped, and says why it could not be done', async () => {
    const { engine } = await settings();
    const move = {
      from: '/old',
      to: '/new/inbox',
      objects: 365,
      totalObjects: 2_000,
      bytes: 15_000_000,
      totalBytes: 80_000_000,
      failure: null,
    };
    act(() => engine.emit('inboxMove', { ...move, phase: 'carrying' }));
    await settle();
    expect(screen.getAllByRole('progressbar').map((bar) => bar.getAttribute('aria-label'))).toEqual(['Moving the inbox', 'Move the inbox']);
    fireEvent.click(screen.getAllByRole('button', { name: 'Stop moving the inbox' })[0] ?? document.body);
    await settle();
    expect(named(engine.calls, 'inboxMove.stop')).toHaveLength(1);
    const failure = {
      headline: 'The inbox could not be moved and stays where it is.',
      why: 'The disk is full.',
      confidence: 'certain',
      advice: 'Nothing was lost.',
      remedies: [],
      who: 'you',
      code: 'ENOSPC',
    } as const;
    act(() => engine.emit('inboxMove', { ...move, phase: 'failed', failure }));
    await settle();
    expect(screen.getByText(/could not be moved and stays where it is/)).toBeTruthy();
  });
});
