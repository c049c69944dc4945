// What can be done to a node, and to the list of them.
import {
  ClipboardCopy,
  Copy,
  FilePlus2,
  FolderPlus,
  ListTree,
  Mail,
  Pencil,
  Plus,
  Power,
  RefreshCw,
  ScrollText,
  Search,
  Trash2,
} from 'lucide-react';
import type { NodeView } from '../../../core/contract.ts';
import { always, type Action, type ActionContext, type Enabled } from '../../commands/action.ts';
import { editNode } from '../../commands/node-requests.ts';
import { copy } from '../../commands/remedies.ts';
import { chooseAndSend, refusal } from '../../commands/send.ts';
import { offerUndo } from '../../stores/feedback.ts';
import { go } from '../../stores/places.ts';

/** The nodes that an action is about, in the list's order. */
export function nodesOf({ gantry, selection }: ActionContext): readonly NodeView[] {
  if (selection.kind !== 'nodes') return [];
  const { byKey } = gantry.nodes.getState();
  return selection.ids.flatMap((id) => byKey.get(id) ?? []);
}

const some = (context: ActionContext): Enabled => (nodesOf(context).length > 0 ? true : 'Select a node first.');

function one(context: ActionContext): Enabled {
  const { length } = nodesOf(context);
  if (length === 1) return true;
  return length === 0 ? 'Select a node first.' : 'Select one node only.';
}

function oneRemote(context: ActionContext): Enabled {
  const enabled = one(context);
  if (enabled !== true) return enabled;
  return nodesOf(context)[0]?.kind === 'this-computer' ? 'This computer is built in.' : true;
}

/** Does something with the one node that is selected. */
const withOne = (work: (node: NodeView, context: ActionContext) => Promise<void> | void) => (context: ActionContext) => {
  const [node] = nodesOf(context);
  return node ? work(node, context) : undefined;
};

export const verifyNode: Action = {
  id: 'nodes.verify',
  label: 'Verify',
  group: 'Node',
  icon: RefreshCw,
  shortcut: 'R',
  also: 'echo ping ladder test',
  enabled: some,
  run: (context) => {
    for (const { id } of nodesOf(context)) context.gantry.ladders.verify(id);
  },
};

export const verifyAll: Action = {
  id: 'nodes.verifyAll',
  label: 'Verify all nodes',
  group: 'Node',
  icon: ListTree,
  also: 'echo ping',
  enabled: always,
  run: ({ gantry }) => {
    for (const { id, enabled } of gantry.nodes.getState().rows) if (enabled) gantry.ladders.verify(id);
  },
};

export const searchHere: Action = {
  id: 'nodes.search',
  label: 'Search here',
  group: 'Node',
  icon: Search,
  enabled: one,
  run: withOne(({ id }, { gantry }) => go(gantry.places, { screen: 'search', nodeId: id })),
};

function sendable(context: ActionContext): Enabled {
  const enabled = one(context);
  const [node] = nodesOf(context);
  return enabled === true && node ? (refusal(node) ?? true) : enabled;
}

export const sendFiles: Action = {
  id: 'nodes.sendFiles',
  label: 'Send files…',
  group: 'Node',
  icon: FilePlus2,
  also: 'store',
  enabled: sendable,
  run: withOne((node, { gantry }) => chooseAndSend(gantry, node, 'files')),
};

export const sendFolder: Action = {
  id: 'nodes.sendFolder',
  label: 'Send a folder…',
  group: 'Node',
  icon: FolderPlus,
  also: 'store',
  enabled: sendable,
  run: withOne((node, { gantry }) => chooseAndSend(gantry, node, 'folder')),
};

export const showNodeLog: Action = {
  id: 'nodes.log',
  label: 'Show log',
  group: 'Node',
  icon: ScrollText,
  enabled: one,
  run: withOne(({ title }, { gantry }) => go(gantry.places, { screen: 'log', peer: title })),
};

export const addressText = ({ title, host, port }: NodeView): string => `${title}@${host.includes(':') ? `[${host}]` : host}:${port}`;

export const copyAddress: Action = {
  id: 'nodes.copyAddress',
  label: 'Copy address',
  group: 'Node',
  icon: Copy,
  enabled: some,
  run: (context) => copy(context.gantry, nodesOf(context).map(addressText).join('\n'), 'Address copied'),
};

export const copyRequest: Action = {
  id: 'nodes.copyRequest',
  label: 'Copy request for their admin',
  group: 'Node',
  icon: Mail,
  enabled: oneRemote,
  run: withOne(async ({ id }, { gantry }) => {
    const { text } = await gantry.api.call('nodes.request', { id });
    await copy(gantry, text, 'Request copied');
  }),
};

export const editNodeAction: Action = {
  id: 'nodes.edit',
  label: 'Edit',
  group: 'Node',
  icon: Pencil,
  shortcut: 'E',
  enabled: one,
  run: withOne(({ id }, { gantry }) => editNode(gantry, id, 'name')),
};

export const duplicateNode: Action = {
  id: 'nodes.duplicate',
  label: 'Duplicate',
  group: 'Node',
  icon: ClipboardCopy,
  shortcut: 'Mod+D',
  enabled: oneRemote,
  run: withOne(async ({ id }, { gantry }) => {
    const copied = await gantry.api.call('nodes.duplicate', { id });
    editNode(gantry, copied.id, 'name');
  }),
};

export const switchNode: Action = {
  id: 'nodes.switch',
  label: (context) => (nodesOf(context)[0]?.enabled === false ? 'Switch on' : 'Switch off'),
  group: 'Node',
  icon: Power,
  also: 'enable disable',
  enabled: oneRemote,
  run: withOne(async ({ id, enabled, name }, { gantry }) => {
    await gantry.api.call('nodes.update', { id, fields: { enabled: !enabled } });
    offerUndo(gantry.feedback, `${name} switched ${enabled ? 'off' : 'on'}`, async () => {
      await gantry.api.call('nodes.update', { id, fields: { enabled } });
    });
  }),
};

export const removeNode: Action = {
  id: 'nodes.remove',
  label: 'Remove',
  group: 'Node',
  icon: Trash2,
  shortcut: 'Delete',
  tone: 'danger',
  enabled: (context) => {
    const enabled = some(context);
    return enabled === true && nodesOf(context).every(({ kind }) => kind === 'this-computer') ? 'This computer is built in.' : enabled;
  },
  run: async (context) => {
    const { gantry } = context;
    const removed = nodesOf(context).filter(({ kind }) => kind === 'remote');
    for (const { id } of removed) {
      gantry.ladders.stop(id);
      await gantry.api.call('nodes.remove', { id });
    }
    const what = removed.length === 1 ? (removed[0]?.name ?? '') : `${removed.length} nodes`;
    offerUndo(gantry.feedback, `${what} removed`, async () => {
      for (const { id } of removed) await gantry.api.call('nodes.restore', { id });
    });
  },
};

export const addNode: Action = {
  id: 'nodes.add',
  label: 'Add a node…',
  group: 'Node',
  icon: Plus,
  shortcut: 'Mod+N',
  also: 'new system pacs address',
  enabled: always,
  run: ({ gantry }) => go(gantry.places, { screen: 'nodes', adding: true }),
};

/** In the order of the context menu: verbs first. */
export const nodeMenu: readonly Action[] = [
  verifyNode,
  searchHere,
  sendFiles,
  sendFolder,
  showNodeLog,
  copyAddress,
  copyRequest,
  editNodeAction,
  duplicateNode,
  switchNode,
  removeNode,
];

export const nodeActions: readonly Action[] = [addNode, verifyAll, ...nodeMenu];
