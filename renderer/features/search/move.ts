/** Matches brought to another node without passing through this computer: who would send them there, or why nobody can. */
import type { InboxTarget, NodeView } from '../../../core/contract.ts';
import { refusal, proposeSend } from '../../commands/send.ts';
import { nodeNames } from '../../format/node-name.ts';
import type { Gantry } from '../../gantry.ts';
import { toast } from '../../stores/feedback.ts';
import { pullLabel, sourceOrder, startPulls } from './actions.ts';
import { outermost, pullsOf, type Pull } from './pull.ts';
import type { Match } from './results.ts';

interface Move {
  readonly pulls: readonly Pull[];
  /** Why not; null when it can be started. */
  readonly refused: string | null;
  /** What letting go would do: 'Main PACS sends 2 studies to Archive (C-MOVE)'. */
  readonly verb: string;
}

const nodeOf = (gantry: Gantry, id: string): NodeView | undefined => gantry.nodes.getState().byKey.get(id);

/** Of what the inbox holds itself, only whole studies and series are known to it by these UIDs. */
const ownTargets = (gantry: Gantry, matches: readonly Match[]) =>
  outermost(matches).flatMap(({ level, row, answers }): readonly InboxTarget[] => {
    if (![...answers.keys()].some((id) => nodeOf(gantry, id)?.kind === 'this-computer')) return [];
    if (level === 'STUDY') return [{ kind: 'study', studyUid: row.studyUid }];
    return level === 'SERIES' ? [{ kind: 'series', studyUid: row.studyUid, seriesUid: row.seriesUid }] : [];
  });

export const planMove = (gantry: Gantry, matches: readonly Match[], node: NodeView): Move => {
  const what = pullLabel(matches);
  const order = sourceOrder(gantry, matches).filter((id) => id !== node.id);
  const here = node.kind === 'this-computer';
  // A node that has refused C-MOVE can still give to us, but not to another.
  const able = here ? order : order.filter((id) => nodeOf(gantry, id)?.abilities.move !== false);
  const pulls = pullsOf(matches, able);
  const nameOf = nodeNames(gantry.nodes.getState().rows);
  const from = pulls.map(({ nodeId }) => nameOf(nodeId)).join(' and ');
  const verb = here ? `Pull ${what} to the inbox` : `${from} sends ${what} to ${nameOf(node.id)} (C-MOVE)`;
  return { pulls, verb, refused: refusal(node) ?? (pulls.length > 0 ? null : whyNobody(gantry, { node, order, matches })) };
};

interface Nobody {
  readonly node: NodeView;
  readonly order: readonly string[];
  readonly matches: readonly Match[];
}

function whyNobody(gantry: Gantry, { node, order, matches }: Nobody): string {
  if (matches.every(({ answers }) => answers.has(node.id))) return `${node.name} has it already`;
  if (order.length === 0) return 'It is only in the inbox: send it from there';
  return `${order.map(nodeNames(gantry.nodes.getState().rows)).join(' and ')} refused C-MOVE: pull it here, then send it`;
}

/** Starts at once; the transfer can be cancelled. What is only in the inbox is sent from there. */
export const moveTo = async (gantry: Gantry, matches: readonly Match[], node: NodeView): Promise<void> => {
  const { pulls, refused } = planMove(gantry, matches, node);
  const targets = ownTargets(gantry, matches);
  if (pulls.length === 0 && targets.length > 0 && node.kind === 'remote') {
    return proposeSend(gantry, { node, targets, what: pullLabel(matches) });
  }
  if (refused !== null) return toast(gantry.feedback, refused, { tone: 'problem' });
  const here = node.kind === 'this-computer';
  await startPulls(gantry, pulls, { via: here ? 'auto' : 'move', destinationId: here ? null : node.id });
};
