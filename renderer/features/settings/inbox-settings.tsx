// Where received objects are kept and how surely, and who may ask for them.
import { useStore } from 'zustand';
import { rebuildIndex } from '../../commands/rebuild.ts';
import { ActionButton } from '../../parts/action-button.tsx';
import { RebuildNote } from '../../parts/rebuild-note.tsx';
import { Check, Segments } from '../../ui/choice.tsx';
import { Field } from '../../ui/field.tsx';
import { useGantry } from '../../use-gantry.ts';
import { InboxFolder } from './inbox-folder.tsx';
import type { SectionProps } from './settings-screen.tsx';
import styles from './settings.module.css';

const checkGigabytes = (text: string): string | null => {
  const gigabytes = Number(text);
  return /^\d{1,5}$/.test(text.trim()) && gigabytes >= 1 && gigabytes <= 10_000 ? null : 'A number of gigabytes from 1 to 10000.';
};

const checkSeconds = (text: string): string | null =>
  /^\d{1,4}$/.test(text.trim()) && Number(text) >= 5 && Number(text) <= 3_600 ? null : 'A number of seconds from 5 to 3600.';

export function InboxSettings({ settings, change }: SectionProps) {
  const gantry = useGantry();
  const { inbox } = settings;
  const rebuilding = useStore(gantry.rebuild, (state) => state.running !== null);
  return (
    <>
      <InboxFolder settings={settings} change={change} />
      <Field
        label="Warn when less is free than"
        term="GB"
        value={String(inbox.warnBelow)}
        inputMode="numeric"
        check={checkGigabytes}
        hint="Shown in the status bar and on the overview. Objects are refused before the disk is full, never half-written."
        onSave={(text) => change({ inbox: { warnBelow: Number(text) } }, 'Disk warning')}
      />
      <Segments
        label="Answer a sender when the object is"
        value={inbox.durability}
        options={[
          { value: 'os', label: 'Written' },
          { value: 'fsync', label: 'Forced to the disk' },
        ]}
        hint={
          inbox.durability === 'os'
            ? 'Fast, as most archives do it. Survives a crash of Gantry; a power cut may cost the last seconds.'
            : 'Survives a power cut, too (fsync of file and folder). Receiving is slower, on hard disks much slower.'
        }
        onChange={(durability) => change({ inbox: { durability } }, 'Durability')}
      />
      <div>
        <Check
          label="Answer queries from the network"
          checked={inbox.answerNetwork}
          onChange={(answerNetwork) => change({ inbox: { answerNetwork } }, 'Answering queries')}
        />
        <p className={styles.note}>
          {inbox.answerNetwork
            ? 'Whoever is let in can search the inbox and retrieve from it (C-FIND, C-GET, C-MOVE).'
            : 'Searches and retrieves (C-FIND, C-GET, C-MOVE) from other computers are refused with the reason. This computer is always answered.'}
        </p>
      </div>
      <Field
        label="A study may be complete when nothing has come for"
        term="seconds"
        value={String(inbox.quietAfter)}
        inputMode="numeric"
        check={checkSeconds}
        hint="Until then its row says that it is arriving. DICOM has no word for the end of a study: only silence tells."
        onSave={(text) => change({ inbox: { quietAfter: Number(text) } }, 'Quiet time')}
      />
      <div>
        <div className={styles.buttons}>{rebuilding ? <RebuildNote /> : <ActionButton action={rebuildIndex} />}</div>
        <p className={styles.note}>
          The index is what the list and the search are made from. It follows the files by itself; rebuild it when a list is not what lies
          in the folder. Files, stars and the bin are not touched, and the inbox stays in use meanwhile.
        </p>
      </div>
    </>
  );
}
