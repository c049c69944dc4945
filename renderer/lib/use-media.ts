// The window's width in px of 100 % scale: a larger font makes the window smaller, as zoom does.
import { useSyncExternalStore } from 'react';

function subscribe(changed: () => void): () => void {
  window.addEventListener('resize', changed);
  return () => window.removeEventListener('resize', changed);
}

export const useWindowWidth = (scale: number): number => useSyncExternalStore(subscribe, () => window.innerWidth) / scale;
