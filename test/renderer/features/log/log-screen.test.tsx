// The network log over the engine in memory: what it lists, filters and explains.
import { act, fireEvent, screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { go } from '../../../../renderer/stores/places.ts';
import { sampleNodes, unknownCaller } from '../../../support/window/samples.ts';
import { sampleAnswers, sampleLogRows } from '../../../support/window/screens-world.ts';
import { openWindow, press, settle, useWindowTests } from '../../support.tsx';

useWindowTests();

const openLog = async (peer?: string) => {
  const opened = await openWindow({ nodes: sampleNodes, log: sampleLogRows(4), answers: sampleAnswers });
  act(() => go(opened.gantry.places, { screen: 'log', ...(peer === undefined ? {} : { peer }) }));
  await settle();
  return opened;
};

const table = () => screen.getByRole('grid', { name: 'Associations' });
const rows = () => within(table()).getAllByRole('row').length - 1;

describe('the network log', () => {
  it('is narrowed to problems by a click, and by typing', async () => {
    await openLog();
    expect(rows()).toBe(10);
    fireEvent.click(screen.getByRole('button', { name: 'Problems' }));
    await settle();
    expect(rows()).toBe(5);
    fireEvent.change(screen.getByRole('textbox', { name: 'Filter the log' }), { target: { value: 'end:reject' } });
    await settle();
    expect(rows()).toBe(1);
  });

  it('follows another screen to one peer', async () => {
    await openLog('ARCHIVE');
    expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Filter the log' }).value).toBe('peer:ARCHIVE');
    expect(rows()).toBe(1);
  });

  it('shows messages, contexts and the reason of an association', async () => {
    await openLog('ARCHIVE');
    fireEvent.mouseDown(within(table()).getByRole('row', { name: /rejected/ }));
    const messages = await screen.findByRole('list', { name: 'Messages' });
    expect(within(messages).getByText('A702').closest('li')?.hasAttribute('data-trouble')).toBe(true);
    expect(within(messages).getByText('FF00').closest('li')?.hasAttribute('data-trouble')).toBe(false);
    expect(screen.getByRole('region', { name: unknownCaller.headline })).toBeTruthy();
    fireEvent.click(screen.getByRole('tab', { name: /Contexts/ }));
    await settle();
    expect(
      within(screen.getByRole('list', { name: 'Presentation contexts' })).getByText(/transfer syntaxes not supported · SCP/),
    ).toBeTruthy();
  });

  it('copies a report with Ctrl+Shift+C', async () => {
    const { engine } = await openLog('ARCHIVE');
    fireEvent.mouseDown(within(table()).getByRole('row', { name: /rejected/ }));
    await settle();
    await press(null, 'C', { ctrlKey: true, shiftKey: true });
    expect(engine.calls.at(-1)).toEqual({ name: 'desktop.copy', payload: { text: 'GANTRY -> PACS1, rejected 1/1/7' } });
  });
});
