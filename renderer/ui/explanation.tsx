// A failure as a person can use it: what happened, most likely why, what to do, who can, and the code in grey for experts.
import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { Chip } from './chip.tsx';
import styles from './explanation.module.css';

export interface RemedyButton {
  readonly label: string;
  readonly run: () => void;
  readonly disabled?: string | undefined;
}

interface ExplanationProps {
  readonly headline: string;
  readonly why: string;
  readonly confidence: 'certain' | 'likely' | 'possible';
  readonly advice: string;
  /** 'your side', 'the network', 'their administrator', 'Gantry itself' */
  readonly who: string;
  readonly code: string;
  readonly theirWords?: string | undefined;
  /** What the failure is about, to look at before a decision. */
  readonly shown?: ReactNode;
  readonly remedies: readonly RemedyButton[];
}

export function Explanation({ headline, why, confidence, advice, who, code, theirWords, shown, remedies }: ExplanationProps) {
  return (
    <section className={styles.panel} aria-label={headline}>
      <h3 className={styles.headline}>
        <CircleAlert size={16} strokeWidth={1.8} aria-hidden="true" />
        <span>{headline}</span>
      </h3>
      <p className={styles.why}>
        {why} <Chip tone="idle">{confidence}</Chip>
      </p>
      {theirWords !== undefined && theirWords !== '' && (
        <p className={styles.theirs}>
          They say: <q data-selectable>{theirWords}</q>
        </p>
      )}
      {shown}
      {advice !== '' && <p>{advice}</p>}
      {remedies.length > 0 && (
        <div className={styles.remedies}>
          {remedies.map(({ label, run, disabled }, index) => (
            <Button key={label} tone={index === 0 ? 'primary' : 'plain'} onClick={run} disabled={disabled}>
              {label}
            </Button>
          ))}
        </div>
      )}
      <p className={styles.foot}>
        <span>Who can fix it: {who}</span>
        <code className="mono" data-selectable>
          {code}
        </code>
      </p>
    </section>
  );
}
