// A menu entry that is on or off; the menu stays open so that several can be chosen.
import { Menu as BaseMenu } from '@base-ui/react/menu';
import { Check } from 'lucide-react';
import styles from './menu.module.css';

interface MenuCheckProps {
  readonly label: string;
  /** A word at the end, e.g. a count. */
  readonly note?: string | undefined;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

export const MenuCheck = ({ label, note, checked, onChange }: MenuCheckProps) => (
  <BaseMenu.CheckboxItem className={styles.item} checked={checked} onCheckedChange={onChange} label={label} closeOnClick={false}>
    <span className={styles.icon}>{checked && <Check size={15} strokeWidth={1.8} aria-hidden="true" />}</span>
    <span className={styles.label}>{label}</span>
    {note !== undefined && <span className={styles.keys}>{note}</span>}
  </BaseMenu.CheckboxItem>
);
