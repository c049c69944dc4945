// What a person chooses is seen at once, whoever keeps it.
import { act, fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { describe, expect, it } from 'vitest';
import { Check, Segments, Select } from '../../../renderer/ui/choice.tsx';
import { useWindowTests } from '../support.tsx';

useWindowTests();

interface Kept<Value> {
  readonly value: Value;
  readonly choose: (value: Value) => Promise<void>;
}

/** Somebody who answers when told to, and then keeps what was chosen or does not. */
function keeper<Value>(first: Value) {
  const asked: { readonly value: Value; readonly answer: (keeps: boolean) => void }[] = [];
  const useKept = (): Kept<Value> => {
    const [value, setValue] = useState(first);
    const choose = (next: Value) =>
      new Promise<void>((resolve) => {
        const answer = (keeps: boolean) => {
          if (keeps) setValue(next);
          resolve();
        };
        asked.push({ value: next, answer });
      });
    return { value, choose };
  };
  return { useKept, asked };
}

/** And what follows from it is drawn. */
const answered = (answer: () => void) => act(() => Promise.resolve(answer()));

type Fruit = 'apple' | 'pear' | 'plum';
const fruit = [
  { value: 'apple', label: 'Apple' },
  { value: 'pear', label: 'Pear' },
  { value: 'plum', label: 'Plum' },
] as const;

describe('a choice that somebody else keeps', () => {
  it('is seen before the answer, and stays when it is kept', async () => {
    const { useKept, asked } = keeper(false);
    const Shown = () => {
      const { value, choose } = useKept();
      return <Check label="Remember" checked={value} onChange={choose} />;
    };
    render(<Shown />);
    const box = screen.getByRole<HTMLInputElement>('checkbox', { name: 'Remember' });
    fireEvent.click(box);
    expect([box.checked, asked[0]?.value]).toEqual([true, true]);
    await answered(() => asked[0]?.answer(true));
    expect(box.checked).toBe(true);
  });

  it('is what it was again when it is refused', async () => {
    const { useKept, asked } = keeper<Fruit>('apple');
    const Shown = () => {
      const { value, choose } = useKept();
      return <Segments label="Fruit" value={value} options={fruit} onChange={choose} />;
    };
    render(<Shown />);
    fireEvent.click(screen.getByRole('radio', { name: 'Pear' }));
    expect(screen.getByRole('radio', { name: 'Pear', checked: true })).toBeTruthy();
    await answered(() => asked[0]?.answer(false));
    expect(screen.getByRole('radio', { name: 'Apple', checked: true })).toBeTruthy();
  });

  it('is the last of several, also when an earlier one is answered meanwhile', async () => {
    const { useKept, asked } = keeper<Fruit>('apple');
    const Shown = () => {
      const { value, choose } = useKept();
      return <Select label="Fruit" value={value} options={fruit} onChange={choose} />;
    };
    render(<Shown />);
    const list = screen.getByRole<HTMLSelectElement>('combobox', { name: 'Fruit' });
    fireEvent.change(list, { target: { value: 'pear' } });
    fireEvent.change(list, { target: { value: 'plum' } });
    await answered(() => asked[0]?.answer(true));
    expect(list.value).toBe('plum');
    await answered(() => asked[1]?.answer(true));
    expect(list.value).toBe('plum');
  });
});
