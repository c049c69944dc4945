// Sending, from wherever it starts: a drop, the palette, a menu. It goes after a moment in which it can be taken back; what is unusual waits for Enter.
import type { InboxTarget, NodeView } from '../../core/contract.ts';
import type { Gantry } from '../gantry.ts';
import { recall, remember } from '../lib/remember.ts';
import type { PendingSend } from '../stores/pending-send.ts';
import { attempt } from './action.ts';
import { importPaths, itemsText } from './import.ts';
import { rememberedOptions, startDeidentify } from './copies.ts';

export interface SendWish {
  readonly node: NodeView;
  readonly paths?: readonly string[];
  readonly targets?: readonly InboxTarget[];
  /** '3 items', '1 study, 240 images'. */
  readonly what: string;
  readonly patients: number;
}

const FRESH_MS = 15 * 60_000;

/** Why a node cannot be sent to, or null. */
export const refusal = (node: NodeView): string | null => (node.enabled ? null : `${node.name} is switched off`);

/** What has to be confirmed before it goes; '' when nothing has. */
export function reservation(node: NodeView, patients: number): string {
  if (node.state === 'unreachable') return `${node.name} did not answer last time`;
  if (node.state === 'refused') return `${node.name} said no last time: ${node.stateText}`;
  if (node.lastSeen === null) return `${node.name} was never verified`;
  return patients > 1 ? `${patients} patients in one send` : '';
}

export function proposeSend(gantry: Gantry, { node, paths = [], targets = [], what, patients }: SendWish): void {
  if (refusal(node) !== null || paths.length + targets.length === 0) return;
  flushPending(gantry);
  const isOurs = node.kind === 'this-computer';
  const waitsBecause = isOurs ? '' : reservation(node, patients);
  const pending: PendingSend = {
    nodeId: node.id,
    nodeName: node.name,
    paths,
    targets,
    what,
    waitsBecause,
    commitment: asksAlways() && node.abilities.commitment !== false,
    anonymise: false,
  };
  if (isOurs) void importPaths(gantry, paths);
  else {
    gantry.pendingSend.setState({ pending });
    if (!isFresh(node)) gantry.ladders.verify(node.id);
  }
}

const isFresh = ({ lastChecked }: NodeView) => lastChecked !== null && Date.now() - Date.parse(lastChecked) < FRESH_MS;

/** A second send does not throw the first one away: what needed no confirmation goes now. */
function flushPending(gantry: Gantry): void {
  const { pending } = gantry.pendingSend.getState();
  if (pending?.waitsBecause === '') confirmSend(gantry);
}

export function confirmSend(gantry: Gantry): void {
  const { pending } = gantry.pendingSend.getState();
  if (!pending) return;
  gantry.pendingSend.setState({ pending: null });
  void start(gantry, pending);
}

const COMMITMENT = 'send.commitment';
const isChoice = (value: unknown): value is boolean => typeof value === 'boolean';
const asksAlways = (): boolean => recall(COMMITMENT, isChoice) ?? false;

/** For the send that waits, and, until it is chosen otherwise, for those to come. */
export function chooseCommitment(gantry: Gantry, commitment: boolean): void {
  const { pending } = gantry.pendingSend.getState();
  remember(COMMITMENT, commitment);
  if (pending) gantry.pendingSend.setState({ pending: { ...pending, commitment } });
}

/** What has just been changed waits for a person. */
export function chooseAnonymise(gantry: Gantry, anonymise: boolean): void {
  const { pending } = gantry.pendingSend.getState();
  if (!pending) return;
  const waitsBecause =
    pending.waitsBecause === '' ? `${anonymise ? 'Anonymising' : 'Sending as it is'} was chosen just now` : pending.waitsBecause;
  gantry.pendingSend.setState({ pending: { ...pending, anonymise, waitsBecause } });
}

export const takeBackSend = (gantry: Gantry): void => gantry.pendingSend.setState({ pending: null });

async function start(gantry: Gantry, pending: PendingSend): Promise<void> {
  const { nodeId, paths, targets, commitment, anonymise, what } = pending;
  if (anonymise) {
    const then = (made: readonly InboxTarget[]): void => void start(gantry, { ...pending, targets: made, anonymise: false });
    return startDeidentify(gantry, { targets: [...targets], options: rememberedOptions() }, { what, then });
  }
  await attempt(gantry, () =>
    gantry.api.call('transfers.send', {
      nodeId,
      ...(paths.length > 0 ? { paths: [...paths] } : {}),
      ...(targets.length > 0 ? { targets: [...targets] } : {}),
      ...(commitment ? { commitment } : {}),
    }),
  );
}

/** Asks for files or a folder and proposes to send them. */
export async function chooseAndSend(gantry: Gantry, node: NodeView, kind: 'files' | 'folder'): Promise<void> {
  const paths = await gantry.api.call('desktop.chooseFiles', { kind, title: `Send to ${node.name}` });
  proposeSend(gantry, { node, paths, what: itemsText(paths.length), patients: 1 });
}
