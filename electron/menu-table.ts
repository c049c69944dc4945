// The menus as data: which of the window's actions stand where. The identifiers are the window's own; a test holds both together.

export interface ActionItem {
  readonly action: string;
  readonly label: string;
  /** As Electron writes it: 'CmdOrCtrl+K'. */
  readonly shortcut?: string;
}

export type MenuItem =
  | 'separator'
  | ActionItem
  | { readonly role: 'undo' | 'redo' | 'cut' | 'copy' | 'paste' | 'selectAll' | 'quit' | 'close' | 'minimize' | 'togglefullscreen' };

export interface MenuList {
  readonly label: string;
  readonly items: readonly MenuItem[];
}

const item = (action: string, label: string, shortcut?: string): ActionItem => ({ action, label, ...(shortcut && { shortcut }) });

export const MENUS: readonly MenuList[] = [
  {
    label: '&File',
    items: [
      item('nodes.add', 'Add a node…', 'CmdOrCtrl+N'),
      'separator',
      item('inbox.openFiles', 'Import files…', 'CmdOrCtrl+O'),
      item('inbox.openFolder', 'Import a folder…', 'CmdOrCtrl+Shift+O'),
      'separator',
      { role: 'close' },
      { role: 'quit' },
    ],
  },
  {
    label: '&Edit',
    items: [
      item('edit.undo', 'Undo', 'CmdOrCtrl+Z'),
      'separator',
      { role: 'cut' },
      { role: 'copy' },
      { role: 'paste' },
      { role: 'selectAll' },
    ],
  },
  {
    label: '&Go',
    items: [
      item('view.command', 'Search, add or run…', 'CmdOrCtrl+K'),
      'separator',
      item('go.overview', 'Overview', 'CmdOrCtrl+1'),
      item('go.inbox', 'Inbox', 'CmdOrCtrl+2'),
      item('go.search', 'Search', 'CmdOrCtrl+3'),
      item('go.transfers', 'Transfers', 'CmdOrCtrl+4'),
      item('go.log', 'Network log', 'CmdOrCtrl+5'),
      item('go.nodes', 'Nodes'),
      item('go.settings', 'Settings', 'CmdOrCtrl+,'),
      'separator',
      item('go.back', 'Back', 'Alt+Left'),
      item('go.forward', 'Forward', 'Alt+Right'),
    ],
  },
  {
    label: '&Node',
    items: [
      item('nodes.verify', 'Verify'),
      item('nodes.verifyAll', 'Verify all nodes'),
      item('nodes.search', 'Search here'),
      item('nodes.sendFiles', 'Send files…'),
      item('nodes.sendFolder', 'Send a folder…'),
      item('nodes.log', 'Show log'),
      'separator',
      item('nodes.copyAddress', 'Copy address'),
      item('nodes.copyRequest', 'Copy request for their admin'),
      'separator',
      item('nodes.edit', 'Edit'),
      item('nodes.duplicate', 'Duplicate', 'CmdOrCtrl+D'),
      item('nodes.switch', 'Switch on or off'),
      item('nodes.remove', 'Remove'),
    ],
  },
  {
    label: '&Study',
    items: [
      item('search.pull', 'Pull'),
      item('search.pullFrom', 'Pull from…'),
      item('search.priors', 'Find priors'),
      item('search.again', 'Search again'),
      item('search.stop', 'Stop asking'),
      'separator',
      item('inbox.preview', 'Preview'),
      item('inbox.sendTo', 'Send to…', 'CmdOrCtrl+Enter'),
      item('inbox.export', 'Export…', 'CmdOrCtrl+E'),
      item('inbox.reveal', 'Reveal in folder'),
      item('inbox.remove', 'Delete'),
    ],
  },
  {
    label: '&Transfer',
    items: [
      item('transfers.pause', 'Pause or resume'),
      item('transfers.cancel', 'Cancel'),
      item('transfers.retry', 'Retry'),
      item('transfers.report', 'Copy report'),
      'separator',
      item('transfers.remove', 'Take off the list'),
      item('transfers.clearEnded', 'Clear the done ones'),
    ],
  },
  {
    label: '&View',
    items: [
      item('view.inspector', 'Show or hide inspector', 'CmdOrCtrl+I'),
      item('view.messages', 'Messages so far'),
      'separator',
      item('view.themeLight', 'Light'),
      item('view.themeDark', 'Dark'),
      item('view.themeSystem', 'As the system'),
      'separator',
      item('view.larger', 'Larger text', 'CmdOrCtrl+Plus'),
      item('view.smaller', 'Smaller text', 'CmdOrCtrl+-'),
      item('view.usualSize', 'Text at 100 %', 'CmdOrCtrl+0'),
      'separator',
      { role: 'togglefullscreen' },
      { role: 'minimize' },
    ],
  },
  {
    label: '&Help',
    items: [
      item('overview.selftest', 'Run self-test'),
      item('inbox.address', 'Address card of this computer'),
      item('view.commands', 'All commands', 'CmdOrCtrl+Shift+K'),
      item('view.shortcuts', 'Keyboard shortcuts'),
    ],
  },
];
