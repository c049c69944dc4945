// Buttons with words, and buttons with a sign and a tooltip. One that cannot be used stays reachable and says why.
import type { LucideIcon } from 'lucide-react';
import type { ComponentPropsWithRef, ReactNode } from 'react';
import { cx } from '../lib/cx.ts';
import styles from './button.module.css';
import { Tooltip } from './tooltip.tsx';

type NativeButton = Omit<ComponentPropsWithRef<'button'>, 'disabled' | 'children'>;

interface ButtonProps extends NativeButton {
  readonly children: ReactNode;
  readonly tone?: 'plain' | 'primary' | 'danger' | 'quiet';
  readonly icon?: LucideIcon | undefined;
  readonly shortcut?: string | undefined;
  /** Why it cannot be used now. */
  readonly disabled?: string | undefined;
  readonly busy?: boolean;
}

export function Button({
  children,
  tone = 'plain',
  icon: Icon,
  shortcut,
  disabled,
  busy = false,
  className,
  onClick,
  ...rest
}: ButtonProps) {
  const button = (
    <button
      type="button"
      {...rest}
      className={cx(styles.button, styles[tone], className)}
      aria-disabled={disabled !== undefined || busy || undefined}
      aria-busy={busy || undefined}
      onClick={disabled === undefined && !busy ? onClick : undefined}
    >
      {Icon && <Icon size={15} strokeWidth={1.6} aria-hidden="true" />}
      <span className={styles.words}>{children}</span>
      {shortcut !== undefined && (
        <kbd className={styles.keys} aria-hidden="true">
          {shortcut}
        </kbd>
      )}
    </button>
  );
  return disabled === undefined ? button : <Tooltip text={disabled}>{button}</Tooltip>;
}

interface IconButtonProps extends NativeButton {
  /** Its accessible name and its tooltip. */
  readonly label: string;
  readonly icon: LucideIcon;
  readonly shortcut?: string | undefined;
  readonly disabled?: string | undefined;
  readonly side?: 'top' | 'bottom' | 'left' | 'right';
}

export function IconButton({ label, icon: Icon, shortcut, disabled, side = 'bottom', className, onClick, ...rest }: IconButtonProps) {
  return (
    <Tooltip
      text={disabled === undefined ? label : `${label}: ${disabled}`}
      shortcut={disabled === undefined ? shortcut : undefined}
      side={side}
    >
      <button
        type="button"
        {...rest}
        aria-label={label}
        aria-disabled={disabled !== undefined || undefined}
        className={cx(styles.icon, className)}
        onClick={disabled === undefined ? onClick : undefined}
      >
        <Icon size={16} strokeWidth={1.6} aria-hidden="true" />
      </button>
    </Tooltip>
  );
}
