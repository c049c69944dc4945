// Transfers over the engine in memory: lists by what they need, honest words, and the acts on them.
import { act, fireEvent, screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { TransferView } from '../../../../core/contract.ts';
import { reportOf } from '../../../../renderer/features/transfers/report.ts';
import { go } from '../../../../renderer/stores/places.ts';
import { nobodyListens, sampleNodes } from '../../../support/window/samples.ts';
import { sampleAnswers } from '../../../support/window/screens-world.ts';
import { openWindow, press, settle, useWindowTests } from '../../support.tsx';
import { transfer } from './transfer.ts';

useWindowTests();

const running = transfer({ id: 't1', label: 'CT Chest' });
const failed = transfer({
  id: 't2',
  label: 'MR Brain',
  state: 'failed',
  completed: 3,
  failed: 0,
  total: 10,
  ended: '2026-11-23T10:05:00.000Z',
  failure: nobodyListens,
});

const openTransfers = async (transfers: readonly TransferView[] = [running, failed]) => {
  const opened = await openWindow({ nodes: sampleNodes, transfers, answers: sampleAnswers });
  act(() => go(opened.gantry.places, { screen: 'transfers' }));
  await settle();
  return opened;
};

const table = () => screen.getByRole('grid', { name: /^Transfers: / });
const select = async (name: RegExp) => {
  fireEvent.mouseDown(within(table()).getByRole('row', { name }));
  await settle();
};

describe('transfers', () => {
  it('stand in the list of what they need', async () => {
    await openTransfers();
    expect(within(table()).getAllByRole('row')).toHaveLength(2);
    fireEvent.click(screen.getByRole('tab', { name: /Needs you/ }));
    await settle();
    expect(within(table()).getByRole('row', { name: /MR Brain/ })).toBeTruthy();
  });

  it('are shown in a list that holds some to who comes to the screen', async () => {
    const { engine, gantry } = await openTransfers([running]);
    act(() => go(gantry.places, { screen: 'inbox' }));
    act(() => engine.emit('transfers', { kind: 'upsert', rows: [{ ...running, state: 'waiting' }] }));
    await settle();
    act(() => go(gantry.places, { screen: 'transfers' }));
    await settle();
    expect(screen.getByRole('tab', { name: /Waiting/ }).getAttribute('aria-selected')).toBe('true');
    fireEvent.click(screen.getByRole('tab', { name: /Running/ }));
    await settle();
    expect(screen.getByRole('heading', { name: 'Nothing is moving' })).toBeTruthy();
  });

  it('say on any other screen that they ended badly, and lead there', async () => {
    const { engine, gantry } = await openTransfers([running, failed]);
    act(() => go(gantry.places, { screen: 'search' }));
    act(() => engine.emit('transfers', { kind: 'upsert', rows: [failed, { ...running, state: 'failed', failure: nobodyListens }] }));
    await settle();
    const said = within(screen.getByRole('status', { name: 'Messages' }));
    expect(said.getByText(nobodyListens.headline)).toBeTruthy();
    expect(said.getByText('CT Chest')).toBeTruthy();
    expect(said.queryByText('MR Brain')).toBeNull();
    fireEvent.click(said.getByRole('button', { name: 'Show the transfer' }));
    await settle();
    expect(
      within(table())
        .getByRole('row', { name: /CT Chest/ })
        .getAttribute('aria-selected'),
    ).toBe('true');
  });

  it('keep still about it where they are seen', async () => {
    const { engine, gantry } = await openTransfers([running]);
    act(() => engine.emit('transfers', { kind: 'upsert', rows: [{ ...running, state: 'failed', failure: nobodyListens }] }));
    await settle();
    expect(gantry.feedback.getState().said).toEqual([]);
  });

  it('move on by themselves', async () => {
    const { engine } = await openTransfers([running]);
    act(() =>
      engine.emit('transfers', {
        kind: 'upsert',
        rows: [{ ...running, state: 'done', completed: 412, ended: '2026-11-23T10:05:00.000Z' }],
      }),
    );
    await settle();
    expect(screen.getByRole('heading', { name: 'Nothing is moving' })).toBeTruthy();
    fireEvent.click(screen.getByRole('tab', { name: /Done/ }));
    await settle();
    expect(within(table()).getByRole('row', { name: /CT Chest/ }).textContent).toContain('412/412');
  });

  it('pause with P, and cancel with Backspace', async () => {
    const { engine } = await openTransfers();
    await select(/CT Chest/);
    await press(null, 'p');
    expect(engine.calls.at(-1)).toEqual({ name: 'transfers.pause', payload: { id: 't1' } });
    await press(null, 'Backspace');
    expect(engine.calls.at(-1)).toEqual({ name: 'transfers.cancel', payload: { id: 't1' } });
  });

  it('say why they failed and retry only what has no answer', async () => {
    const { engine } = await openTransfers([failed]);
    await select(/MR Brain/);
    expect(screen.getByRole('region', { name: nobodyListens.headline })).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Retry the 7 that failed' }));
    await settle();
    expect(engine.calls.at(-1)).toEqual({ name: 'transfers.retry', payload: { id: 't2' } });
  });

  it('show each object with its status', async () => {
    await openTransfers([failed]);
    await select(/MR Brain/);
    fireEvent.click(screen.getByRole('tab', { name: /Problems/ }));
    await settle();
    const problems = await screen.findByRole('list', { name: 'Objects with problems' });
    expect(within(problems).getAllByRole('listitem')).toHaveLength(3);
    expect(within(problems).getByText('A700')).toBeTruthy();
    expect(within(problems).getByText(/Not DICOM/)).toBeTruthy();
  });

  it('are reported without the patient’s name', () => {
    const report = reportOf({ ...failed, label: 'Yamada Tarou, MR Brain' }, []);
    expect(report).toContain('ECONNREFUSED');
    expect(report).not.toContain('Yamada');
  });
});
