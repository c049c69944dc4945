// Where received objects are kept.
import { FolderOpen } from 'lucide-react';
import { useStore } from 'zustand';
import { attempt } from '../../commands/action.ts';
import { bytesText } from '../../format/quantity.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { useGantry } from '../../use-gantry.ts';
import type { SectionProps } from './settings-screen.tsx';
import styles from './settings.module.css';

export function InboxSettings({ settings: { inbox }, change }: SectionProps) {
  const gantry = useGantry();
  const free = useStore(gantry.status, (s) => s.status?.freeBytes ?? null);
  const save = (folder: string) => change({ inbox: { folder } }, { inbox }, 'Inbox folder');
  const choose = () =>
    void attempt(gantry, async () => {
      const [folder] = await gantry.api.call('desktop.chooseFiles', { kind: 'folder', title: 'Folder for the inbox' });
      if (folder !== undefined) save(folder);
    });
  return (
    <>
      <Field
        label="Folder"
        value={inbox.folder}
        mono
        placeholder="Gantry’s own folder"
        hint={
          free === null
            ? 'What is received from now on is kept here.'
            : `What is received from now on is kept here. ${bytesText(free)} are free.`
        }
        onSave={save}
      />
      <div className={styles.buttons}>
        <Button icon={FolderOpen} onClick={choose}>
          Choose a folder…
        </Button>
      </div>
    </>
  );
}
