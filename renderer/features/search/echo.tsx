/** Below the line: what it will be understood as, what is wrong with it, or the question whether everything is really wanted. */
import type { ReactElement, ReactNode } from 'react';
import { Button } from '../../ui/button.tsx';
import { chipKey, mergeChips, type Chip } from './chip.ts';
import { chipLabel, resolvedDate } from './chip-label.ts';
import type { DateRange } from '../../format/date-range.ts';
import { parseSearchLine, type LineContext } from './search-line.ts';
import styles from './search.module.css';

interface EchoProps {
  readonly id: string;
  readonly text: string;
  readonly asked: string | null;
  readonly chips: readonly Chip[];
  readonly problems: readonly string[];
  readonly guarded: boolean;
  readonly context: LineContext;
  /** '3 nodes', 'Main PACS'. */
  readonly where: string;
  /** Whether conditions were changed since the rows were asked for. */
  readonly changed: boolean;
  readonly onRange: (range: DateRange) => void;
  readonly onAnyway: () => void;
}

export const Echo = (props: EchoProps): ReactElement => (
  <div id={props.id} className={styles.echo} role={props.guarded || props.problems.length > 0 ? 'alert' : undefined}>
    <EchoWords {...props} />
  </div>
);

const EchoWords = (props: EchoProps): ReactNode => {
  const { text, asked, problems, guarded, context, changed, where } = props;
  if (guarded) return <Guard {...props} />;
  if (problems.length > 0) return <span className={styles.problem}>{problems.join(' ')}</span>;
  const line = parseSearchLine(text, context);
  const isTyped = text.trim() !== '' && text.trim() !== asked?.trim();
  if (isTyped && line.problems.length > 0) return <span className="faint">{line.problems.join(' ')}</span>;
  if (isTyped || changed) {
    const conditions = mergeChips(
      line.chips,
      props.chips.filter((chip) => !line.chips.some((typed) => chipKey(typed) === chipKey(chip))),
    );
    return (
      <span className="cut">
        <kbd>⏎</kbd> asks {where} for <Conditions chips={conditions} context={context} />
      </span>
    );
  }
  return <span className="faint">Enter asks · Esc stops · typing narrows what is here without asking anybody</span>;
};

const Conditions = ({ chips, context }: { readonly chips: readonly Chip[]; readonly context: LineContext }): ReactNode => {
  const shown = chips.filter(({ kind }) => kind !== 'nodes');
  if (shown.length === 0) return 'everything';
  return shown.map((chip, index) => {
    const { field, value } = chipLabel(chip, context.nodes);
    const days = resolvedDate(chip, context.today);
    return (
      <span key={chipKey(chip)}>
        {index > 0 && ' · '}
        {field} <bdi className={styles.echoValue}>{value}</bdi>
        {days !== '' && days !== value && ` (${days})`}
      </span>
    );
  });
};

const Guard = ({ where, onRange, onAnyway }: EchoProps): ReactElement => (
  <>
    <span>Everything from {where}? Add a date:</span>
    <Button onClick={() => onRange({ kind: 'days', days: 1 })}>Today</Button>
    <Button onClick={() => onRange({ kind: 'days', days: 7 })}>Last 7 days</Button>
    <Button onClick={onAnyway}>Ask anyway</Button>
  </>
);
