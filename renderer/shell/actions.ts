// What belongs to the window itself: going places, opening things over the screens, taking back.
import {
  ArrowLeft,
  ArrowRight,
  Bell,
  CircleHelp,
  Command,
  FilePen,
  FilePlus2,
  FolderOutput,
  Keyboard,
  Network,
  PanelRight,
  Send,
  ShieldQuestion,
  Trash2,
  Undo2,
  VenetianMask,
} from 'lucide-react';
import { always, attempt, type Action } from '../commands/action.ts';
import { chooseAndImport, itemsText } from '../commands/import.ts';
import { takeBackSend } from '../commands/propose.ts';
import { proposeSend } from '../commands/send.ts';
import { selectedOf } from '../features/search/actions.ts';
import { moveTo } from '../features/search/move.ts';
import { showBin } from '../commands/housekeeping.ts';
import { undoLast } from '../stores/feedback.ts';
import { canStep, go, here, step } from '../stores/places.ts';
import type { ScreenDefinition } from '../screen-definition.ts';
import type { Gantry } from '../gantry.ts';

const goKeys: Readonly<Record<string, string>> = { settings: 'Mod+,', nodes: 'Mod+6' };

/** Screens in the rail are Mod+1, Mod+2 …; the settings keep the key that every application has for them. */
export const goActions = (screens: readonly ScreenDefinition[]): readonly Action[] =>
  screens.map(({ id, label, icon }, index) => ({
    id: `go.${id}`,
    label: `Go to ${label}`,
    group: 'Go',
    icon,
    shortcut: goKeys[id] ?? `Mod+${index + 1}`,
    enabled: always,
    run: ({ gantry }) => {
      if (here(gantry.places.getState()).screen !== id) go(gantry.places, { screen: id });
    },
  }));

export const openCommandField: Action = {
  id: 'view.command',
  label: 'Search, add or run…',
  group: 'View',
  icon: Command,
  shortcut: 'Mod+K',
  unlisted: true,
  enabled: always,
  run: ({ gantry }) => gantry.shell.setState({ commandOpen: true, commandText: '' }),
};

const back: Action = {
  id: 'go.back',
  label: 'Back',
  group: 'Go',
  icon: ArrowLeft,
  shortcut: 'Alt+ArrowLeft',
  enabled: ({ gantry }) => canStep(gantry.places.getState(), -1) || 'This is where you started.',
  run: ({ gantry }) => step(gantry.places, -1),
};

const forward: Action = {
  id: 'go.forward',
  label: 'Forward',
  group: 'Go',
  icon: ArrowRight,
  shortcut: 'Alt+ArrowRight',
  enabled: ({ gantry }) => canStep(gantry.places.getState(), 1) || 'Nothing lies ahead.',
  run: ({ gantry }) => step(gantry.places, 1),
};

export const stepActions = { back, forward };

export const toggleInspector: Action = {
  id: 'view.inspector',
  label: ({ gantry }) => (gantry.layout.getState().inspectorOpen ? 'Hide inspector' : 'Show inspector'),
  group: 'View',
  icon: PanelRight,
  shortcut: 'Mod+I',
  enabled: ({ gantry }) => gantry.shell.getState().inspecting > 0 || 'Select something to see its details.',
  run: ({ gantry }) => gantry.layout.setState(({ inspectorOpen }) => ({ inspectorOpen: !inspectorOpen })),
};

export const showAddress: Action = {
  id: 'inbox.address',
  label: 'Address card of this computer',
  group: 'Inbox',
  icon: Network,
  also: 'open to the network listener port interface',
  enabled: always,
  run: ({ gantry }) => gantry.shell.setState({ addressOpen: true }),
};

export const shortcutSheet: Action = {
  id: 'view.shortcuts',
  label: 'Keyboard shortcuts',
  group: 'View',
  icon: Keyboard,
  shortcut: '?',
  also: 'help keys',
  enabled: always,
  run: ({ gantry }) => gantry.shell.setState({ shortcutsOpen: true }),
};

export const showMessages: Action = {
  id: 'view.messages',
  label: 'Messages so far',
  group: 'View',
  icon: Bell,
  also: 'notifications toasts bell',
  enabled: always,
  run: ({ gantry }) => gantry.shell.setState({ messagesOpen: true }),
};

const help: Action = {
  id: 'view.commands',
  label: 'All commands',
  group: 'View',
  icon: CircleHelp,
  shortcut: 'Mod+Shift+K',
  unlisted: true,
  enabled: always,
  run: ({ gantry }) => gantry.shell.setState({ commandOpen: true, commandText: '> ' }),
};

const lastUndo = (gantry: Gantry) => gantry.feedback.getState().undos.at(-1);

export const undo: Action = {
  id: 'edit.undo',
  label: ({ gantry }) => {
    const { pending } = gantry.pendingSend.getState();
    const what = pending ? (pending.kind === 'send' ? 'Send' : 'Import') : lastUndo(gantry)?.text;
    return what === undefined ? 'Undo' : `Undo: ${what}`;
  },
  group: 'Edit',
  icon: Undo2,
  shortcut: 'Mod+Z',
  enabled: ({ gantry }) =>
    gantry.pendingSend.getState().pending !== null || lastUndo(gantry) !== undefined || 'There is nothing to take back.',
  run: ({ gantry }) => {
    if (gantry.pendingSend.getState().pending) return takeBackSend(gantry);
    return undoLast(gantry.feedback);
  },
};

export const openFiles: Action = {
  id: 'inbox.openFiles',
  label: 'Import files…',
  group: 'Inbox',
  icon: FilePlus2,
  shortcut: 'Mod+O',
  also: 'add open inbox zip disc dicomdir cd usb',
  enabled: () => true,
  run: ({ gantry }) => chooseAndImport(gantry, 'files'),
};

export const openFolder: Action = {
  ...openFiles,
  id: 'inbox.openFolder',
  label: 'Import a folder…',
  shortcut: 'Mod+Shift+O',
  run: ({ gantry }) => chooseAndImport(gantry, 'folder'),
};

/** From the inbox's selection, or moved from node to node from a search; the node is chosen in the palette that opens. */
export const sendTo: Action = {
  id: 'inbox.sendTo',
  label: 'Send to…',
  group: 'Inbox',
  icon: Send,
  shortcut: 'Mod+Enter',
  also: 'store forward move C-MOVE to another node',
  enabled: ({ selection }) =>
    (selection.kind === 'inbox' && selection.targets.length > 0) ||
    (selection.kind === 'matches' && selection.rows.length > 0) ||
    'Select something in the inbox or in a search first.',
  run: ({ gantry, selection }) => {
    if (selection.kind === 'inbox' || selection.kind === 'matches') gantry.shell.setState({ sending: selection });
  },
};

/** The node is chosen in the palette that opens. */
export const commitTo: Action = {
  id: 'inbox.commit',
  label: 'Ask for commitment…',
  group: 'Inbox',
  icon: ShieldQuestion,
  also: 'storage commitment safe shield vouch archive',
  enabled: ({ selection }) => (selection.kind === 'inbox' && selection.targets.length > 0) || 'Select something in the inbox first.',
  run: ({ gantry, selection }) => {
    if (selection.kind === 'inbox') gantry.shell.setState({ committing: selection });
  },
};

export const openBin: Action = {
  id: 'inbox.bin',
  label: 'Show the bin…',
  group: 'Inbox',
  icon: Trash2,
  also: 'deleted restore undelete empty trash',
  enabled: always,
  run: ({ gantry }) => showBin(gantry),
};

export const exportFrom: Action = {
  id: 'inbox.export',
  label: 'Export…',
  group: 'Inbox',
  icon: FolderOutput,
  shortcut: 'Mod+E',
  also: 'save zip disc dicomdir folder cd usb',
  enabled: ({ selection }) => (selection.kind === 'inbox' && selection.targets.length > 0) || 'Select something in the inbox first.',
  run: ({ gantry, selection }) => {
    if (selection.kind === 'inbox') gantry.shell.setState({ exporting: selection });
  },
};

const copyAction = (form: 'deidentify' | 'edit', more: Pick<Action, 'id' | 'label' | 'icon' | 'shortcut' | 'also'>): Action => ({
  group: 'Inbox',
  enabled: ({ selection }) => (selection.kind === 'inbox' && selection.targets.length > 0) || 'Select something in the inbox first.',
  run: ({ gantry, selection }) => {
    if (selection.kind === 'inbox') gantry.shell.setState({ copying: { form, selection } });
  },
  ...more,
});

export const anonymiseCopy = copyAction('deidentify', {
  id: 'inbox.anonymise',
  label: 'Anonymise copy…',
  icon: VenetianMask,
  shortcut: 'Mod+Shift+A',
  also: 'de-identify anonymize pseudonymise confidentiality profile',
});

export const editCopy = copyAction('edit', {
  id: 'inbox.edit',
  label: 'Edit copy…',
  icon: FilePen,
  shortcut: 'Mod+Shift+E',
  also: 'change tags correct patient attributes',
});

/** Sends what was selected to a node. */
export function sendSelection(gantry: Gantry, nodeId: string): void {
  const { sending } = gantry.shell.getState();
  const node = gantry.nodes.getState().byKey.get(nodeId);
  gantry.shell.setState({ sending: null });
  if (node && sending?.kind === 'matches') void attempt(gantry, () => moveTo(gantry, selectedOf(gantry), node));
  if (!node || sending?.kind !== 'inbox') return;
  const what = sending.label === '' ? itemsText(sending.targets.length) : sending.label;
  proposeSend(gantry, { node, targets: sending.targets, what });
}

export const shellActions: readonly Action[] = [
  openCommandField,
  help,
  back,
  forward,
  toggleInspector,
  showAddress,
  shortcutSheet,
  showMessages,
  undo,
  openFiles,
  openFolder,
  sendTo,
  commitTo,
  openBin,
  exportFrom,
  anonymiseCopy,
  editCopy,
];
