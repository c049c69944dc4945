// The pass phrase of our key in the window: from what is wrong to the field, a wrong one said under it, and gone when the key is open.
import { act, fireEvent, screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import type { Explanation, IdentityView } from '../../../core/contract.ts';
import { CallError } from '../../../renderer/api.ts';
import { emptyStatus } from '../../support/window/samples.ts';
import { openWindow, settle, useWindowTests } from '../support.tsx';

useWindowTests();

const failure: Explanation = {
  headline: 'Your key is protected by a pass phrase.',
  why: '/keys/own.pem is encrypted.',
  confidence: 'certain',
  advice: 'Enter the pass phrase.',
  remedies: [{ kind: 'enter-pass-phrase' }],
  who: 'you',
  code: 'key-encrypted',
};
const locked: IdentityView = { state: 'failed', failure, wantsPassPhrase: true };
const open: IdentityView = { state: 'ready', certificate: null, authorities: 0, keyIsOpen: false, keyIsEncrypted: true };
const field = () => screen.queryByLabelText<HTMLInputElement>(/^Pass phrase/);
const unlock = async (text: string) => {
  const input = field();
  if (!input) throw new Error('no field');
  fireEvent.change(input, { target: { value: text } });
  fireEvent.submit(input);
  await settle();
};

it('leads from the overview to the field, and hands over what was typed', async () => {
  const { engine } = await openWindow({
    status: { ...emptyStatus, identity: locked },
    answers: { 'desktop.unlockKey': () => null },
  });
  const needs = screen.getByRole('region', { name: 'Needs you' });
  fireEvent.click(within(needs).getByRole('button', { name: 'Enter pass phrase' }));
  await settle();
  expect(document.activeElement).toBe(field());
  expect(field()?.type).toBe('password');
  await unlock('open sesame');
  expect(engine.calls).toContainEqual({ name: 'desktop.unlockKey', payload: { passPhrase: 'open sesame' } });
  act(() => engine.emit('status', { ...emptyStatus, identity: open }));
  await settle();
  expect(field()).toBeNull();
  expect(screen.getByText(/opens the key.*keychain/)).toBeTruthy();
});

it('says under the field that a pass phrase is wrong, until another is typed', async () => {
  const { engine } = await openWindow({ status: { ...emptyStatus, identity: locked } });
  fireEvent.click(screen.getByRole('button', { name: 'Enter pass phrase' }));
  await settle();
  engine.fail('desktop.unlockKey', new CallError({ code: 'Error', message: 'This pass phrase does not open your key.' }));
  await unlock('barley');
  const said = screen.getByRole('alert');
  expect(said.textContent).toBe('This pass phrase does not open your key.');
  expect(field()?.getAttribute('aria-describedby')).toBe(said.id);
  const input = field();
  if (input) fireEvent.change(input, { target: { value: 'barle' } });
  expect(screen.queryByRole('alert')).toBeNull();
});

it('says that it is asked for at each start where there is no keychain', async () => {
  await openWindow({
    status: { ...emptyStatus, identity: locked },
    answers: {
      'desktop.info': () => ({ version: '1', platform: 'linux', electron: '33', chromium: '130', node: '20', keepsSecrets: false }),
    },
  });
  fireEvent.click(screen.getByRole('button', { name: 'Enter pass phrase' }));
  await settle();
  expect(screen.getByText(/Asked again at each start, because this system offers no keychain\./)).toBeTruthy();
});
