// The undo of a removal is offered only while the bin has what was removed.
import { act, screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import type { BinRow } from '../../core/contract.ts';
import { undo } from '../../renderer/shell/actions.ts';
import { offerRestore, offerUndo } from '../../renderer/stores/feedback.ts';
import { NOTHING } from '../../renderer/stores/selection.ts';
import { openWindow, settle, useWindowTests } from './support.tsx';

useWindowTests();

const row: BinRow = {
  token: 'token-1',
  patientName: null,
  studies: 1,
  description: '',
  instances: 3,
  bytes: 300,
  at: '2026-11-28T04:00:00Z',
  patientId: '',
  studyDate: '',
  until: '2026-12-05T04:00:00Z',
  by: 'person',
};

it('is withdrawn when the bin was emptied, and what was done before it can be taken back', async () => {
  const { engine, gantry } = await openWindow({ bin: [row] });
  offerUndo(gantry.feedback, 'Main PACS removed', () => undefined);
  offerRestore(gantry.feedback, { text: '3 images moved to the bin', token: 'token-1', undo: () => undefined });
  await settle();
  expect(within(screen.getByRole('region', { name: 'Undo' })).getByText('3 images moved to the bin')).toBeTruthy();
  act(() => engine.emit('bin', { kind: 'remove', keys: ['token-1'] }));
  await settle();
  expect(screen.queryByRole('region', { name: 'Undo' })).toBeNull();
  const label = undo.label;
  expect(typeof label === 'function' && label({ gantry, selection: NOTHING })).toBe('Undo: Main PACS removed');
});
