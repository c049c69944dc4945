// How far something is. Moved by data; without a total it says so instead of pretending.
import { cx } from '../lib/cx.ts';
import styles from './progress.module.css';

interface ProgressProps {
  readonly label: string;
  /** 0-1, or null when the other side does not say. */
  readonly value: number | null;
  readonly tone?: 'running' | 'ok' | 'warn' | 'error' | 'idle';
  /** What a screen reader says: '83 of 118'. */
  readonly text?: string;
}

export function Progress({ label, value, tone = 'running', text }: ProgressProps) {
  const share = value === null ? null : Math.min(1, Math.max(0, value));
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={share === null ? undefined : Math.round(share * 100)}
      aria-valuetext={text}
      className={cx(styles.track, styles[tone])}
    >
      <div
        className={cx(styles.bar, share === null && styles.unknown)}
        style={share === null ? undefined : { transform: `scaleX(${share})` }}
      />
    </div>
  );
}
