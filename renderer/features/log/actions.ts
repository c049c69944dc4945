/** What can be done with associations in the log. */
import { ClipboardCopy, FileDown, Filter, ListX, Search } from 'lucide-react';
import type { LogRow } from '../../../core/contract.ts';
import type { Action, ActionContext, Enabled } from '../../commands/action.ts';
import { copy } from '../../commands/remedies.ts';
import type { Gantry } from '../../gantry.ts';
import { toast } from '../../stores/feedback.ts';
import { go, here } from '../../stores/places.ts';

export const rowsOf = ({ gantry, selection }: ActionContext): readonly LogRow[] => {
  if (selection.kind !== 'log') return [];
  const { byKey } = gantry.log.getState();
  return selection.ids.flatMap((id) => byKey.get(id) ?? []);
};

const some = (context: ActionContext): Enabled => (rowsOf(context).length > 0 ? true : 'Select an association first.');

const reports = async (context: ActionContext): Promise<string> => {
  const texts: string[] = [];
  for (const { id } of rowsOf(context)) texts.push(await context.gantry.api.call('log.report', { id }));
  return texts.join('\n\n');
};

export const copyReport: Action = {
  id: 'log.report',
  label: 'Copy report',
  group: 'Log',
  icon: ClipboardCopy,
  shortcut: 'Mod+Shift+C',
  also: 'without patient data support',
  enabled: some,
  run: async (context) => copy(context.gantry, await reports(context), 'Report copied, without patient data'),
};

export const saveReport: Action = {
  id: 'log.save',
  label: 'Save report…',
  group: 'Log',
  icon: FileDown,
  also: 'export text file',
  enabled: some,
  run: async (context) => {
    const text = await reports(context);
    const path = await context.gantry.api.call('desktop.saveText', { name: 'gantry-association.txt', text });
    if (path !== null) toast(context.gantry.feedback, 'Report saved', { detail: path });
  },
};

export const samePeer: Action = {
  id: 'log.samePeer',
  label: 'Only this peer',
  group: 'Log',
  icon: Filter,
  enabled: some,
  run: (context) => {
    const [row] = rowsOf(context);
    if (row) go(context.gantry.places, { screen: 'log', peer: row.peer });
  },
};

export const clearLog: Action = {
  id: 'log.clear',
  label: 'Clear the log',
  group: 'Log',
  icon: ListX,
  tone: 'danger',
  enabled: ({ gantry }) => (gantry.log.getState().rows.length > 0 ? true : 'The log is empty.'),
  run: async ({ gantry }) => {
    await gantry.api.call('log.clear', {});
    toast(gantry.feedback, 'Network log cleared');
  },
};

const isAtLog = (gantry: Gantry): boolean => here(gantry.places.getState()).screen === 'log';

export const FILTER_FIELD = 'log-filter';

export const focusFilter: Action = {
  id: 'log.filter',
  label: 'Filter the log',
  group: 'Log',
  icon: Search,
  shortcut: '/',
  enabled: ({ gantry }) => (isAtLog(gantry) ? true : 'Open the network log first.'),
  run: () => document.getElementById(FILTER_FIELD)?.focus(),
};

export const rowActions: readonly Action[] = [copyReport, saveReport, samePeer];
export const logActions: readonly Action[] = [...rowActions, clearLog, focusFilter];
