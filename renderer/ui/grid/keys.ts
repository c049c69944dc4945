// What a key means in a table (ARIA grid and treegrid patterns), as data; the table does it.

export type GridIntent =
  | { readonly kind: 'move'; readonly to: number; readonly mode: 'only' | 'extend' | 'focus' }
  | { readonly kind: 'select-all' }
  | { readonly kind: 'toggle' }
  | { readonly kind: 'open'; readonly alternative: boolean }
  | { readonly kind: 'space' }
  | { readonly kind: 'expand'; readonly expanded: boolean }
  | { readonly kind: 'inspect' }
  | { readonly kind: 'clear' }
  | { readonly kind: 'type'; readonly letter: string };

export interface GridSituation {
  readonly at: number;
  readonly count: number;
  /** Rows that fit. */
  readonly page: number;
  /** null in a flat table or on a leaf. */
  readonly expanded: boolean | null;
  /** Index of the row above this one's level, or null. */
  readonly parent: number | null;
  readonly isTree: boolean;
  readonly hasSelection: boolean;
}

interface Pressed {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

export function intentOf(event: Pressed, now: GridSituation): GridIntent | null {
  if (event.altKey) return null;
  const mod = event.ctrlKey || event.metaKey;
  const target = targetOf(event.key, now);
  if (target !== null) {
    const to = Math.max(0, Math.min(now.count - 1, target));
    return { kind: 'move', to, mode: event.shiftKey ? 'extend' : mod ? 'focus' : 'only' };
  }
  if (mod) return modIntent(event);
  return plainIntent(event, now);
}

function targetOf(key: string, { at, count, page }: GridSituation): number | null {
  switch (key) {
    case 'ArrowDown':
      return at + 1;
    case 'ArrowUp':
      return at - 1;
    case 'PageDown':
      return at + page;
    case 'PageUp':
      return at - page;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}

function modIntent({ key, shiftKey }: Pressed): GridIntent | null {
  // With Shift it is the shortcut of an action, even where that one cannot be used now.
  if (!shiftKey && (key === 'a' || key === 'A')) return { kind: 'select-all' };
  return key === ' ' ? { kind: 'toggle' } : null;
}

function plainIntent(event: Pressed, now: GridSituation): GridIntent | null {
  switch (event.key) {
    case 'Enter':
      return { kind: 'open', alternative: event.shiftKey };
    case ' ':
      return { kind: 'space' };
    case 'Escape':
      return now.hasSelection ? { kind: 'clear' } : null;
    case 'ArrowRight':
      return rightIntent(now);
    case 'ArrowLeft':
      if (!now.isTree) return null;
      if (now.expanded === true) return { kind: 'expand', expanded: false };
      return now.parent === null ? null : { kind: 'move', to: now.parent, mode: 'only' };
    default:
      return event.key.length === 1 ? { kind: 'type', letter: event.key } : null;
  }
}

function rightIntent({ isTree, expanded, at, count }: GridSituation): GridIntent | null {
  if (!isTree || expanded === null) return { kind: 'inspect' };
  if (!expanded) return { kind: 'expand', expanded: true };
  return { kind: 'move', to: Math.min(at + 1, count - 1), mode: 'only' };
}
