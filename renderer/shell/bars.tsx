// The bar at the bottom of the screen: the send that is about to go, or what was just done and can be taken back. Not a dialog.
import { Undo2, X } from 'lucide-react';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { attempt } from '../commands/action.ts';
import { written } from '../commands/shortcut.ts';
import { undoLast, withdrawOffer, type Undo } from '../stores/feedback.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { useHeld } from '../ui/use-held.ts';
import { useGantry } from '../use-gantry.ts';
import { SendBar } from './send-bar.tsx';
import styles from './bars.module.css';

const UNDO_FOR_MS = 10_000;

export function Bars() {
  const gantry = useGantry();
  const pending = useStore(gantry.pendingSend, (s) => s.pending);
  const offered = useStore(gantry.feedback, (s) => s.offered);
  if (pending) return <SendBar key={pending.number} pending={pending} />;
  return offered ? <UndoBar key={offered.id} offered={offered} /> : null;
}

function UndoBar({ offered }: { readonly offered: Undo }) {
  const gantry = useGantry();
  const { held, holding } = useHeld();
  useEffect(() => {
    if (held) return undefined;
    const timer = setTimeout(() => withdrawOffer(gantry.feedback), UNDO_FOR_MS);
    return () => clearTimeout(timer);
  }, [gantry, held]);
  return (
    <div role="region" aria-label="Undo" className={styles.bar} data-pane="undo" {...holding}>
      <span className={styles.words} role="status">
        <bdi>{offered.text}</bdi>
      </span>
      <Button
        icon={Undo2}
        shortcut={written('Mod+Z', gantry.platform)}
        onClick={() => void attempt(gantry, () => undoLast(gantry.feedback))}
      >
        Undo
      </Button>
      <IconButton label="Close" icon={X} side="top" onClick={() => withdrawOffer(gantry.feedback)} />
    </div>
  );
}
