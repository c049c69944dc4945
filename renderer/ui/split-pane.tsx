// Two panes with a handle that a mouse and arrow keys move; the second pane's size is given and reported in px.
import { Group, Panel, Separator, usePanelRef, type PanelSize } from 'react-resizable-panels';
import { useEffect, useRef, type ReactNode } from 'react';
import styles from './split-pane.module.css';

/** What is only hidden is scrolled all the same when something in it is brought into view, and the whole window then stands crooked. */
const NEVER_SCROLLED = { overflow: 'clip' } as const;

interface SplitPaneProps {
  readonly direction: 'horizontal' | 'vertical';
  /** Which of the two has the fixed size. */
  readonly fixed: 'first' | 'second';
  /** px */
  readonly size: number;
  readonly min: number;
  readonly max: number;
  readonly onSize: (size: number) => void;
  /** Name of the handle. */
  readonly label: string;
  readonly first: ReactNode;
  /** Not there at all: the other pane takes everything. */
  readonly second: ReactNode | null;
}

export function SplitPane({ direction, fixed, size, min, max, onSize, label, first, second }: SplitPaneProps) {
  const ref = usePanelRef();
  const isOpen = second !== null;
  // A pane that has just been opened takes its size from defaultSize; one that is open follows when the size is changed from outside.
  const wasOpen = useRef(false);
  useEffect(() => {
    const panel = ref.current;
    if (panel && isOpen && wasOpen.current && Math.abs(panel.getSize().inPixels - size) > 1) panel.resize(size);
    wasOpen.current = isOpen;
  }, [ref, size, isOpen]);
  // A window that changes its size changes the panes' for a moment: only what a person does is reported, anything else is put right again.
  const byHand = useRef(false);
  const putRight = useRef(0);
  const report = ({ inPixels }: PanelSize) => {
    if (inPixels <= 0) return;
    if (byHand.current) onSize(Math.round(inPixels));
    else if (Math.abs(inPixels - size) > 1 && putRight.current !== inPixels) {
      putRight.current = inPixels;
      ref.current?.resize(size);
    }
  };
  const hold = () => {
    byHand.current = true;
    window.addEventListener('pointerup', letGo, { once: true });
  };
  const letGo = () => {
    byHand.current = false;
  };
  const bounds = {
    defaultSize: size,
    minSize: min,
    maxSize: max,
    panelRef: ref,
    onResize: report,
    groupResizeBehavior: 'preserve-pixel-size',
  } as const;
  return (
    <Group orientation={direction} className={styles.group} style={NEVER_SCROLLED}>
      <Panel id="first" className={styles.pane} {...(fixed === 'first' ? bounds : {})}>
        {first}
      </Panel>
      {isOpen && (
        <Separator aria-label={label} className={styles.handle} onPointerDown={hold} onKeyDown={hold} onKeyUp={letGo} onBlur={letGo} />
      )}
      {isOpen && (
        <Panel id="second" className={styles.pane} {...(fixed === 'second' ? bounds : {})}>
          {second}
        </Panel>
      )}
    </Group>
  );
}
