// The inspector: details of what is selected, written by the screen in front. An overlay where the window is narrow.
import { X } from 'lucide-react';
import { useEffect, useRef, type RefCallback } from 'react';
import { toggleInspector } from './actions.ts';
import { IconButton } from '../ui/button.tsx';
import { useGantry } from '../use-gantry.ts';
import { currentContext, perform } from '../commands/action.ts';
import styles from './inspector.module.css';

interface InspectorProps {
  readonly slot: RefCallback<HTMLElement>;
  readonly overlay: boolean;
}

export function Inspector({ slot, overlay }: InspectorProps) {
  const gantry = useGantry();
  const close = () => void perform(toggleInspector, currentContext(gantry));
  const frame = useRef<HTMLElement>(null);
  // Heard from the document: what stands in the inspector belongs to its screen, and React hands its events to that one.
  useEffect(() => {
    const element = frame.current;
    if (!element || !overlay) return undefined;
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && !event.defaultPrevented) void perform(toggleInspector, currentContext(gantry));
    };
    element.addEventListener('keydown', onKeyDown);
    return () => element.removeEventListener('keydown', onKeyDown);
  }, [gantry, overlay]);
  return (
    <aside ref={frame} className={styles.inspector} data-overlay={overlay} data-pane="inspector" aria-label="Inspector">
      <div ref={slot} className={styles.slot} />
      <span className={styles.close}>
        <IconButton label="Hide inspector" icon={X} onClick={close} />
      </span>
    </aside>
  );
}
