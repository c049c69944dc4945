// The height of a row in px, as the stylesheet has it: density and scale change it while the table is open.
import { useCallback, useState } from 'react';

const COMPACT = 28;

export function useRowHeight(): [(probe: HTMLElement | null) => (() => void) | undefined, number] {
  const [height, setHeight] = useState(COMPACT);
  const watch = useCallback((probe: HTMLElement | null) => {
    if (!probe) return undefined;
    const observer = new ResizeObserver(() => {
      const measured = probe.getBoundingClientRect().height;
      if (measured > 0) setHeight(measured);
    });
    observer.observe(probe);
    return () => observer.disconnect();
  }, []);
  return [watch, height];
}
