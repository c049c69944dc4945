// A bar that goes by itself stays while the pointer or the focus is in it: whoever is about to press something is not outrun.
import { useState, type FocusEvent, type HTMLAttributes } from 'react';

type Holding = Pick<HTMLAttributes<HTMLElement>, 'onMouseEnter' | 'onMouseLeave' | 'onFocus' | 'onBlur'>;

export function useHeld(): { readonly held: boolean; readonly holding: Holding } {
  const [pointed, setPointed] = useState(false);
  const [focused, setFocused] = useState(false);
  const holding = {
    onMouseEnter: () => setPointed(true),
    onMouseLeave: () => setPointed(false),
    // A click leaves the focus where it was, long after the pointer has gone.
    onFocus: ({ target }: FocusEvent<HTMLElement>) => setFocused(target.matches(':focus-visible')),
    onBlur: ({ currentTarget, relatedTarget }: FocusEvent<HTMLElement>) => setFocused(currentTarget.contains(relatedTarget)),
  };
  return { held: pointed || focused, holding };
}
