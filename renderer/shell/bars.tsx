// The bar at the bottom of the screen: the send that is about to go, or what was just done and can be taken back. Not a dialog.
import { Send, Undo2, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { attempt } from '../commands/action.ts';
import { chooseAnonymise, chooseCommitment, confirmSend, takeBackSend } from '../commands/send.ts';
import { written } from '../commands/shortcut.ts';
import { undoLast, withdrawOffer, type Undo } from '../stores/feedback.ts';
import type { PendingSend } from '../stores/pending-send.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Check } from '../ui/choice.tsx';
import { useGantry } from '../use-gantry.ts';
import styles from './bars.module.css';

const SEND_AFTER_S = 3;
const UNDO_FOR_MS = 10_000;

export function Bars() {
  const gantry = useGantry();
  const pending = useStore(gantry.pendingSend, (s) => s.pending);
  const offered = useStore(gantry.feedback, (s) => s.offered);
  if (pending) return <SendBar key={pending.nodeId} pending={pending} />;
  return offered ? <UndoBar key={offered.id} offered={offered} /> : null;
}

function SendBar({ pending }: { readonly pending: PendingSend }) {
  const gantry = useGantry();
  const [left, setLeft] = useState(SEND_AFTER_S);
  const [held, setHeld] = useState(false);
  const go = useRef<HTMLButtonElement>(null);
  const waits = pending.waitsBecause !== '';
  const offers = useStore(gantry.nodes, (s) => s.byKey.get(pending.nodeId)?.abilities.commitment !== false);

  useEffect(() => {
    if (waits || held) return undefined;
    const timer = setTimeout(() => (left <= 1 ? confirmSend(gantry) : setLeft(left - 1)), 1_000);
    return () => clearTimeout(timer);
  }, [gantry, waits, held, left]);
  useEffect(() => {
    if (waits) go.current?.focus();
  }, [waits]);

  return (
    <div
      role="region"
      aria-label="Send"
      className={styles.bar}
      data-pane="send"
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') takeBackSend(gantry);
      }}
    >
      <Send size={15} aria-hidden="true" className={styles.icon} />
      <span className={styles.words}>
        Send {pending.what} → <bdi>{pending.nodeName}</bdi>
        {waits && <span className={styles.reason}>{pending.waitsBecause}. Send anyway?</span>}
      </span>
      {pending.targets.length > 0 && (
        <Check label="Anonymise: Basic" checked={pending.anonymise} onChange={(chosen) => chooseAnonymise(gantry, chosen)} />
      )}
      {offers && <Check label="Ask for commitment" checked={pending.commitment} onChange={(chosen) => chooseCommitment(gantry, chosen)} />}
      <Button tone="quiet" icon={Undo2} onClick={() => takeBackSend(gantry)} shortcut={written('Mod+Z', gantry.platform)}>
        {waits ? 'Do not send' : `Undo ${left} s`}
      </Button>
      <Button ref={go} tone="primary" onClick={() => confirmSend(gantry)}>
        Send now
      </Button>
      <span className="unseen" role="status">
        {waits
          ? `${pending.waitsBecause}. Press Enter to send ${pending.what} to ${pending.nodeName}.`
          : `Sending ${pending.what} to ${pending.nodeName} in 3 seconds.`}
      </span>
    </div>
  );
}

function UndoBar({ offered }: { readonly offered: Undo }) {
  const gantry = useGantry();
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held) return undefined;
    const timer = setTimeout(() => withdrawOffer(gantry.feedback), UNDO_FOR_MS);
    return () => clearTimeout(timer);
  }, [gantry, held]);
  return (
    <div
      role="region"
      aria-label="Undo"
      className={styles.bar}
      data-pane="undo"
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
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
