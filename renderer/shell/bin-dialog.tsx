// The bin: what was removed, by whom, how long it stays, and the way back. Emptying it asks once, since nothing brings that back.
import { RotateCcw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { BinRow } from '../../core/contract.ts';
import { emptyBin, restoreFromBin } from '../commands/housekeeping.ts';
import { dateText, stampText } from '../format/date-time.ts';
import { PersonName } from '../format/person-name-view.tsx';
import { bytesText, pluralText } from '../format/quantity.ts';
import { Button } from '../ui/button.tsx';
import { Chip } from '../ui/chip.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { useGantry, useSettings } from '../use-gantry.ts';
import styles from './bin-dialog.module.css';

const SHOWN = 200;

export function BinDialog() {
  const gantry = useGantry();
  const open = useStore(gantry.shell, (s) => s.binOpen);
  return (
    <Dialog title="Bin" open={open} onClose={() => gantry.shell.setState({ binOpen: false })}>
      <Content />
    </Dialog>
  );
}

function Content() {
  const gantry = useGantry();
  const rows = useStore(gantry.bin, (s) => s.rows);
  const bytes = rows.reduce((sum, row) => sum + row.bytes, 0);
  if (rows.length === 0) return <p className="secondary">The bin is empty. What is deleted from the inbox stays here for seven days.</p>;
  return (
    <>
      <p className="secondary">
        {pluralText(rows.length, 'removal', 'removals')}, {bytesText(bytes)}. Each is kept for seven days.
      </p>
      <ul className={styles.list} aria-label="In the bin">
        {rows.slice(0, SHOWN).map((row) => (
          <Row key={row.token} row={row} />
        ))}
      </ul>
      {rows.length > SHOWN && <p className="faint">{rows.length - SHOWN} older ones are not shown.</p>}
      <Emptying bytes={bytes} />
    </>
  );
}

const DAY_MS = 24 * 3_600_000;

function daysLeft(until: string): string {
  const days = Math.ceil((Date.parse(until) - Date.now()) / DAY_MS);
  return days <= 1 ? 'less than a day left' : `${days} days left`;
}

function Row({ row }: { readonly row: BinRow }) {
  const gantry = useGantry();
  const names = useSettings()?.appearance.names ?? 'both';
  const more = row.studies > 1 ? ` and ${pluralText(row.studies - 1, 'more study', 'more studies')}` : '';
  const about = [row.patientId, dateText(row.studyDate), row.description].filter((part) => part !== '').join(' · ');
  return (
    <li className={styles.row}>
      <span className={styles.words}>
        <span className={styles.name}>
          {row.patientName === null ? 'Removed objects' : <PersonName name={row.patientName} show={names} />}
          {more} {row.by === 'rule' && <Chip>by the clean-up rule</Chip>}
        </span>
        {about !== '' && (
          <span className={styles.detail}>
            <bdi>{about}</bdi>
          </span>
        )}
        <span className={styles.detail} title={`until ${stampText(row.until)}`}>
          {pluralText(row.instances, 'image', 'images')} · {bytesText(row.bytes)} · {stampText(row.at)} · {daysLeft(row.until)}
        </span>
      </span>
      <Button icon={RotateCcw} onClick={() => void restoreFromBin(gantry, row)}>
        Restore
      </Button>
    </li>
  );
}

function Emptying({ bytes }: { readonly bytes: number }) {
  const gantry = useGantry();
  const [asking, setAsking] = useState(false);
  if (!asking)
    return (
      <div className={styles.foot}>
        <Button icon={Trash2} onClick={() => setAsking(true)}>
          Empty the bin…
        </Button>
      </div>
    );
  return (
    <div className={styles.foot} role="alert">
      <span className={styles.question}>Delete {bytesText(bytes)} for good? Nothing brings it back.</span>
      <Button onClick={() => setAsking(false)}>Keep</Button>
      <Button tone="danger" autoFocus onClick={() => void emptyBin(gantry)}>
        Delete for good
      </Button>
    </div>
  );
}
