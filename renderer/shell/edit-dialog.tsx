// "Edit copy…": elements to set or to take away, for one object or many, beside the first of them before and after.
import { Plus } from 'lucide-react';
import { useDeferredValue, useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { EditPreview, StreamPayload, TagEdit } from '../../core/contract.ts';
import { startEdit } from '../commands/copies.ts';
import { pluralText } from '../format/quantity.ts';
import { ChangeTable } from '../parts/change-table.tsx';
import type { Selection } from '../stores/selection.ts';
import { Button } from '../ui/button.tsx';
import { Segments, type Option } from '../ui/choice.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { useGantry } from '../use-gantry.ts';
import { EditRow, emptyDraft, type EditDraft } from './edit-row.tsx';
import { keepEnter } from './keep-enter.ts';
import styles from './copy-dialogs.module.css';

type InboxSelection = Extract<Selection, { kind: 'inbox' }>;
type NewUids = StreamPayload<'copies.edit'>['newUids'];

export function EditDialog() {
  const gantry = useGantry();
  const copying = useStore(gantry.shell, (s) => s.copying);
  const close = () => gantry.shell.setState({ copying: null });
  const selection = copying?.form === 'edit' ? copying.selection : null;
  return (
    <Dialog title="Edit copy" wide open={selection !== null} onClose={close}>
      {selection && <Form selection={selection} onClose={close} />}
    </Dialog>
  );
}

const uidOptions: readonly Option<NewUids>[] = [
  { value: 'study', label: 'New study' },
  { value: 'series', label: 'New series' },
  { value: 'instance', label: 'Same series' },
];

const uidHints: Readonly<Record<NewUids, string>> = {
  study: 'New Study, Series and SOP Instance UIDs.',
  series: 'New Series and SOP Instance UIDs in the study of the originals.',
  instance: 'New SOP Instance UIDs beside the originals.',
};

/** Rows that say something yet. */
const editsOf = (drafts: readonly EditDraft[]): readonly TagEdit[] =>
  drafts
    .filter(({ path }) => path.trim() !== '')
    .map(({ path, remove, value, vr }) =>
      remove ? { kind: 'remove', path: path.trim() } : { kind: 'set', path: path.trim(), value, ...(vr !== '' && { vr }) },
    );

function Form({ selection, onClose }: { readonly selection: InboxSelection; readonly onClose: () => void }) {
  const gantry = useGantry();
  const [drafts, setDrafts] = useState<readonly EditDraft[]>(() => [emptyDraft(0)]);
  const [newUids, setNewUids] = useState<NewUids>('study');
  const edits = useDeferredValue(useMemo(() => editsOf(drafts), [drafts]));
  const preview = usePreview(selection, edits, newUids);
  const change = (id: number, patch: Partial<EditDraft>) =>
    setDrafts((known) => known.map((draft) => (draft.id === id ? { ...draft, ...patch } : draft)));
  const problems = new Map(preview?.problems.map(({ index, message }) => [edits[index]?.path ?? '', message]));
  const missing = new Set(preview?.problems.filter(({ message }) => !/no such element/u.test(message)));
  const wrong = edits.length === 0 ? 'Set or remove an element first.' : missing.size > 0 ? 'Mend what is marked first.' : undefined;
  const begin = () => {
    if (wrong !== undefined) return;
    startEdit(gantry, { targets: [...selection.targets], edits: [...edits], newUids }, { what: selection.label });
    onClose();
  };
  return (
    <form
      className={styles.form}
      onKeyDown={keepEnter}
      onSubmit={(event) => {
        event.preventDefault();
        begin();
      }}
    >
      <p className="secondary">
        <bdi>{selection.label}</bdi>. Every object is copied with these changes; the originals are not changed.
      </p>
      <div className={styles.columns}>
        <div className={styles.options}>
          <ul className={styles.edits} aria-label="Changes">
            {drafts.map((draft) => (
              <EditRow
                key={draft.id}
                draft={draft}
                problem={problems.get(draft.path.trim())}
                onChange={(patch) => change(draft.id, patch)}
                onDrop={() => setDrafts((known) => known.filter(({ id }) => id !== draft.id))}
              />
            ))}
          </ul>
          <Button icon={Plus} onClick={() => setDrafts((known) => [...known, emptyDraft((known.at(-1)?.id ?? 0) + 1)])}>
            Another element
          </Button>
          <Segments label="The copies become" value={newUids} options={uidOptions} onChange={setNewUids} hint={uidHints[newUids]} />
        </div>
        <div className={styles.preview}>
          <h3>First object, before and after</h3>
          <ChangeTable rows={preview?.rows ?? []} empty="Name an element by its keyword, name or tag." />
        </div>
      </div>
      {preview && preview.warnings.length > 0 && (
        <ul className={styles.cautions} aria-label="Think of this">
          {preview.warnings.map((warning) => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
      )}
      <div className={styles.buttons}>
        <Button onClick={onClose}>Cancel</Button>
        <Button tone="primary" type="submit" disabled={wrong}>
          Make {pluralText(selection.instances, 'copy', 'copies')}
        </Button>
      </div>
    </form>
  );
}

function usePreview({ targets }: InboxSelection, edits: readonly TagEdit[], newUids: NewUids): EditPreview | null {
  const { api } = useGantry();
  const [preview, setPreview] = useState<EditPreview | null>(null);
  useEffect(() => {
    const stop = new AbortController();
    api.call('copies.previewEdited', { targets: [...targets], edits: [...edits], newUids }, stop.signal).then(setPreview, () => undefined);
    return () => stop.abort();
  }, [api, targets, edits, newUids]);
  return preview;
}
