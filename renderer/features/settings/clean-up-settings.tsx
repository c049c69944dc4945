// The clean-up rule: off until a limit is set, with what it would do now.
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { CleanUpPlan, CleanUpRule, Spared } from '../../../core/contract.ts';
import { cleanUpNow, showBin } from '../../commands/housekeeping.ts';
import { stampText } from '../../format/date-time.ts';
import { bytesText, countText, pluralText } from '../../format/quantity.ts';
import { Button } from '../../ui/button.tsx';
import { Segments } from '../../ui/choice.tsx';
import { Field } from '../../ui/field.tsx';
import { useGantry, useInFront } from '../../use-gantry.ts';
import type { SectionProps } from './settings-screen.tsx';
import styles from './settings.module.css';

export function CleanUpSettings({ settings: { inbox }, change }: SectionProps) {
  const gantry = useGantry();
  const rule = inbox.cleanUp;
  const bin = useStore(gantry.status, (s) => s.status?.housekeeping.bin ?? null);
  const set = (values: Partial<CleanUpRule>): Promise<unknown> => change({ inbox: { cleanUp: values } }, 'Clean-up rule');
  return (
    <>
      <p className={styles.note}>
        Nothing is deleted by default. With a limit, the oldest studies are moved to the bin, where they stay for seven days. Starred
        studies, and those that arrive or are being sent, stay.
      </p>
      <Limit
        label="Keep the inbox below"
        term="GB"
        unit="gigabytes"
        most={1_000_000}
        none="no limit"
        value={rule.maximumSize}
        onSave={(maximumSize) => set({ maximumSize })}
      />
      <Limit
        label="Keep a study for"
        term="days after its last image"
        unit="days"
        most={36_500}
        none="for ever"
        value={rule.maximumAge}
        onSave={(maximumAge) => set({ maximumAge })}
      />
      <Segments
        label="Move"
        value={rule.only}
        options={[
          { value: 'any', label: 'Any study' },
          { value: 'sent', label: 'Only sent' },
          { value: 'committed', label: 'Only safe elsewhere' },
        ]}
        hint={hints[rule.only]}
        onChange={(only) => set({ only })}
      />
      <DryRun rule={rule} />
      {bin !== null && bin.removals > 0 && (
        <div className={styles.buttons}>
          <Button onClick={() => showBin(gantry)}>Show the bin ({bytesText(bin.bytes)})</Button>
        </div>
      )}
    </>
  );
}

interface LimitProps {
  readonly label: string;
  readonly term: string;
  readonly unit: string;
  readonly most: number;
  /** What an empty field means. */
  readonly none: string;
  readonly value: number | null;
  readonly onSave: (value: number | null) => unknown;
}

function Limit({ label, term, unit, most, none, value, onSave }: LimitProps) {
  const check = (text: string): string | null =>
    text.trim() === '' || (/^\d{1,7}$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= most)
      ? null
      : `A number of ${unit} from 1 to ${countText(most)}, or nothing.`;
  return (
    <Field
      label={label}
      term={term}
      value={value === null ? '' : String(value)}
      inputMode="numeric"
      placeholder={none}
      check={check}
      onSave={(text) => onSave(text.trim() === '' ? null : Number(text))}
    />
  );
}

const hints: Readonly<Record<CleanUpRule['only'], string>> = {
  any: 'Also what exists nowhere else.',
  sent: 'Studies of which a node has answered Success for every object.',
  committed: 'Studies of which a node vouches for every object (storage commitment).',
};

/** What the rule would do, asked anew when it or the inbox changes. */
function DryRun({ rule }: { readonly rule: CleanUpRule }) {
  const gantry = useGantry();
  const inFront = useInFront();
  const off = rule.maximumSize === null && rule.maximumAge === null;
  const studies = useStore(gantry.studies, (s) => s.rows.length);
  const [plan, setPlan] = useState<CleanUpPlan | string | null>(null);
  useEffect(() => {
    if (off || !inFront) return undefined;
    const stop = new AbortController();
    gantry.api.call('housekeeping.plan', { rule }, stop.signal).then(setPlan, (error: unknown) => {
      if (!stop.signal.aborted) setPlan(error instanceof Error ? error.message : String(error));
    });
    return () => stop.abort();
  }, [gantry, rule, off, inFront, studies]);
  if (off) return <p className={styles.note}>The rule is off.</p>;
  if (plan === null || typeof plan === 'string') return <p className={styles.note}>{plan ?? 'Looking…'}</p>;
  return (
    <div role="status" aria-label="What the rule would do">
      <p>{planWords(plan)}</p>
      {sparedWords(plan) !== '' && <p className={styles.note}>{sparedWords(plan)}</p>}
      <div className={styles.buttons}>
        <Button onClick={() => void cleanUpNow(gantry)} disabled={plan.studies === 0 ? 'There is nothing to move.' : undefined}>
          Clean up now
        </Button>
      </div>
    </div>
  );
}

function planWords({ studies, bytes, oldest, over }: CleanUpPlan): string {
  const left = over > 0 ? ` The inbox stays ${bytesText(over)} above its size, since the rest is spared.` : '';
  if (studies === 0) return `It would move nothing now.${left}`;
  const since = oldest === null ? '' : `, the oldest of ${stampText(oldest)}`;
  return `It would move ${pluralText(studies, 'study', 'studies')}, ${bytesText(bytes)}${since}. It runs once an hour.${left}`;
}

const sparedNames: Readonly<Record<Spared, string>> = {
  flagged: 'starred',
  arriving: 'still arriving',
  'being-sent': 'being sent',
  'not-elsewhere': 'not elsewhere',
};

function sparedWords({ spared }: CleanUpPlan): string {
  const kinds = ['flagged', 'arriving', 'being-sent', 'not-elsewhere'] as const;
  const parts = kinds.filter((kind) => spared[kind] > 0).map((kind) => `${countText(spared[kind])} ${sparedNames[kind]}`);
  return parts.length === 0 ? '' : `Spared: ${parts.join(', ')}.`;
}
