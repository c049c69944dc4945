// "Anonymise copy…": the profile's options beside the first object before and after. The copies land in the inbox; originals stay as they are.
import { useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { cautionWords, rememberedOptions, rememberOptions, startDeidentify, strictest } from '../commands/copies.ts';
import { ChangeTable } from '../parts/change-table.tsx';
import type { Selection } from '../stores/selection.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { useGantry } from '../use-gantry.ts';
import { CopyForm } from './copy-form.tsx';
import { DeidentifyOptionsFields, useWrongFields } from './deidentify-options.tsx';
import { useDeidentifyPreview } from './use-deidentify-preview.ts';
import styles from './copy-dialogs.module.css';

type InboxSelection = Extract<Selection, { kind: 'inbox' }>;

export function DeidentifyDialog() {
  const gantry = useGantry();
  const copying = useStore(gantry.shell, (s) => s.copying);
  const close = () => gantry.shell.setState({ copying: null });
  const selection = copying?.form === 'deidentify' ? copying.selection : null;
  return (
    <Dialog title="Anonymise copy" wide open={selection !== null} onClose={close}>
      {selection && <Form selection={selection} onClose={close} />}
    </Dialog>
  );
}

function Form({ selection, onClose }: { readonly selection: InboxSelection; readonly onClose: () => void }) {
  const gantry = useGantry();
  const [options, setOptions] = useState(rememberedOptions);
  const source = useMemo(() => ({ targets: [...selection.targets] }), [selection.targets]);
  const preview = useDeidentifyPreview(source, options);
  const { anyWrong, mark } = useWrongFields();
  const shown = preview.kind === 'read' ? preview.preview : null;
  const make = () => {
    rememberOptions(options);
    startDeidentify(gantry, { ...source, options }, { what: selection.label });
  };
  return (
    <CopyForm
      intro={
        <>
          <bdi>{selection.label}</bdi> by the Basic Application Level Confidentiality Profile (PS3.15 Annex E, 2026c). The copies land in
          the inbox; the originals are not changed.
        </>
      }
      options={
        <DeidentifyOptionsFields options={options} onChange={setOptions} onePatient={selection.patients <= 1} shown={shown} mark={mark} />
      }
      preview={
        <>
          <ChangeTable rows={shown?.rows ?? []} empty={preview.kind === 'failed' ? preview.why : 'Reading…'} />
          {shown?.cut && <p className={styles.hint}>Only the first {shown.rows.length} changes are listed.</p>}
        </>
      }
      cautions={shown?.cautions.map((caution) => cautionWords[caution]) ?? []}
      cautionsLabel="Look at this"
      copies={selection.instances}
      stopped={preview.kind === 'failed' ? preview.why : anyWrong ? 'Mend what is marked first.' : undefined}
      extra={
        <Button tone="quiet" onClick={() => setOptions(strictest)}>
          Strictest
        </Button>
      }
      onMake={make}
      onClose={onClose}
    />
  );
}
