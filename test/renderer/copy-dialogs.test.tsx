// The dialogs that make copies, over the engine in memory: what they ask for, what stops them, and where one is after them.
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { go } from '../../renderer/stores/places.ts';
import { sampleStudies } from '../support/window/samples.ts';
import { sampleAnswers } from '../support/window/screens-world.ts';
import { openWindow, press, settle, useWindowTests } from './support.tsx';

useWindowTests();

const preview = { rows: [], cut: false, cautions: [], patientName: 'ANON-1', days: -7, mapping: 'session', objects: 1 } as const;
const row = (after: string) =>
  ({ path: '0010,0020', tag: '0010,0020', vr: 'LO', name: 'Patient ID', before: 'P1', after, action: 'replaced' }) as const;

const openDialog = async (key: 'a' | 'e') => {
  const opened = await openWindow({
    studies: sampleStudies,
    answers: {
      ...sampleAnswers,
      'copies.previewDeidentified': ({ options }) => ({
        ...preview,
        patientId: 'ANON-1',
        rows: [row(options.patientId || (options.keepUids ? 'UIDS-KEPT' : 'ANON-1'))],
      }),
      'copies.previewEdited': ({ edits }) => ({
        rows: edits.map((edit) => row(edit.kind === 'set' ? edit.value : '')),
        problems: edits.flatMap((edit, index) =>
          edit.kind === 'set' && edit.value === 'yesterday' ? [{ index, message: 'a date as YYYYMMDD is needed' }] : [],
        ),
        warnings: [],
        objects: 1,
      }),
    },
  });
  act(() => go(opened.gantry.places, { screen: 'inbox' }));
  await settle();
  const table = screen.getByRole('treegrid', { name: 'Received studies' });
  const study = within(table).getAllByRole('row')[1] ?? table;
  act(() => table.focus());
  fireEvent.mouseDown(study);
  await settle();
  const before = document.activeElement;
  expect(before).not.toBe(document.body);
  await press(before, key, { ctrlKey: true, shiftKey: true });
  const dialog = screen.getByRole('dialog', { name: key === 'a' ? 'Anonymise copy' : 'Edit copy' });
  const make = () => within(dialog).getByRole('button', { name: /^Make / });
  const stopped = () => make().hasAttribute('disabled') || make().getAttribute('aria-disabled') === 'true';
  const type = async (role: string, name: string, value: string) => {
    fireEvent.change(within(dialog).getByRole(role, { name }), { target: { value } });
    await settle();
  };
  return { ...opened, before, dialog, make, stopped, type };
};

describe('Anonymise copy', () => {
  it('shows what each option changes', async () => {
    const { dialog, engine } = await openDialog('a');
    expect(within(dialog).getByRole('row', { name: /ANON-1/ })).toBeTruthy();
    fireEvent.click(within(dialog).getByRole('checkbox', { name: 'Keep UIDs' }));
    await settle();
    expect(within(dialog).getByRole('row', { name: /UIDS-KEPT/ })).toBeTruthy();
    expect(engine.calls.filter(({ name }) => name === 'copies.previewDeidentified').at(-1)?.payload).toMatchObject({
      options: { keepUids: true },
    });
    fireEvent.click(within(dialog).getByRole('button', { name: 'Strictest' }));
    await settle();
    expect(within(dialog).getByRole('row', { name: /ANON-1/ })).toBeTruthy();
  });

  it('waits while what is typed cannot be used', async () => {
    const { dialog, stopped, type, make, gantry } = await openDialog('a');
    expect(stopped()).toBe(false);
    await type('textbox', 'New patient ID', 'X'.repeat(65));
    expect(within(dialog).getByRole('alert').textContent).toContain('At most 64');
    expect(stopped()).toBe(true);
    fireEvent.click(make());
    await settle();
    expect(gantry.shell.getState().copying).not.toBeNull();
    await type('textbox', 'New patient ID', 'SUBJECT-1');
    expect(stopped()).toBe(false);
  });

  it('waits for the days of a shift, and no longer when dates do not shift', async () => {
    const { dialog, stopped, type } = await openDialog('a');
    fireEvent.click(within(dialog).getByRole('radio', { name: 'Shift' }));
    await settle();
    await type('textbox', 'By days', 'three');
    expect(stopped()).toBe(true);
    fireEvent.click(within(dialog).getByRole('radio', { name: 'Remove' }));
    await settle();
    expect(stopped()).toBe(false);
  });
});

describe('Edit copy', () => {
  it('has nothing to do at first, and waits for what is wrong', async () => {
    const { dialog, stopped, type } = await openDialog('e');
    expect(stopped()).toBe(true);
    await type('combobox', 'Element', 'StudyDate');
    await type('textbox', 'New value', 'yesterday');
    expect(within(dialog).getByRole('alert').textContent).toContain('YYYYMMDD');
    expect(stopped()).toBe(true);
    await type('textbox', 'New value', '20260102');
    expect(within(dialog).queryByRole('alert')).toBeNull();
    expect(within(dialog).getByRole('row', { name: /20260102/ })).toBeTruthy();
    expect(stopped()).toBe(false);
  });
});

it.each(['a', 'e'] as const)('Esc closes the dialog of Ctrl+Shift+%s and gives the focus back', async (key) => {
  const { before, gantry } = await openDialog(key);
  await press(document.activeElement, 'Escape');
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(gantry.shell.getState().copying).toBeNull();
  await waitFor(() => expect(document.activeElement).toBe(before));
});
