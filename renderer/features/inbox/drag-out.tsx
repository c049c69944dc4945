// The selection as files for the file manager: they are made first, because the system drags only what is there, and then a grip carries them out.
import { GripVertical } from 'lucide-react';
import { useEffect, useRef, useState, type ReactElement } from 'react';
import { attempt } from '../../commands/action.ts';
import { countText } from '../../format/quantity.ts';
import { toast } from '../../stores/feedback.ts';
import { useGantry } from '../../use-gantry.ts';
import { GOOD_FOR_MS } from './row-drag.ts';
import { selectionKey, type InboxSelection } from './selected.ts';
import styles from './inbox.module.css';

type Lent =
  | { readonly kind: 'none' }
  | { readonly kind: 'making'; readonly words: string; readonly cancel: () => void }
  | { readonly kind: 'ready'; readonly files: readonly string[] };

const NONE: Lent = { kind: 'none' };
/** Up to here a copy costs so little that it is made when the pointer comes near. */
const AT_ONCE_BYTES = 100 * 1024 * 1024;

const forms = [
  { form: 'folder', label: 'folder' },
  { form: 'zip', label: 'ZIP' },
] as const;

export const DragOut = ({ selection }: { readonly selection: InboxSelection }): ReactElement | null =>
  selection.targets.length === 0 ? null : (
    <span className={styles.dragOut} key={selectionKey(selection)} title="Rows dragged with Alt held go to the file manager, too">
      drag out:
      {forms.map(({ form, label }) => (
        <Grip key={form} form={form} label={label} selection={selection} />
      ))}
    </span>
  );

interface GripProps {
  readonly form: (typeof forms)[number]['form'];
  readonly label: string;
  readonly selection: InboxSelection;
}

const Grip = ({ form, label, selection }: GripProps): ReactElement => {
  const gantry = useGantry();
  const [lent, setLent] = useState<Lent>(NONE);
  const made = useRef<Lent>(NONE);
  const { targets, bytes } = selection;
  const change = (next: Lent): void => {
    made.current = next;
    setLent(next);
  };
  // Another selection has other grips: what was made for the one before is not to be dragged any more.
  useEffect(
    () => () => {
      if (made.current.kind === 'making') made.current.cancel();
    },
    [],
  );
  // The copies do not lie about for ever.
  useEffect(() => {
    if (lent.kind !== 'ready') return undefined;
    const timer = setTimeout(() => {
      made.current = NONE;
      setLent(NONE);
    }, GOOD_FOR_MS);
    return () => clearTimeout(timer);
  }, [lent]);

  const make = (): void => {
    if (made.current.kind !== 'none') return;
    const cancel = gantry.api.listen(
      'inbox.lend',
      { targets: [...targets], kind: form },
      {
        event: (event) => {
          if (event.kind === 'ready') change({ kind: 'ready', files: event.files });
          else change({ kind: 'making', words: `${countText(event.objects)}/${countText(event.totalObjects)}`, cancel });
        },
        end: (failure) => {
          if (!failure) return;
          change(NONE);
          toast(gantry.feedback, failure.message, { tone: 'problem' });
        },
      },
    );
    change({ kind: 'making', words: 'preparing', cancel });
  };
  const ready = lent.kind === 'ready';
  const words = lent.kind === 'making' ? lent.words : label;
  return (
    <button
      type="button"
      className={styles.grip}
      draggable={ready}
      data-state={lent.kind}
      aria-label={ready ? `Drag the selection out as ${label}` : `Prepare to drag the selection out as ${label}`}
      title={
        ready
          ? 'Drag it into a folder of the file manager'
          : 'Makes files of the selection, to be dragged into the file manager. Export… does the same without a drag.'
      }
      onPointerEnter={() => {
        if (bytes <= AT_ONCE_BYTES) make();
      }}
      onClick={make}
      onDragStart={(event) => {
        event.preventDefault();
        if (lent.kind === 'ready') void attempt(gantry, () => gantry.api.call('desktop.startDrag', { files: [...lent.files] }));
      }}
    >
      <GripVertical size={13} strokeWidth={1.8} aria-hidden="true" />
      {words}
    </button>
  );
};
