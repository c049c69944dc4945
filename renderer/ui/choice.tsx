// One of a few: a segmented control when all fit side by side, a list otherwise, and the plain tick box.
import { useId, type KeyboardEvent, type ReactNode } from 'react';
import { FieldFrame } from './field.tsx';
import styles from './field.module.css';
import { useChosen, type Choose } from './use-chosen.ts';

export interface Option<Value extends string> {
  readonly value: Value;
  readonly label: string;
}

interface ChoiceProps<Value extends string> {
  readonly label: string;
  readonly term?: string;
  readonly value: Value;
  readonly options: readonly Option<Value>[];
  readonly onChange: Choose<Value>;
  readonly hint?: ReactNode;
}

/** A radio group whose label is its accessible name. Arrows move and choose. */
export function Segments<Value extends string>({
  label,
  value,
  options,
  onChange,
  hideLabel = false,
  hint,
}: ChoiceProps<Value> & { readonly hideLabel?: boolean }) {
  const id = useId();
  const [chosen, choose] = useChosen(value, onChange);
  const at = options.findIndex((option) => option.value === chosen);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const by = event.key === 'ArrowRight' || event.key === 'ArrowDown' ? 1 : event.key === 'ArrowLeft' || event.key === 'ArrowUp' ? -1 : 0;
    const next = options[(at + by + options.length) % options.length];
    if (by === 0 || !next) return;
    event.preventDefault();
    event.stopPropagation();
    choose(next.value);
    event.currentTarget.querySelectorAll<HTMLElement>('[role="radio"]')[(at + by + options.length) % options.length]?.focus();
  };
  return (
    <div className={styles.field}>
      <span id={id} className={hideLabel ? 'unseen' : styles.label}>
        {label}
      </span>
      <div role="radiogroup" aria-labelledby={id} className={styles.segments} onKeyDown={onKeyDown}>
        {options.map((option, index) => (
          <button
            key={option.value}
            type="button"
            role="radio"
            aria-checked={index === at}
            tabIndex={index === Math.max(0, at) ? 0 : -1}
            className={styles.segment}
            onClick={() => choose(option.value)}
          >
            {option.label}
          </button>
        ))}
      </div>
      {hint !== undefined && <div className={styles.note}>{hint}</div>}
    </div>
  );
}

export function Select<Value extends string>({ label, term, value, options, onChange, hint }: ChoiceProps<Value>) {
  const [chosen, choose] = useChosen(value, onChange);
  const chooseText = (text: string) => {
    const option = options.find((one) => one.value === text);
    if (option) choose(option.value);
  };
  return (
    <FieldFrame label={label} term={term} hint={hint}>
      {({ id, describedBy }) => (
        <select
          id={id}
          aria-describedby={describedBy}
          className={styles.select}
          value={chosen}
          onChange={(event) => chooseText(event.target.value)}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </FieldFrame>
  );
}

interface CheckProps {
  readonly label: ReactNode;
  readonly checked: boolean;
  readonly onChange: Choose<boolean>;
}

export function Check({ label, checked, onChange }: CheckProps) {
  const [chosen, choose] = useChosen(checked, onChange);
  return (
    <label className={styles.check}>
      <input type="checkbox" checked={chosen} onChange={(event) => choose(event.target.checked)} />
      <span>{label}</span>
    </label>
  );
}
