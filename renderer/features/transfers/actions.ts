/** What can be done to transfers: pause, go on, cancel, retry what failed, take off the list. */
import { CircleStop, ClipboardCopy, ListX, Network, Pause, Play, RotateCcw, Trash2 } from 'lucide-react';
import type { TransferState, TransferView } from '../../../core/contract.ts';
import type { Action, ActionContext, Enabled } from '../../commands/action.ts';
import { copy } from '../../commands/remedies.ts';
import { go } from '../../stores/places.ts';
import { toast } from '../../stores/feedback.ts';
import { reportOf } from './report.ts';

export const transfersOf = ({ gantry, selection }: ActionContext): readonly TransferView[] => {
  if (selection.kind !== 'transfers') return [];
  const { byKey } = gantry.transfers.getState();
  return selection.ids.flatMap((id) => byKey.get(id) ?? []);
};

type TransferCall = 'transfers.pause' | 'transfers.resume' | 'transfers.cancel' | 'transfers.retry' | 'transfers.remove';

const within =
  (states: readonly TransferState[], otherwise: string) =>
  (context: ActionContext): Enabled => {
    const transfers = transfersOf(context);
    if (transfers.length === 0) return 'Select a transfer first.';
    return transfers.some(({ state }) => states.includes(state)) ? true : otherwise;
  };

/** Calls it for each of the selected ones that are in a state where it means something. */
const forEach = (name: TransferCall, states: readonly TransferState[]) => async (context: ActionContext) => {
  for (const { id, state } of transfersOf(context)) if (states.includes(state)) await context.gantry.api.call(name, { id });
};

const active: readonly TransferState[] = ['preparing', 'waiting', 'running'];
const ended: readonly TransferState[] = ['done', 'partial', 'failed', 'cancelled'];
const retryable: readonly TransferState[] = ['partial', 'failed', 'cancelled'];

export const pause: Action = {
  id: 'transfers.pause',
  label: (context) => (isPaused(context) ? 'Resume' : 'Pause'),
  group: 'Transfer',
  icon: Pause,
  shortcut: 'P',
  also: 'hold stop go on continue',
  enabled: within([...active, 'paused'], 'It has ended.'),
  run: (context) => (isPaused(context) ? forEach('transfers.resume', ['paused'])(context) : forEach('transfers.pause', active)(context)),
};

const isPaused = (context: ActionContext): boolean => {
  const transfers = transfersOf(context);
  return transfers.some(({ state }) => state === 'paused') && !transfers.some(({ state }) => active.includes(state));
};

/** The same act with the other sign, for the row's own button. */
export const resume: Action = { ...pause, id: 'transfers.resume', icon: Play, unlisted: true };

export const cancel: Action = {
  id: 'transfers.cancel',
  label: 'Cancel',
  group: 'Transfer',
  icon: CircleStop,
  shortcut: 'Backspace',
  tone: 'danger',
  enabled: within([...active, 'paused'], 'It has ended.'),
  run: forEach('transfers.cancel', [...active, 'paused']),
};

export const retry: Action = {
  id: 'transfers.retry',
  label: (context) => {
    const open = transfersOf(context).reduce((sum, transfer) => sum + unanswered(transfer), 0);
    return open > 0 ? `Retry the ${open.toLocaleString()} that failed` : 'Retry what failed';
  },
  group: 'Transfer',
  icon: RotateCcw,
  shortcut: 'R',
  also: 'again resume',
  enabled: within(retryable, 'Nothing of it failed.'),
  run: forEach('transfers.retry', retryable),
};

const unanswered = ({ state, total, completed, warning, failed }: TransferView): number =>
  state === 'partial' || total === null ? failed : Math.max(0, total - completed - warning);

export const remove: Action = {
  id: 'transfers.remove',
  label: 'Take off the list',
  group: 'Transfer',
  icon: Trash2,
  shortcut: 'Delete',
  enabled: within(ended, 'Cancel it first.'),
  run: forEach('transfers.remove', ended),
};

export const clearEnded: Action = {
  id: 'transfers.clearEnded',
  label: 'Clear the done ones',
  group: 'Transfer',
  icon: ListX,
  enabled: ({ gantry }) =>
    gantry.transfers.getState().rows.some(({ state }) => state === 'done' || state === 'cancelled') ? true : 'Nothing is done yet.',
  run: async ({ gantry }) => {
    await gantry.api.call('transfers.clearEnded', {});
    toast(gantry.feedback, 'Done transfers cleared');
  },
};

export const showNode: Action = {
  id: 'transfers.node',
  label: (context) => `Show ${transfersOf(context)[0]?.nodeName ?? 'the node'}`,
  group: 'Transfer',
  icon: Network,
  unlisted: true,
  enabled: within([...active, ...ended, 'paused'], ''),
  run: (context) => {
    const [transfer] = transfersOf(context);
    if (transfer) go(context.gantry.places, { screen: 'nodes', nodeId: transfer.nodeId });
  },
};

export const copyReport: Action = {
  id: 'transfers.report',
  label: 'Copy report',
  group: 'Transfer',
  icon: ClipboardCopy,
  shortcut: 'Mod+Shift+C',
  also: 'without patient data',
  enabled: within([...active, ...ended, 'paused'], ''),
  run: async (context) => {
    const reports: string[] = [];
    for (const transfer of transfersOf(context)) {
      const { rows } = await context.gantry.api.call('transfers.objects', { id: transfer.id, offset: 0, limit: 200, only: 'problems' });
      reports.push(reportOf(transfer, rows));
    }
    await copy(context.gantry, reports.join('\n\n'), 'Report copied, without patient data');
  },
};

export const rowActions: readonly Action[] = [pause, cancel, retry, copyReport, showNode, remove];
export const transferActions: readonly Action[] = [...rowActions, resume, clearEnded];
