// The frame of every screen: title, filters and tools in one line, the body below, and a slot in the inspector beside it.
import { createContext, useContext, useId, useLayoutEffect, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { useGantry, useInFront } from '../use-gantry.ts';
import styles from './screen-frame.module.css';

interface ScreenFrameProps {
  readonly title: string;
  /** Beside the title: how many, how fresh. */
  readonly note?: ReactNode;
  /** Filter chips and fields; they take the room. */
  readonly filters?: ReactNode;
  /** Buttons at the end of the line. */
  readonly tools?: ReactNode;
  readonly children: ReactNode;
  /** A line at the bottom: totals, limits, sorting. */
  readonly footer?: ReactNode;
}

export function ScreenFrame({ title, note, filters, tools, children, footer }: ScreenFrameProps) {
  const id = useId();
  return (
    <section className={styles.screen} aria-labelledby={id}>
      <header className={styles.header}>
        <h1 id={id} className={styles.title}>
          {title}
        </h1>
        {note !== undefined && <div className={styles.note}>{note}</div>}
        <div className={styles.filters}>{filters}</div>
        {tools !== undefined && <div className={styles.tools}>{tools}</div>}
      </header>
      <div className={styles.body}>{children}</div>
      {footer !== undefined && <footer className={styles.footer}>{footer}</footer>}
    </section>
  );
}

/** The element of the inspector into which the screen in front writes. */
export const InspectorSlot = createContext<HTMLElement | null>(null);

interface InspectProps {
  /** Heading of the inspector. */
  readonly title: ReactNode;
  readonly children: ReactNode;
}

/** Puts details of the selection into the inspector while the screen is in front. State inside lives as long as the selection. */
export function Inspect({ title, children }: InspectProps) {
  const slot = useContext(InspectorSlot);
  const inFront = useInFront();
  const { shell } = useGantry();
  useLayoutEffect(() => {
    if (!inFront) return undefined;
    shell.setState(({ inspecting }) => ({ inspecting: inspecting + 1 }));
    return () => shell.setState(({ inspecting }) => ({ inspecting: inspecting - 1 }));
  }, [shell, inFront]);
  if (!slot || !inFront) return null;
  return createPortal(
    <>
      <h2 className={styles.inspectorTitle}>{title}</h2>
      <div className={styles.inspectorBody}>{children}</div>
    </>,
    slot,
  );
}
