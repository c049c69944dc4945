// State by shape, colour and word: never by colour alone.
import { cx } from '../lib/cx.ts';
import type { Tone } from './chip.tsx';
import styles from './status-mark.module.css';

export interface Mark {
  /** ● ◐ ▲ ✕ ○ */
  readonly shape: 'full' | 'half' | 'triangle' | 'cross' | 'empty' | 'busy';
  readonly tone: Tone;
  readonly word: string;
}

/** The shapes on a 12-unit square, drawn so that they differ in outline. */
const drawn: Readonly<Record<Mark['shape'], React.ReactNode>> = {
  full: <circle cx="6" cy="6" r="4.2" fill="currentColor" />,
  half: (
    <>
      <circle cx="6" cy="6" r="3.8" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path d="M6 2.2a3.8 3.8 0 0 0 0 7.6z" fill="currentColor" />
    </>
  ),
  triangle: <path d="M6 1.6 11 10.4H1z" fill="currentColor" />,
  cross: <path d="M2.6 2.6l6.8 6.8M9.4 2.6 2.6 9.4" stroke="currentColor" strokeWidth="2.1" strokeLinecap="round" />,
  empty: <circle cx="6" cy="6" r="3.8" fill="none" stroke="currentColor" strokeWidth="1.5" />,
  // An open ring that stands still: what is under way says so by its words and numbers. Turning it would keep the whole window drawing, a fifth
  // of a core where there is no GPU.
  busy: <path d="M6 1.8a4.2 4.2 0 1 1-4.2 4.2" fill="none" stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" />,
};

interface StatusMarkProps {
  readonly mark: Mark;
  /** Whether the word stands beside the shape; otherwise it is the tooltip and the accessible name. */
  readonly withWord?: boolean;
}

export function StatusMark({ mark, withWord = false }: StatusMarkProps) {
  return (
    <span className={cx(styles.mark, styles[mark.tone], !withWord && styles.alone)} title={withWord ? undefined : mark.word}>
      <svg
        viewBox="0 0 12 12"
        className={styles.shape}
        role={withWord ? undefined : 'img'}
        aria-label={withWord ? undefined : mark.word}
        aria-hidden={withWord}
      >
        {drawn[mark.shape]}
      </svg>
      {withWord && <span className="cut">{mark.word}</span>}
    </span>
  );
}
