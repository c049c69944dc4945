// A labelled text field that saves when it is left or Enter is pressed, and goes back on Esc. A wrong value stays visible and says why.
import { useEffect, useEffectEvent, useId, useState, type KeyboardEvent, type ReactNode } from 'react';
import { cx } from '../lib/cx.ts';
import styles from './field.module.css';
import { useChosen } from './use-chosen.ts';

interface FieldFrameProps {
  readonly label: string;
  /** A short secondary word after the label: 'calling AE title'. */
  readonly term?: string | undefined;
  readonly hint?: ReactNode;
  readonly problem?: string | null | undefined;
  readonly children: (ids: { readonly id: string; readonly describedBy: string | undefined }) => ReactNode;
}

export function FieldFrame({ label, term, hint, problem, children }: FieldFrameProps) {
  const id = useId();
  const note = `${id}-note`;
  const hasNote = Boolean(problem) || hint !== undefined;
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={styles.label}>
        {label} {term !== undefined && <span className={styles.term}>{term}</span>}
      </label>
      {children({ id, describedBy: hasNote ? note : undefined })}
      {hasNote && (
        <div id={note} className={cx(styles.note, problem && styles.problem)} role={problem ? 'alert' : undefined}>
          {problem ?? hint}
        </div>
      )}
    </div>
  );
}

interface SecretFieldProps {
  readonly label: string;
  readonly term?: string;
  readonly value: string;
  readonly onType: (text: string) => void;
  readonly hint?: ReactNode;
  readonly problem?: string | null;
  readonly maxLength: number;
  /** The button that uses it. */
  readonly beside: ReactNode;
}

/** What is typed unseen; its form decides when it is used. */
export function SecretField({ label, term, value, onType, hint, problem = null, maxLength, beside }: SecretFieldProps) {
  return (
    <FieldFrame label={label} term={term} hint={hint} problem={problem}>
      {({ id, describedBy }) => (
        <div className={styles.row}>
          <input
            id={id}
            type="password"
            className={styles.input}
            value={value}
            maxLength={maxLength}
            autoComplete="off"
            aria-describedby={describedBy}
            aria-invalid={problem !== null || undefined}
            onChange={(event) => onType(event.target.value)}
          />
          {beside}
        </div>
      )}
    </FieldFrame>
  );
}

interface FieldProps {
  readonly label: string;
  readonly term?: string;
  readonly value: string;
  /** Called with a value that has no problem, only when it changed. */
  readonly onSave: (value: string) => unknown;
  /** Why the text cannot be kept, or null. */
  readonly check?: (text: string) => string | null;
  readonly onType?: (text: string) => void;
  /** Told whether the text that stands in the field has a problem, when that turns. */
  readonly onProblem?: (problem: boolean) => void;
  readonly hint?: ReactNode;
  readonly placeholder?: string | undefined;
  readonly mono?: boolean;
  readonly multiline?: boolean;
  readonly readOnly?: boolean;
  readonly inputMode?: 'numeric' | 'text';
  readonly autoFocus?: boolean;
}

export function Field({
  label,
  term,
  value,
  onSave,
  check,
  onType,
  onProblem,
  hint,
  mono = false,
  multiline = false,
  ...rest
}: FieldProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const [kept, keep] = useChosen(value, onSave);
  const text = draft ?? kept;
  const problem = draft === null ? null : (check?.(draft) ?? null);
  const wrong = problem !== null;
  const report = useEffectEvent((now: boolean) => onProblem?.(now));
  useEffect(() => {
    if (!wrong) return undefined;
    report(true);
    return () => report(false);
  }, [wrong]);

  const save = () => {
    if (draft === null || problem !== null) return;
    setDraft(null);
    if (draft !== kept) keep(draft);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && !multiline) save();
    if (event.key === 'Escape' && draft !== null) {
      event.stopPropagation();
      setDraft(null);
      onType?.(kept);
    }
  };
  const common = {
    ...rest,
    value: text,
    className: cx(styles.input, mono && 'mono'),
    spellCheck: false,
    autoComplete: 'off',
    onBlur: save,
    onKeyDown,
    'aria-invalid': problem !== null || undefined,
  };
  const type = (typed: string) => {
    setDraft(typed);
    onType?.(typed);
  };
  return (
    <FieldFrame label={label} term={term} hint={hint} problem={problem}>
      {({ id, describedBy }) =>
        multiline ? (
          <textarea id={id} aria-describedby={describedBy} rows={3} {...common} inputMode="text" onChange={(e) => type(e.target.value)} />
        ) : (
          <input id={id} aria-describedby={describedBy} {...common} onChange={(e) => type(e.target.value)} />
        )
      }
    </FieldFrame>
  );
}
