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

export const MENUS: readonly MenuList[] = [
  {
    label: '&File',
    items: [
      { action: 'node.add', label: 'New System…', shortcut: 'CmdOrCtrl+N' },
      { action: 'files.open', label: 'Open Files…', shortcut: 'CmdOrCtrl+O' },
      'separator',
      { role: 'close' },
      { role: 'quit' },
    ],
  },
  {
    label: '&Edit',
    items: [{ role: 'cut' }, { role: 'copy' }, { role: 'paste' }, { role: 'selectAll' }],
  },
];
