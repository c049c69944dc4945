// Shortcuts as text ('Mod+Shift+C', 'Alt+ArrowLeft', 'R', '?', 'Mod++'), matched against key events and written as each platform writes them.
// Mod is ⌘ on a Mac and Ctrl elsewhere.
import type { Platform } from '../gantry.ts';

export interface Keys {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

interface Parsed {
  readonly key: string;
  readonly mod: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
}

function parse(shortcut: string): Parsed {
  // A plus at the end is a key, not a joint.
  const parts = shortcut.replace(/\+$/, 'Plus').split('+');
  const key = parts.at(-1) ?? '';
  return {
    key: key === 'Plus' ? '+' : key,
    mod: parts.includes('Mod'),
    alt: parts.includes('Alt'),
    shift: parts.includes('Shift'),
  };
}

/** A character alone, without Mod or Alt: may be switched off, and never acts while somebody types (WCAG 2.1.4). */
export function isSingleKey(shortcut: string): boolean {
  const { key, mod, alt } = parse(shortcut);
  return !mod && !alt && key.length === 1 && key !== ' ';
}

export function matches(shortcut: string, event: Keys, platform: Platform): boolean {
  const wanted = parse(shortcut);
  const mod = platform === 'mac' ? event.metaKey : event.ctrlKey;
  const other = platform === 'mac' ? event.ctrlKey : event.metaKey;
  // A sign such as '?' needs Shift on some keyboards and not on others: only letters and named keys ask for it.
  const shiftCounts = wanted.key.length > 1 || /[a-z0-9]/i.test(wanted.key);
  // The plus needs Shift where it shares a key with the equals sign, and nobody holds it for this.
  const isKey = event.key.toLowerCase() === wanted.key.toLowerCase() || (wanted.key === '+' && event.key === '=');
  return isKey && mod === wanted.mod && !other && event.altKey === wanted.alt && (!shiftCounts || event.shiftKey === wanted.shift);
}

const signs: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Enter: '⏎',
  Backspace: '⌫',
  Delete: 'Del',
  Escape: 'Esc',
  ' ': 'Space',
};

export function written(shortcut: string, platform: Platform): string {
  const { key, mod, alt, shift } = parse(shortcut);
  const name = signs[key] ?? (key.length === 1 ? key.toUpperCase() : key);
  if (platform === 'mac') return [alt && '⌥', shift && '⇧', mod && '⌘', name].filter(Boolean).join('');
  return [mod && 'Ctrl', alt && 'Alt', shift && 'Shift', name].filter(Boolean).join('+');
}

const spokenSigns: Readonly<Record<string, string>> = { ' ': 'Space', '+': 'Plus' };

/** For aria-keyshortcuts. */
export function spoken(shortcut: string, platform: Platform): string {
  const { key, mod, alt, shift } = parse(shortcut);
  return [mod && (platform === 'mac' ? 'Meta' : 'Control'), alt && 'Alt', shift && 'Shift', spokenSigns[key] ?? key]
    .filter(Boolean)
    .join('+');
}
