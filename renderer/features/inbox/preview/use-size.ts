/** The size of an element in CSS pixels, as it changes. */
import { useCallback, useState } from 'react';
import type { Size } from './viewport.ts';

export const useSize = (): readonly [(element: HTMLElement | null) => (() => void) | undefined, Size] => {
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });
  const watch = useCallback((element: HTMLElement | null) => {
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => setSize({ width: element.clientWidth, height: element.clientHeight }));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [watch, size];
};
