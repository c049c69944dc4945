// The frame of the two dialogs that make copies: what is chosen beside the first object before and after, what to look at, and the buttons.
import type { ReactNode } from 'react';
import { pluralText } from '../format/quantity.ts';
import { Button } from '../ui/button.tsx';
import styles from './copy-dialogs.module.css';
import { keepEnter } from './keep-enter.ts';

interface CopyFormProps {
  readonly intro: ReactNode;
  readonly options: ReactNode;
  /** The table of changes. */
  readonly preview: ReactNode;
  /** Whole sentences. */
  readonly cautions: readonly string[];
  readonly cautionsLabel: string;
  /** How many copies will be made. */
  readonly copies: number;
  /** Why none can be made now. */
  readonly stopped: string | undefined;
  /** Beside the buttons, at the other end. */
  readonly extra?: ReactNode;
  readonly onMake: () => void;
  readonly onClose: () => void;
}

export function CopyForm({ intro, options, preview, cautions, cautionsLabel, copies, stopped, extra, onMake, onClose }: CopyFormProps) {
  return (
    <form
      className={styles.form}
      onKeyDown={keepEnter}
      onSubmit={(event) => {
        event.preventDefault();
        if (stopped !== undefined) return;
        onMake();
        onClose();
      }}
    >
      <p className="secondary">{intro}</p>
      <div className={styles.columns}>
        <div className={styles.options}>{options}</div>
        <div className={styles.preview}>
          <h3>First object, before and after</h3>
          {preview}
        </div>
      </div>
      {cautions.length > 0 && (
        <ul className={styles.cautions} aria-label={cautionsLabel}>
          {cautions.map((caution) => (
            <li key={caution}>{caution}</li>
          ))}
        </ul>
      )}
      <div className={styles.buttons}>
        {extra}
        <span className={styles.space} />
        <Button onClick={onClose}>Cancel</Button>
        <Button tone="primary" type="submit" disabled={stopped}>
          Make {pluralText(copies, 'copy', 'copies')}
        </Button>
      </div>
    </form>
  );
}
