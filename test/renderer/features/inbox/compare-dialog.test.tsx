// Two objects side by side in the window: which two, what differs, what is left out, and what is said when there is nothing to show.
import { act, fireEvent, screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { ComparedTag, TagComparison } from '../../../../core/contract.ts';
import { CallError } from '../../../../renderer/api.ts';
import { go } from '../../../../renderer/stores/places.ts';
import { sampleStudies } from '../../../support/window/samples.ts';
import { sampleAnswers } from '../../../support/window/screens-world.ts';
import { openWindow, press, settle, useWindowTests } from '../../support.tsx';

useWindowTests();

const element = (tag: string, name: string, more: Partial<ComparedTag> = {}): ComparedTag => ({
  path: tag,
  tag,
  name,
  vr: 'LO',
  depth: 0,
  kind: 'element',
  left: 'one',
  right: 'two',
  same: false,
  ...more,
});

const differing = [element('0008,1030', 'Study Description'), element('0010,1000', 'Other Patient IDs', { right: null })];
const alike = element('0008,0060', 'Modality', { left: 'CT', right: 'CT', same: true });

const openInbox = async (compare: (onlyDifferences: boolean) => TagComparison) => {
  const answers = { ...sampleAnswers, 'tags.compare': ({ onlyDifferences }: { onlyDifferences: boolean }) => compare(onlyDifferences) };
  const opened = await openWindow({ studies: sampleStudies, answers });
  act(() => go(opened.gantry.places, { screen: 'inbox' }));
  await settle();
  for (const name of [/山田/, /^Series 1,/]) {
    await choose(name);
    await press(row(name), 'ArrowRight');
  }
  return opened;
};

const row = (name: RegExp) => within(screen.getByRole('treegrid', { name: 'Received studies' })).getByRole('row', { name });
const choose = async (name: RegExp) => {
  fireEvent.mouseDown(row(name));
  await settle();
};
const dialog = () => screen.getByRole('dialog', { name: 'Compare tags' });
const elements = () => within(within(dialog()).getByRole('grid', { name: 'Elements of both' }));
const compareImage = async (number: number) => {
  await choose(new RegExp(`^Image ${String(number)},`));
  await press(row(new RegExp(`^Image ${String(number)},`)), '\\', { ctrlKey: true });
};

describe('comparing two objects', () => {
  const both = (onlyDifferences: boolean): TagComparison => ({
    rows: onlyDifferences ? differing : [alike, ...differing],
    differences: 2,
    cut: false,
  });

  it('takes an image and the one before it, and shows what differs and what is only on one side', async () => {
    const { engine } = await openInbox(both);
    await compareImage(2);
    const asked = engine.calls.filter(({ name }) => name === 'tags.compare');
    expect(asked).toMatchObject([{ payload: { onlyDifferences: true } }]);
    expect(within(dialog()).getByRole('columnheader', { name: 'Image 1' })).toBeTruthy();
    expect(within(dialog()).getByRole('columnheader', { name: 'Image 2' })).toBeTruthy();
    expect(within(dialog()).getByRole('status').textContent).toBe('2 differences');
    expect(elements().getByRole('row', { name: 'Study Description: differs, one, two' })).toBeTruthy();
    expect(elements().getByRole('row', { name: 'Other Patient IDs: differs, one, not there' })).toBeTruthy();
  });

  it('shows what is the same on wish, and is narrowed by words', async () => {
    const { engine } = await openInbox(both);
    await compareImage(2);
    fireEvent.click(within(dialog()).getByRole('checkbox', { name: 'Only differences' }));
    await settle();
    expect(engine.calls.at(-1)).toMatchObject({ name: 'tags.compare', payload: { onlyDifferences: false } });
    expect(elements().getByRole('row', { name: 'Modality: the same, CT, CT' })).toBeTruthy();
    fireEvent.change(within(dialog()).getByRole('textbox', { name: 'Filter the elements' }), { target: { value: 'study two' } });
    await settle();
    expect(elements().getAllByRole('row').length).toBe(1 + 1);
    fireEvent.change(within(dialog()).getByRole('textbox', { name: 'Filter the elements' }), { target: { value: 'nowhere' } });
    await settle();
    expect(within(dialog()).getByText('No element matches the filter.')).toBeTruthy();
  });

  it('says that both are the same, and that not everything is shown', async () => {
    await openInbox(() => ({ rows: [], differences: 0, cut: false }));
    await compareImage(2);
    expect(within(dialog()).getByText('Both are the same, element by element.')).toBeTruthy();
    expect(within(dialog()).getByRole('status').textContent).toBe('No differences');
  });

  it('says why an object cannot be read', async () => {
    const { engine } = await openInbox(both);
    engine.fail('tags.compare', new CallError({ code: 'gone', message: 'The file is no longer there.' }));
    await compareImage(2);
    expect(within(dialog()).getByText('The file is no longer there.')).toBeTruthy();
    await press(dialog(), 'Escape');
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('takes the first objects of two studies', async () => {
    const { engine } = await openInbox(both);
    await choose(/山田/);
    await press(row(/山田/), 'ArrowLeft');
    const other = within(screen.getByRole('treegrid', { name: 'Received studies' }))
      .getAllByRole('row')
      .find((one) => one.getAttribute('aria-level') === '1' && one.getAttribute('aria-selected') !== 'true');
    fireEvent.mouseDown(other ?? document.body, { ctrlKey: true });
    await settle();
    await press(other ?? null, '\\', { ctrlKey: true });
    const heads = within(dialog())
      .getAllByRole('columnheader')
      .slice(2)
      .map((head) => head.textContent);
    expect(heads[0]).toContain('山田');
    expect(heads[1]).not.toContain('山田');
    expect(engine.calls.filter(({ name }) => name === 'inbox.instances').length).toBeGreaterThan(1);
  });

  it('says what is missing when there is nothing to compare with', async () => {
    await openInbox(both);
    await compareImage(1);
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(screen.getByText('It is the first of its series: select two objects.')).toBeTruthy();
  });
});
