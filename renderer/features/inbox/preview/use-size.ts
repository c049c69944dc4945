/** The size of an element in CSS pixels, as it changes. */
import { useCallback, useState } from 'react';
import type { Size } from './viewport.ts';

export const useSize = (): readonly [(element: HTMLElement | null) => (() => void) | undefined, Size] => {
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });
  const watch = useCallback((element: HTMLElement | null) => {
    if (element === null) return undefined;
    const measure = (): void => {
      const { clientWidth: width, clientHeight: height } = element;
      setSize((now) => (now.width === width && now.height === height ? now : { width, height }));
    };
    // At once, so that nothing is drawn for a size that it never had.
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [watch, size];
};
