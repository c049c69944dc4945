/**
 * When the last object of a study came; while they still come, that it grows; when none has come for a while, that it may be complete. Keeps
 * its own clock, so that the table is not drawn for it.
 */
import { useEffect, useState, type ReactElement } from 'react';
import { useStore } from 'zustand';
import { stampText } from '../../format/date-time.ts';
import { countText, durationText } from '../../format/quantity.ts';
import { relativeText } from '../../format/relative-time.ts';
import { isActive } from '../../parts/transfer-progress.ts';
import { StatusMark } from '../../ui/status-mark.tsx';
import { useGantry, useSettings } from '../../use-gantry.ts';
import { arrivalState } from './arrival-state.ts';
import styles from './inbox.module.css';

interface ArrivedProps {
  /** ISO 8601. */
  readonly lastArrived: string;
  readonly firstArrived: string | null;
  /** Else it was imported, which has a known end, or made here. */
  readonly overNetwork: boolean;
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const DEFAULT_QUIET_S = 30;

export const ArrivedCell = ({ lastArrived, firstArrived, overNetwork }: ArrivedProps): ReactElement => {
  const importing = useStore(useGantry().transfers, ({ rows }) => rows.some((row) => row.direction === 'import' && isActive(row)));
  const ended = !overNetwork && !importing;
  const quietAfter = useSettings()?.inbox.quietAfter ?? DEFAULT_QUIET_S;
  const [now, setNow] = useState(() => Date.now());
  const last = Date.parse(lastArrived);
  const state = arrivalState(last, { now, quietAfter, ended });
  useEffect(() => {
    if (arrivalState(last, { now: Date.now(), quietAfter, ended }) === 'over') return undefined;
    const timer = setInterval(() => setNow(Date.now()), SECOND_MS);
    return () => clearInterval(timer);
  }, [last, quietAfter, ended, state]);
  const ago = now - last;
  const passed =
    ago < MINUTE_MS
      ? durationText(Math.max(SECOND_MS, Math.floor(ago / SECOND_MS) * SECOND_MS))
      : `${countText(Math.floor(ago / MINUTE_MS))} min`;
  const stamps = `last object ${stampText(lastArrived, true)}${firstArrived === null ? '' : `\nfirst object ${stampText(firstArrived, true)}`}`;
  switch (state) {
    case 'arriving':
      return (
        <span className={styles.arriving} title={`Arriving: last image ${relativeText(lastArrived, now)}\n${stamps}`}>
          <StatusMark mark={{ shape: 'busy', tone: 'running', word: 'arriving' }} />
          <span className="cut">arriving, {passed}</span>
        </span>
      );
    case 'quiet':
      return (
        <span className={styles.quiet} title={`Complete? Nothing has come for ${passed}.\n${stamps}`}>
          <StatusMark mark={{ shape: 'half', tone: 'idle', word: 'complete?' }} />
          <span className="cut">quiet for {passed}</span>
        </span>
      );
    case 'over':
      return <span title={`${relativeText(lastArrived, now)}\n${stamps}`}>{stampText(lastArrived)}</span>;
  }
};
