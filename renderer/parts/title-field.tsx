// An AE title as it is typed: sixteen cells, spaces as dots, and what is wrong in words.
import { useState } from 'react';
import { spellTitle, titleCells, titleProblem, trimTitle } from '../lib/ae-title.ts';
import { Field } from '../ui/field.tsx';
import styles from './title-field.module.css';

interface TitleFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onSave: (title: string) => unknown;
  /** An empty title is allowed and means this one. */
  readonly fallback?: string;
  readonly readOnly?: boolean;
}

export function TitleField({ label, value, onSave, fallback, readOnly = false }: TitleFieldProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const shown = typed ?? value;
  const check = (text: string) => (fallback !== undefined && text.trim() === '' ? null : titleProblem(text));
  const save = (text: string) => {
    setTyped(null);
    return onSave(trimTitle(text));
  };
  return (
    <div className={styles.title}>
      <Field label={label} value={value} mono readOnly={readOnly} placeholder={fallback} check={check} onType={setTyped} onSave={save} />
      <TitleCells title={shown === '' ? (fallback ?? '') : shown} faint={shown === ''} />
    </div>
  );
}

export const TitleCells = ({ title, faint = false }: { readonly title: string; readonly faint?: boolean }) => (
  <div className={styles.cells} role="img" aria-label={title === '' ? 'empty' : spellTitle(title)} data-faint={faint}>
    {titleCells(title).map(({ text, kind }, index) => (
      <span key={index} className={styles.cell} data-kind={kind}>
        {text}
      </span>
    ))}
  </div>
);
