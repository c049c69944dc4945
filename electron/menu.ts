// The native menu: another view of the window's actions. A click sends the action's identifier to the page; shortcuts are shown here but
// pressed in the page, so that each acts once.
import { Menu, type BaseWindow, type MenuItemConstructorOptions } from 'electron';
import { MENUS } from './menu-table.ts';

export interface ActionChannel {
  /** Emits every chosen action until the signal fires. */
  follow(emit: (action: string) => void, signal: AbortSignal): Promise<void>;
  send(action: string): void;
}

export function createActionChannel(): ActionChannel {
  const followers = new Set<(action: string) => void>();
  return {
    follow: (emit, signal) =>
      new Promise((resolve) => {
        followers.add(emit);
        const leave = (): void => {
          followers.delete(emit);
          resolve();
        };
        signal.addEventListener('abort', leave, { once: true });
      }),
    send: (action) => followers.forEach((emit) => emit(action)),
  };
}

export interface MenuOptions {
  readonly send: (action: string) => void;
  readonly isMac: boolean;
  /** Developer tools are for those who run from the sources. */
  readonly isPackaged: boolean;
}

export function buildMenu({ send, isMac, isPackaged }: MenuOptions): Menu {
  const own = MENUS.map(({ label, items }): MenuItemConstructorOptions => ({
    label,
    submenu: items.map((item): MenuItemConstructorOptions => {
      if (item === 'separator') return { type: 'separator' };
      if ('role' in item) return item;
      const click = (_item: unknown, _window: BaseWindow | undefined): void => send(item.action);
      return { label: item.label, click, ...(item.shortcut && { accelerator: item.shortcut, registerAccelerator: false }) };
    }),
  }));
  const developer: MenuItemConstructorOptions[] = isPackaged
    ? []
    : [{ label: 'Developer', submenu: [{ role: 'reload' }, { role: 'toggleDevTools' }] }];
  return Menu.buildFromTemplate([...(isMac ? [{ role: 'appMenu' as const }] : []), ...own, ...developer]);
}
