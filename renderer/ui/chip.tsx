// A word on a tint; a chip that can be removed or opened is a button.
import { X } from 'lucide-react';
import type { ComponentPropsWithRef, ReactNode } from 'react';
import { cx } from '../lib/cx.ts';
import styles from './chip.module.css';

export type Tone = 'ok' | 'warn' | 'error' | 'info' | 'running' | 'idle';

interface ChipProps {
  readonly tone?: Tone;
  readonly children: ReactNode;
  readonly title?: string | undefined;
}

export const Chip = ({ tone = 'idle', children, title }: ChipProps) => (
  <span className={cx(styles.chip, styles[tone])} title={title}>
    {children}
  </span>
);

interface FilterChipProps extends Omit<ComponentPropsWithRef<'button'>, 'children'> {
  readonly label: string;
  /** What is chosen; empty shows the label alone. */
  readonly value?: string;
  readonly active: boolean;
  readonly onRemove?: (() => void) | undefined;
}

/** Opens or switches a filter; when active it names its value and can be taken off. */
export function FilterChip({ label, value = '', active, onRemove, className, ...rest }: FilterChipProps) {
  return (
    <span className={cx(styles.filter, active && styles.active, className)}>
      <button type="button" {...rest} aria-pressed={active} className={styles.filterButton}>
        {value === '' ? label : `${label}: `}
        {value !== '' && <bdi className={styles.value}>{value}</bdi>}
      </button>
      {active && onRemove && (
        <button type="button" className={styles.remove} aria-label={`Remove ${label}`} onClick={onRemove}>
          <X size={13} aria-hidden="true" />
        </button>
      )}
    </span>
  );
}
