// "Export…": in which form what is selected in the inbox leaves. The place is asked for next, in the system's own dialog.
import { useState } from 'react';
import { useStore } from 'zustand';
import { attempt } from '../commands/action.ts';
import { chooseAndExport, type ExportKind } from '../commands/export.ts';
import type { Selection } from '../stores/selection.ts';
import { Button } from '../ui/button.tsx';
import { Segments, type Option } from '../ui/choice.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { useGantry } from '../use-gantry.ts';
import styles from './export-dialog.module.css';

export function ExportDialog() {
  const gantry = useGantry();
  const exporting = useStore(gantry.shell, (s) => s.exporting);
  const close = () => gantry.shell.setState({ exporting: null });
  return (
    <Dialog title="Export" open={exporting !== null} onClose={close}>
      {exporting?.kind === 'inbox' && <ExportForm selection={exporting} onClose={close} />}
    </Dialog>
  );
}

type Form = Exclude<ExportKind, 'png16'>;

const options: readonly Option<Form>[] = [
  { value: 'folder', label: 'Folder' },
  { value: 'zip', label: 'ZIP file' },
  { value: 'disc', label: 'DICOM disc' },
  { value: 'png', label: 'Pictures' },
];

const hints: Readonly<Record<Form, string>> = {
  folder: 'Files under patient, study and series, with names that can be read.',
  zip: 'The same folders in one compressed file.',
  disc: 'A DICOMDIR with its files, as other systems read it from a disc or a stick. Burn or copy what is in the new folder.',
  png: 'A PNG file for each frame, named like the folders. For slides and letters, not for diagnosis.',
};

type Greys = 'object' | 'preview' | 'deep';

const greys: readonly Option<Greys>[] = [
  { value: 'object', label: 'As the object says' },
  { value: 'preview', label: 'As in the preview' },
  { value: 'deep', label: '16 bits' },
];

const greyHints: Readonly<Record<Greys, string>> = {
  object: 'With the window that each object proposes.',
  preview: 'With the window that you set, on every image.',
  deep: 'The values themselves, without a window.',
};

interface FormProps {
  readonly selection: Extract<Selection, { kind: 'inbox' }>;
  readonly onClose: () => void;
}

function ExportForm({ selection: { targets, label }, onClose }: FormProps) {
  const gantry = useGantry();
  const [kind, setKind] = useState<Form>('folder');
  // As it was when the dialog opened: the preview may go while a choice is made.
  const [window] = useState(() => {
    const { previewed } = gantry.shell.getState();
    return previewed && targets.every(previewed.shows) ? previewed.window : null;
  });
  const [grey, setGrey] = useState<Greys>(window ? 'preview' : 'object');
  const wish = {
    targets,
    kind: kind === 'png' && grey === 'deep' ? 'png16' : kind,
    what: label,
    ...(kind === 'png' && grey === 'preview' && window && { window }),
  } as const;
  const choose = () =>
    attempt(gantry, async () => {
      if (await chooseAndExport(gantry, wish)) onClose();
    });
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void choose();
      }}
    >
      <p>
        <bdi>{label}</bdi>
        {kind === 'png'
          ? ': only what is seen, without their headers. Folders are named after patients.'
          : ', byte for byte as received: names and numbers of patients included.'}
      </p>
      <Segments label="As" value={kind} options={options} onChange={setKind} hint={hints[kind]} />
      {kind === 'png' && (
        <Segments
          label="Grey values"
          value={grey}
          options={window ? greys : greys.filter(({ value }) => value !== 'preview')}
          onChange={setGrey}
          hint={greyHints[grey]}
        />
      )}
      <div className={styles.buttons}>
        <Button onClick={onClose}>Cancel</Button>
        <Button tone="primary" type="submit">
          Choose a folder…
        </Button>
      </div>
    </form>
  );
}
