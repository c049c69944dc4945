/** A star that a click gives and takes. Of a group it is shown where one of its studies has one. */
import { Star } from 'lucide-react';
import type { ReactElement } from 'react';
import { attempt } from '../../commands/action.ts';
import { cx } from '../../lib/cx.ts';
import { useGantry } from '../../use-gantry.ts';
import type { InboxRow } from './rows.ts';
import styles from './inbox.module.css';

export const StarCell = ({ row }: { readonly row: InboxRow }): ReactElement | null => {
  const gantry = useGantry();
  if (row.kind === 'group') {
    const starred = row.group.studies.some(({ flagged }) => flagged);
    return starred ? <Star size={13} className={styles.starred} aria-label="starred within" /> : null;
  }
  if (row.kind !== 'study') return null;
  const { studyUid, flagged } = row.study;
  const toggle = (): void => void attempt(gantry, async () => gantry.api.call('inbox.flag', { studies: [studyUid], flagged: !flagged }));
  return (
    <button
      type="button"
      tabIndex={-1}
      className={cx(styles.star, flagged && styles.starred)}
      aria-pressed={flagged}
      aria-label="Star"
      title={flagged ? 'Take the star away' : 'Star'}
      onClick={toggle}
    >
      <Star size={13} aria-hidden="true" />
    </button>
  );
};
