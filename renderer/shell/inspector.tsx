// The inspector: details of what is selected, written by the screen in front. An overlay where the window is narrow.
import { X } from 'lucide-react';
import type { RefCallback } from 'react';
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
  return (
    <aside
      className={styles.inspector}
      data-overlay={overlay}
      data-pane="inspector"
      aria-label="Inspector"
      onKeyDown={(event) => {
        if (overlay && event.key === 'Escape') close();
      }}
    >
      <div ref={slot} className={styles.slot} />
      <span className={styles.close}>
        <IconButton label="Hide inspector" icon={X} onClick={close} />
      </span>
    </aside>
  );
}
