/** Who else has a study, as chips: a shield where the node vouches for every object, a tick where it only took them. */
import { Check, CircleDashed, Hourglass, ListChecks, ShieldCheck, ShieldX, TriangleAlert, type LucideIcon } from 'lucide-react';
import type { ReactElement } from 'react';
import { useStore } from 'zustand';
import { countText } from '../../format/quantity.ts';
import { Chip } from '../../ui/chip.tsx';
import { useGantry } from '../../use-gantry.ts';
import { keepersOf, type CustodySign } from './custody-words.ts';
import styles from './custody.module.css';

export const signIcons: Readonly<Record<CustodySign, LucideIcon>> = {
  safe: ShieldCheck,
  broken: ShieldX,
  waiting: Hourglass,
  sent: Check,
  changed: TriangleAlert,
  listed: ListChecks,
  partly: CircleDashed,
};

/** Beside the name, where the column may be out of sight: how the study is kept elsewhere. */
export const CustodyMark = ({ studyUid }: { readonly studyUid: string }): ReactElement | null => {
  const gantry = useGantry();
  const custody = useStore(gantry.custody, (s) => s.byKey.get(studyUid));
  const [best] = keepersOf(custody);
  if (best === undefined) return null;
  const Icon = signIcons[best.words.sign];
  return (
    <span className={styles.mark} data-tone={best.words.tone} title={`${best.node.nodeName}: ${best.words.sentence}`}>
      <Icon size={14} strokeWidth={1.8} role="img" aria-label={best.words.word} />
    </span>
  );
};

export const SentToCell = ({ studyUid }: { readonly studyUid: string }): ReactElement | null => {
  const gantry = useGantry();
  const custody = useStore(gantry.custody, (s) => s.byKey.get(studyUid));
  const [first, ...more] = keepersOf(custody);
  if (first === undefined) return null;
  const Icon = signIcons[first.words.sign];
  const all = [first, ...more].map(({ node, words }) => `${node.nodeName}: ${words.sentence}`).join('\n');
  return (
    <span className={styles.sentTo} title={all}>
      <Chip tone={first.words.tone}>
        <Icon size={12} strokeWidth={2} aria-hidden="true" className={styles.sign} />
        <span className="unseen">{first.words.word}</span>
        <bdi className="cut" aria-hidden="true">
          {first.node.nodeName}
        </bdi>
      </Chip>
      {more.length > 0 && <span className={styles.more}>+{countText(more.length)}</span>}
    </span>
  );
};
