// The screens on top of each other: the one in front is seen and reachable, the others keep their state, their scroll and their streams.
import { useEffect, useRef, useState } from 'react';
import { ErrorBoundary } from '../parts/error-boundary.tsx';
import type { ScreenDefinition } from '../screen-definition.ts';
import type { ScreenId } from '../stores/places.ts';
import { InFrontContext, usePlace } from '../use-gantry.ts';
import { focusScreen } from './panes.ts';
import styles from './window.module.css';

export function Screens({ screens }: { readonly screens: readonly ScreenDefinition[] }) {
  const { screen: front } = usePlace();
  const [visited, setVisited] = useState<ReadonlySet<ScreenId>>(new Set([front]));
  if (!visited.has(front)) setVisited(new Set([...visited, front]));
  const stack = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // A screen that was never in front has its table a frame later.
    const frame = requestAnimationFrame(() => {
      const layer = stack.current?.querySelector<HTMLElement>('[data-front="true"]');
      if (layer) focusScreen(layer);
    });
    return () => cancelAnimationFrame(frame);
  }, [front]);
  return (
    <div ref={stack} className={styles.screens}>
      {screens
        .filter(({ id }) => visited.has(id))
        .map(({ id, label, Screen }) => (
          <div key={id} className={styles.layer} inert={id !== front} data-front={id === front}>
            <InFrontContext value={id === front}>
              <ErrorBoundary what={label}>
                <Screen />
              </ErrorBoundary>
            </InFrontContext>
          </div>
        ))}
    </div>
  );
}
