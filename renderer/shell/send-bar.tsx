// What is about to be sent or imported, at the bottom of the screen: what it comes to, how it goes, and a moment in which it can be taken back.
// Below it opens what was found in it, or the options of anonymising. Not a dialog.
import { ChevronDown, ChevronUp, FileInput, Send, Undo2 } from 'lucide-react';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useStore } from 'zustand';
import { rememberedOptions } from '../commands/copies.ts';
import { confirmSend, goesNowhere, isLookedAt, takeBackSend, waitsBecause } from '../commands/propose.ts';
import { chooseAnonymise, chooseCommitment } from '../commands/send.ts';
import { written } from '../commands/shortcut.ts';
import { cx } from '../lib/cx.ts';
import { bytesText, countText, pluralText } from '../format/quantity.ts';
import type { PendingSend } from '../stores/pending-send.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Check } from '../ui/choice.tsx';
import { useHeld } from '../ui/use-held.ts';
import { useGantry } from '../use-gantry.ts';
import { AnonymisePanel } from './anonymise-panel.tsx';
import { PreflightTable } from './preflight-table.tsx';
import bars from './bars.module.css';
import styles from './send-bar.module.css';

const SEND_AFTER_S = 3;
/** An import that was looked at by then leaves nothing to see. */
const SHOW_IMPORT_AFTER_MS = 400;

type Panel = 'groups' | 'anonymise';

export function SendBar({ pending }: { readonly pending: PendingSend }) {
  const gantry = useGantry();
  const [panel, setPanel] = useState<Panel | null>(null);
  const bar = useRef<HTMLDivElement>(null);
  const go = useRef<HTMLButtonElement>(null);
  const why = waitsBecause(pending);
  const waits = why !== '';
  const { held, holding } = useHeld();
  const left = useCountdown(pending, !waits && panel === null && !held);
  const late = useLate();
  const { view, kind } = pending;
  const hasOpen = (view?.open ?? 0) > 0;
  // Opens once by itself, and stays open when all is decided.
  const [opened, setOpened] = useState(false);
  if (hasOpen && !opened) {
    setOpened(true);
    setPanel('groups');
  }
  useEffect(() => {
    if (waits && bar.current?.contains(document.activeElement) !== true) go.current?.focus();
  }, [waits]);
  if (kind === 'import' && !waits && !late) return null;

  const toggle = (wanted: Panel) => setPanel(panel === wanted ? null : wanted);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    if (panel !== null) {
      // What has the keys in the panel goes with it.
      go.current?.focus();
      setPanel(null);
    } else takeBackSend(gantry);
  };
  const words = wordsOf(pending);
  return (
    <div
      ref={bar}
      role="region"
      aria-label={kind === 'send' ? 'Send' : 'Import'}
      className={styles.box}
      data-pane="send"
      {...holding}
      onKeyDown={onKeyDown}
    >
      <div className={cx(bars.bar, styles.line)}>
        {kind === 'send' ? (
          <Send size={15} aria-hidden="true" className={bars.icon} />
        ) : (
          <FileInput size={15} aria-hidden="true" className={bars.icon} />
        )}
        <span className={bars.words}>
          {words} → <bdi>{pending.nodeName}</bdi> <Now pending={pending} why={why} />
        </span>
        <span className={styles.tools}>
          {view && view.groups.length > 0 && (
            <Button
              tone="quiet"
              icon={panel === 'groups' ? ChevronDown : ChevronUp}
              aria-expanded={panel === 'groups'}
              onClick={() => toggle('groups')}
            >
              What goes
            </Button>
          )}
          {kind === 'send' && <How pending={pending} expanded={panel === 'anonymise'} onOptions={() => toggle('anonymise')} />}
          <Button tone="quiet" icon={Undo2} onClick={() => takeBackSend(gantry)} shortcut={written('Mod+Z', gantry.platform)}>
            {undoWords(pending, left)}
          </Button>
          <Button ref={go} tone="primary" disabled={goesNowhere(pending)} onClick={() => confirmSend(gantry)}>
            {kind === 'send' ? 'Send now' : 'Import'}
          </Button>
        </span>
      </div>
      {panel === 'groups' && view && <PreflightTable view={view} kind={kind} nodeName={pending.nodeName} />}
      {panel === 'anonymise' && view && (
        <AnonymisePanel
          proposal={view.id}
          options={pending.anonymise ?? rememberedOptions()}
          onePatient={view.patients <= 1}
          onChange={(options) => chooseAnonymise(gantry, options)}
        />
      )}
      <span className="unseen" role="status">
        {waits ? `${why}. Press Enter to go on: ${words} to ${pending.nodeName}.` : `${words} to ${pending.nodeName}.`}
      </span>
    </div>
  );
}

/** What it comes to: '412 objects · 1 patient · 318 MB', or what was chosen while that is not known. */
function wordsOf({ kind, what, view }: PendingSend): string {
  const verb = kind === 'send' ? 'Send' : 'Import';
  if (view === null || view.looking) return `${verb} ${what}`;
  const patients = view.patients === 0 ? [] : [pluralText(view.patients, 'patient', 'patients')];
  return `${verb} ${[pluralText(view.objects, 'object', 'objects'), ...patients, bytesText(view.bytes)].join(' · ')}`;
}

/** What is being done about it, or why it waits. */
function Now({ pending, why }: { readonly pending: PendingSend; readonly why: string }) {
  const { view, kind } = pending;
  const left = view && view.left > 0 ? <span className={bars.left}>{countText(view.left)} not taken</span> : null;
  if (why !== '')
    return (
      <>
        {left}&ensp;
        <span className={bars.reason}>
          {why}. {kind === 'send' ? 'Send anyway?' : 'Import anyway?'}
        </span>
      </>
    );
  if (pending.confirmed || view === null) return null;
  if (view.looking) return <span className="faint">looking at files: {countText(view.objects + view.left)}</span>;
  if (view.negotiation === 'asking') return <span className="faint">asking what it takes…</span>;
  return left;
}

function undoWords(pending: PendingSend, left: number): string {
  if (pending.kind === 'import') return 'Do not import';
  return waitsBecause(pending) !== '' || !isLookedAt(pending) ? 'Do not send' : `Undo ${left} s`;
}

interface HowProps {
  readonly pending: PendingSend;
  readonly expanded: boolean;
  readonly onOptions: () => void;
}

function How({ pending, expanded, onOptions }: HowProps) {
  const gantry = useGantry();
  const offers = useStore(gantry.nodes, (s) => s.byKey.get(pending.nodeId)?.abilities.commitment !== false);
  return (
    <>
      <span className={styles.choice}>
        <Check
          label="Anonymise: Basic"
          checked={pending.anonymise !== null}
          onChange={(chosen) => chooseAnonymise(gantry, chosen ? rememberedOptions() : null)}
        />
        <IconButton
          label="Options of anonymising"
          icon={expanded ? ChevronDown : ChevronUp}
          side="top"
          aria-expanded={expanded}
          onClick={onOptions}
        />
      </span>
      {offers && <Check label="Ask for commitment" checked={pending.commitment} onChange={(chosen) => chooseCommitment(gantry, chosen)} />}
    </>
  );
}

/** Seconds until it goes. It stands still under the pointer, and while something is to be known first. */
function useCountdown(pending: PendingSend, free: boolean): number {
  const gantry = useGantry();
  const [left, setLeft] = useState(SEND_AFTER_S);
  const runs = free && pending.kind === 'send' && isLookedAt(pending) && goesNowhere(pending) === undefined;
  useEffect(() => {
    if (!runs) return undefined;
    const timer = setTimeout(() => (left <= 1 ? confirmSend(gantry) : setLeft(left - 1)), 1_000);
    return () => clearTimeout(timer);
  }, [gantry, runs, left]);
  return left;
}

function useLate(): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), SHOW_IMPORT_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  return late;
}
