// A field that narrows a table while one types; Esc empties it, and then leaves it.
import { ListFilter, X } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import styles from './filter-field.module.css';

interface FilterFieldProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly placeholder?: string;
  readonly onChange: (value: string) => void;
  /** Arrow down: into the table. */
  readonly onLeave?: () => void;
}

export function FilterField({ id, label, value, placeholder, onChange, onLeave }: FilterFieldProps) {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && value !== '') {
      event.stopPropagation();
      onChange('');
    }
    if (event.key === 'ArrowDown' && onLeave) {
      event.preventDefault();
      onLeave();
    }
  };
  return (
    <div className={styles.field}>
      <ListFilter size={15} strokeWidth={1.6} aria-hidden="true" />
      <input
        id={id}
        aria-label={label}
        className={styles.input}
        value={value}
        placeholder={placeholder}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={onKeyDown}
      />
      {value !== '' && (
        <button type="button" className={styles.clear} aria-label="Clear the filter" onClick={() => onChange('')}>
          <X size={13} aria-hidden="true" />
        </button>
      )}
    </div>
  );
}
