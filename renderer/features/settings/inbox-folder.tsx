// Where the inbox lies. Another folder takes along what is in it, or leaves it there; while it moves, how far it is.
import { FolderInput, FolderOpen, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { InboxMove } from '../../../core/contract.ts';
import { attempt } from '../../commands/action.ts';
import { bytesText, countText, pluralText } from '../../format/quantity.ts';
import { Failure } from '../../parts/failure.tsx';
import { toast } from '../../stores/feedback.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Progress } from '../../ui/progress.tsx';
import { useGantry } from '../../use-gantry.ts';
import type { SectionProps } from './settings-screen.tsx';
import styles from './settings.module.css';

export function InboxFolder({ settings: { inbox }, change }: SectionProps) {
  const gantry = useGantry();
  const free = useStore(gantry.status, (s) => s.status?.freeBytes ?? null);
  const move = useStore(gantry.inboxMove, (s) => s.move);
  const studies = useStore(gantry.studies, (s) => s.rows.length);
  const [wanted, setWanted] = useState<string | null>(null);
  const keep = (folder: string) => {
    setWanted(null);
    void change({ inbox: { folder } }, 'Inbox folder');
    if (studies > 0)
      toast(gantry.feedback, `${pluralText(studies, 'study stays', 'studies stay')} in the old folder`, {
        tone: 'note',
        detail: `In ${inbox.folder}, with the bin. Choose that folder again to see them, or import it to have copies here.`,
      });
  };
  const choose = () =>
    void attempt(gantry, async () => {
      const [folder] = await gantry.api.call('desktop.chooseFiles', { kind: 'folder', title: 'Folder for the inbox' });
      if (folder !== undefined) ask(folder);
    });
  const ask = (folder: string) => {
    // Left for the choice below it, the field gives what it showed before.
    if (folder === inbox.folder) return;
    if (studies === 0) keep(folder);
    else setWanted(folder);
  };
  const bring = (folder: string) =>
    void attempt(gantry, async () => {
      await gantry.api.call('inboxMove.start', { folder });
      setWanted(null);
    });
  const room = free === null ? '' : ` ${bytesText(free)} are free.`;
  return (
    <>
      <Field
        label="Folder"
        value={inbox.folder}
        mono
        placeholder="Gantry’s own folder"
        hint={`What is received from now on is kept here.${room}`}
        onSave={ask}
      />
      {move !== null ? (
        <Moving move={move} />
      ) : wanted === null ? (
        <div className={styles.buttons}>
          <Button icon={FolderOpen} onClick={choose}>
            Choose a folder…
          </Button>
        </div>
      ) : (
        <Choice
          wanted={wanted}
          studies={studies}
          onBring={() => bring(wanted)}
          onLeave={() => keep(wanted)}
          onCancel={() => setWanted(null)}
        />
      )}
    </>
  );
}

interface ChoiceProps {
  readonly wanted: string;
  readonly studies: number;
  readonly onBring: () => void;
  readonly onLeave: () => void;
  readonly onCancel: () => void;
}

/** It opens below what was typed, perhaps below the edge of the window. The Enter that opened it must not press what is in it. */
function Choice({ wanted, studies, onBring, onLeave, onCancel }: ChoiceProps) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    box.current?.focus();
    box.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  return (
    <div ref={box} tabIndex={-1} className={styles.choice} role="group" aria-label="The inbox gets another folder">
      <p>
        <bdi className="mono">{wanted}</bdi> becomes the inbox. What about the {pluralText(studies, 'study', 'studies')} and the bin in the
        old folder?
      </p>
      <div className={styles.buttons}>
        <Button tone="primary" icon={FolderInput} onClick={onBring}>
          Bring along
        </Button>
        <Button onClick={onLeave}>Leave there</Button>
        <Button tone="quiet" onClick={onCancel}>
          Cancel
        </Button>
      </div>
      <p className={styles.note}>
        Brought along, everything is copied and compared before the old folder is emptied; the inbox stays in use meanwhile. It can be
        stopped, and goes on when Gantry is started again.
      </p>
    </div>
  );
}

const words: Readonly<Record<Exclude<InboxMove['phase'], 'failed'>, string>> = {
  carrying: 'Moving the inbox',
  switching: 'Changing over',
  removing: 'Emptying the old folder',
};

function Moving({ move }: { readonly move: InboxMove }) {
  const gantry = useGantry();
  const { phase, to, objects, totalObjects, bytes, failure } = move;
  const stop = () => void attempt(gantry, () => gantry.api.call('inboxMove.stop', {}));
  if (phase === 'failed')
    return (
      <div className={styles.choice}>
        {failure && <Failure failure={failure} subject={{}} />}
        <Button onClick={stop}>Close</Button>
      </div>
    );
  const share = phase === 'carrying' && totalObjects > 0 ? Math.min(1, objects / totalObjects) : null;
  const text = phase === 'carrying' ? `${countText(objects)} of ${countText(totalObjects)} files, ${bytesText(bytes)}` : '';
  return (
    <div className={styles.choice} role="status">
      <p>
        {words[phase]} to <bdi className="mono">{to}</bdi> {text}
      </p>
      <div className={styles.moving}>
        <Progress label="Moving the inbox" value={share} text={text} />
        {phase === 'carrying' && <IconButton label="Stop moving the inbox" icon={X} side="bottom" onClick={stop} />}
      </div>
    </div>
  );
}
