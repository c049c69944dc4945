// "Edit copy…": elements to set or to take away, for one object or many, beside the first of them before and after.
import { Plus } from 'lucide-react';
import { useDeferredValue, useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { EditPreview, StreamPayload, TagEdit } from '../../core/contract.ts';
import { startEdit } from '../commands/copies.ts';
import { ChangeTable } from '../parts/change-table.tsx';
import type { Selection } from '../stores/selection.ts';
import { Button } from '../ui/button.tsx';
import { Segments, type Option } from '../ui/choice.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { useGantry } from '../use-gantry.ts';
import { CopyForm } from './copy-form.tsx';
import { EditRow, emptyDraft, type EditDraft } from './edit-row.tsx';
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

type Telling = NonNullable<StreamPayload<'copies.edit'>['reason']> | 'nothing';

const reasonOptions: readonly Option<Telling>[] = [
  { value: 'CORRECT', label: 'They were wrong' },
  { value: 'COERCE', label: 'To fit in' },
  { value: 'nothing', label: 'Do not tell' },
];

const reasonHints: Readonly<Record<Telling, string>> = {
  CORRECT: 'The copies keep what was there before, as corrected (Original Attributes Sequence).',
  COERCE: 'The copies keep what was there before, as made to fit another system (Original Attributes Sequence).',
  nothing: 'Nothing in the copies tells what was there before.',
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
  const [telling, setTelling] = useState<Telling>('CORRECT');
  const reason = telling === 'nothing' ? null : telling;
  const edits = useDeferredValue(useMemo(() => editsOf(drafts), [drafts]));
  const preview = usePreview(selection, { edits, newUids, reason });
  const change = (id: number, patch: Partial<EditDraft>) =>
    setDrafts((known) => known.map((draft) => (draft.id === id ? { ...draft, ...patch } : draft)));
  const problems = new Map(preview?.problems.map(({ index, message }) => [edits[index]?.path ?? '', message]));
  const missing = new Set(preview?.problems.filter(({ message }) => !/no such element/u.test(message)));
  const wrong = edits.length === 0 ? 'Set or remove an element first.' : missing.size > 0 ? 'Mend what is marked first.' : undefined;
  return (
    <CopyForm
      intro={
        <>
          <bdi>{selection.label}</bdi>. Every object is copied with these changes; the originals are not changed.
        </>
      }
      options={
        <>
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
          <Segments
            label="Why the values change"
            value={telling}
            options={reasonOptions}
            onChange={setTelling}
            hint={reasonHints[telling]}
          />
        </>
      }
      preview={<ChangeTable rows={preview?.rows ?? []} empty="Name an element by its keyword, name or tag." />}
      cautions={preview?.warnings ?? []}
      cautionsLabel="Think of this"
      copies={selection.instances}
      stopped={wrong}
      onMake={() => startEdit(gantry, { targets: [...selection.targets], edits: [...edits], newUids, reason }, { what: selection.label })}
      onClose={onClose}
    />
  );
}

type Wish = Pick<StreamPayload<'copies.edit'>, 'newUids' | 'reason'> & { readonly edits: readonly TagEdit[] };

function usePreview({ targets }: InboxSelection, { edits, newUids, reason }: Wish): EditPreview | null {
  const { api } = useGantry();
  const [preview, setPreview] = useState<EditPreview | null>(null);
  useEffect(() => {
    const stop = new AbortController();
    api
      .call('copies.previewEdited', { targets: [...targets], edits: [...edits], newUids, reason }, stop.signal)
      .then(setPreview, () => undefined);
    return () => stop.abort();
  }, [api, targets, edits, newUids, reason]);
  return preview;
}
