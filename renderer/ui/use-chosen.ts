// A choice that somebody else keeps: it is shown as soon as it is made, and is what it was again when it was refused.
import { useRef, useState } from 'react';

/** Where the choice is kept by somebody who answers it returns a promise, which settles when `value` is what it is to stay. */
export type Choose<Value> = (value: Value) => unknown;

export function useChosen<Value>(value: Value, onChange: Choose<Value>): readonly [Value, (value: Value) => void] {
  const [waiting, setWaiting] = useState<{ readonly value: Value } | null>(null);
  const last = useRef(0);
  const choose = (next: Value) => {
    const answered = onChange(next);
    if (!(answered instanceof Promise)) return;
    last.current += 1;
    const number = last.current;
    const settle = () => {
      if (number === last.current) setWaiting(null);
    };
    setWaiting({ value: next });
    answered.then(settle, settle);
  };
  return [waiting ? waiting.value : value, choose];
}
