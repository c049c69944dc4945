// One change: which element, with the dictionary's suggestions while one types, and its new value or its removal.
import { Eraser, X } from 'lucide-react';
import { useEffect, useId, useState } from 'react';
import type { ElementSuggestion } from '../../core/contract.ts';
import { cx } from '../lib/cx.ts';
import { IconButton } from '../ui/button.tsx';
import { useGantry } from '../use-gantry.ts';
import styles from './copy-dialogs.module.css';

export interface EditDraft {
  readonly id: number;
  /** Keyword, tag, or a path into items. */
  readonly path: string;
  /** '' while the dictionary knows it. */
  readonly vr: string;
  readonly value: string;
  readonly remove: boolean;
}

export const emptyDraft = (id: number): EditDraft => ({ id, path: '', vr: '', value: '', remove: false });

interface EditRowProps {
  readonly draft: EditDraft;
  readonly problem: string | undefined;
  readonly onChange: (patch: Partial<EditDraft>) => void;
  readonly onDrop: () => void;
}

const hints: Readonly<Record<string, string>> = {
  DA: 'YYYYMMDD',
  TM: 'HHMMSS',
  DT: 'YYYYMMDDHHMMSS',
  AS: '042Y',
  PN: 'Family^Given^Middle^Prefix^Suffix',
  SQ: 'empty; set elements in its items',
};

export function EditRow({ draft, problem, onChange, onDrop }: EditRowProps) {
  const list = useId();
  const note = useId();
  const suggestions = useSuggestions(draft.path);
  const known = suggestions.find(({ keyword, tag }) => keyword === draft.path.trim() || tag === draft.path.trim());
  const needsVr = draft.vr !== '' || (problem?.includes('choose its VR') ?? false);
  return (
    <li className={styles.edit}>
      <div className={styles.line}>
        <input
          className={styles.input}
          aria-label="Element"
          placeholder="PatientName or 0010,0010"
          title="A keyword, a tag, or a path into the items of a sequence: 0040,0275[0].0040,0009"
          list={list}
          spellCheck={false}
          autoComplete="off"
          value={draft.path}
          aria-invalid={problem !== undefined || undefined}
          aria-describedby={problem === undefined ? undefined : note}
          onChange={(event) => onChange({ path: event.target.value })}
        />
        <datalist id={list}>
          {suggestions.map(({ tag, keyword, name, vr }) => (
            <option key={tag} value={keyword}>{`${name} (${tag}) ${vr}`}</option>
          ))}
        </datalist>
        {needsVr && (
          <input
            className={`${styles.input ?? ''} ${styles.vr ?? ''} mono`}
            aria-label="VR"
            placeholder="VR"
            maxLength={2}
            value={draft.vr}
            onChange={(event) => onChange({ vr: event.target.value.toUpperCase() })}
          />
        )}
      </div>
      {draft.remove ? (
        <span className={styles.hint}>is removed</span>
      ) : (
        <div className={styles.line}>
          <input
            className={styles.input}
            aria-label="New value"
            placeholder={known === undefined ? 'new value' : `${known.vr} ${hints[known.vr] ?? ''}`}
            spellCheck={false}
            autoComplete="off"
            value={draft.value}
            onChange={(event) => onChange({ value: event.target.value })}
          />
        </div>
      )}
      <div className={cx(styles.line, styles.beside)}>
        <IconButton
          label={draft.remove ? 'Set a value instead' : 'Remove the element instead'}
          icon={Eraser}
          aria-pressed={draft.remove}
          onClick={() => onChange({ remove: !draft.remove })}
        />
        <IconButton label="Drop this change" icon={X} onClick={onDrop} />
      </div>
      {problem !== undefined && (
        <span id={note} role="alert" className={styles.problem}>
          {problem}
        </span>
      )}
    </li>
  );
}

/** Of the last part of a path. */
function useSuggestions(path: string): readonly ElementSuggestion[] {
  const { api } = useGantry();
  const [suggestions, setSuggestions] = useState<readonly ElementSuggestion[]>([]);
  const text = path.split('.').at(-1) ?? '';
  useEffect(() => {
    const stop = new AbortController();
    api.call('copies.elements', { text }, stop.signal).then(setSuggestions, () => undefined);
    return () => stop.abort();
  }, [api, text]);
  return suggestions;
}
