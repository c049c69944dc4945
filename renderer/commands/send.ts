// Sending, from wherever it starts: a drop, the palette, a menu. It goes after a moment in which it can be taken back; what is unusual waits for Enter.
import type { DeidentifyOptions, InboxTarget, NodeView } from '../../core/contract.ts';
import type { Gantry } from '../gantry.ts';
import { recall, remember } from '../lib/remember.ts';
import { rememberOptions } from './copies.ts';
import { importPaths, itemsText } from './import.ts';
import { propose } from './propose.ts';

export interface SendWish {
  readonly node: NodeView;
  readonly paths?: readonly string[];
  readonly targets?: readonly InboxTarget[];
  /** '3 items', '1 study, 240 images'. */
  readonly what: string;
}

const FRESH_MS = 15 * 60_000;

/** Why a node cannot be sent to, or null. */
export const refusal = (node: NodeView): string | null => (node.enabled ? null : `${node.name} is switched off`);

/** What has to be confirmed before it goes; '' when nothing has. */
export function reservation(node: NodeView): string {
  if (node.state === 'unreachable') return `${node.name} did not answer last time`;
  // What takes no queries can be sent to all the same.
  if (node.state === 'refused' && (node.refused ?? 'store') === 'store') return `${node.name} said no last time: ${node.stateText}`;
  return node.lastSeen === null ? `${node.name} was never verified` : '';
}

export function proposeSend(gantry: Gantry, { node, paths = [], targets = [], what }: SendWish): void {
  if (refusal(node) !== null || paths.length + targets.length === 0) return;
  if (node.kind === 'this-computer') return importPaths(gantry, paths);
  const { id: nodeId, name: nodeName } = node;
  const commitment = asksAlways() && node.abilities.commitment !== false;
  const wish = {
    nodeId,
    ...(paths.length > 0 && { paths: [...paths] }),
    ...(targets.length > 0 && { targets: [...targets] }),
  };
  propose(gantry, { kind: 'send', nodeId, nodeName, what, commitment, reservation: reservation(node) }, { kind: 'send', ...wish });
  if (!isFresh(node)) gantry.ladders.verify(nodeId);
}

const isFresh = ({ lastChecked }: NodeView) => lastChecked !== null && Date.now() - Date.parse(lastChecked) < FRESH_MS;

const COMMITMENT = 'send.commitment';
const isChoice = (value: unknown): value is boolean => typeof value === 'boolean';
const asksAlways = (): boolean => recall(COMMITMENT, isChoice) ?? false;

/** For the send that waits, and, until it is chosen otherwise, for those to come. */
export function chooseCommitment(gantry: Gantry, commitment: boolean): void {
  const { pending } = gantry.pendingSend.getState();
  remember(COMMITMENT, commitment);
  if (pending) gantry.pendingSend.setState({ pending: { ...pending, commitment } });
}

/** What has just been changed waits for a person. Options are kept for the next time. */
export function chooseAnonymise(gantry: Gantry, anonymise: DeidentifyOptions | null): void {
  const { pending } = gantry.pendingSend.getState();
  if (!pending) return;
  if (anonymise) rememberOptions(anonymise);
  const changed = `${anonymise ? 'Anonymising' : 'Sending as it is'} was chosen just now`;
  const kept = pending.reservation === '' || pending.reservation.endsWith('was chosen just now') ? changed : pending.reservation;
  gantry.pendingSend.setState({ pending: { ...pending, anonymise, reservation: kept } });
}

/** Asks for files or a folder and proposes to send them. */
export async function chooseAndSend(gantry: Gantry, node: NodeView, kind: 'files' | 'folder'): Promise<void> {
  const paths = await gantry.api.call('desktop.chooseFiles', { kind, title: `Send to ${node.name}` });
  proposeSend(gantry, { node, paths, what: itemsText(paths.length) });
}
