// Menus: of a button, and of the right mouse button. Verbs first, shortcut at the end, a reason where an entry cannot be used.
import { ContextMenu as BaseContextMenu } from '@base-ui/react/context-menu';
import { Menu as BaseMenu } from '@base-ui/react/menu';
import type { LucideIcon } from 'lucide-react';
import { useState, type ReactElement, type ReactNode } from 'react';
import { cx } from '../lib/cx.ts';
import styles from './menu.module.css';

interface MenuProps {
  /** The button that opens it. */
  readonly trigger: ReactElement<Record<string, unknown>>;
  readonly children: ReactNode;
  readonly align?: 'start' | 'end';
}

export function Menu({ trigger, children, align = 'start' }: MenuProps) {
  return (
    <BaseMenu.Root modal={false}>
      <BaseMenu.Trigger render={trigger} />
      <BaseMenu.Portal>
        <BaseMenu.Positioner className={styles.positioner} align={align} sideOffset={4}>
          <BaseMenu.Popup className={styles.popup}>{children}</BaseMenu.Popup>
        </BaseMenu.Positioner>
      </BaseMenu.Portal>
    </BaseMenu.Root>
  );
}

interface ContextMenuProps {
  /** Built when it opens: what it offers depends on the selection at that moment. */
  readonly menu: ReactNode | (() => ReactNode);
  /** One element; the menu adds its listeners to it. */
  readonly children: ReactElement<Record<string, unknown>>;
}

export function ContextMenu({ menu, children }: ContextMenuProps) {
  const [open, setOpen] = useState(false);
  return (
    <BaseContextMenu.Root open={open} onOpenChange={setOpen}>
      <BaseContextMenu.Trigger render={children} />
      <BaseContextMenu.Portal>
        <BaseContextMenu.Positioner className={styles.positioner}>
          <BaseContextMenu.Popup className={styles.popup}>{open && (typeof menu === 'function' ? menu() : menu)}</BaseContextMenu.Popup>
        </BaseContextMenu.Positioner>
      </BaseContextMenu.Portal>
    </BaseContextMenu.Root>
  );
}

interface MenuItemProps {
  readonly label: string;
  readonly onSelect: () => void;
  readonly icon?: LucideIcon | undefined;
  /** As it is written on this platform. */
  readonly shortcut?: string | undefined;
  readonly tone?: 'danger' | undefined;
  /** Why it cannot be used now. */
  readonly disabled?: string | undefined;
}

/** A disabled entry stays reachable, so that its reason can be read. */
export function MenuItem({ label, onSelect, icon: Icon, shortcut, tone, disabled }: MenuItemProps) {
  return (
    <BaseMenu.Item
      className={cx(styles.item, tone === 'danger' && styles.danger)}
      aria-disabled={disabled !== undefined}
      title={disabled}
      closeOnClick={disabled === undefined}
      label={label}
      onClick={() => {
        if (disabled === undefined) onSelect();
      }}
    >
      <span className={styles.icon}>{Icon && <Icon size={15} strokeWidth={1.6} aria-hidden="true" />}</span>
      <span className={styles.label}>{label}</span>
      {disabled !== undefined && <span className="unseen">{disabled}</span>}
      {shortcut !== undefined && (
        <kbd className={styles.keys} aria-hidden="true">
          {shortcut}
        </kbd>
      )}
    </BaseMenu.Item>
  );
}

export const MenuSeparator = () => <BaseMenu.Separator className={styles.separator} />;

interface SubmenuProps {
  readonly label: string;
  readonly icon?: LucideIcon | undefined;
  readonly children: ReactNode;
}

export function Submenu({ label, icon: Icon, children }: SubmenuProps) {
  return (
    <BaseMenu.SubmenuRoot>
      <BaseMenu.SubmenuTrigger className={styles.item} label={label}>
        <span className={styles.icon}>{Icon && <Icon size={15} strokeWidth={1.6} aria-hidden="true" />}</span>
        <span className={styles.label}>{label}</span>
        <span className={styles.keys} aria-hidden="true">
          ›
        </span>
      </BaseMenu.SubmenuTrigger>
      <BaseMenu.Portal>
        <BaseMenu.Positioner className={styles.positioner} sideOffset={-2} alignOffset={-5}>
          <BaseMenu.Popup className={styles.popup}>{children}</BaseMenu.Popup>
        </BaseMenu.Positioner>
      </BaseMenu.Portal>
    </BaseMenu.SubmenuRoot>
  );
}
