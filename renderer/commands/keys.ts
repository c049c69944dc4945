// One listener for all shortcuts. Single letters act only outside text fields, when they are switched on, and not in the middle of type-ahead.
import type { Gantry } from '../gantry.ts';
import { currentContext, perform, type Action } from './action.ts';
import { isSingleKey, matches } from './shortcut.ts';

/** Where letters belong to what is being typed. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest('[data-type-ahead="running"]')) return true;
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'range', 'button'].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable;
}

/** Editing keys that belong to the text field in which they are pressed. */
const ofTextFields = new Set(['Mod+Z', 'Mod+A', 'Backspace', 'Delete', 'Enter', 'Shift+Enter', 'Mod+ArrowUp', 'Mod+ArrowDown', ' ']);

/** Keys that press the button or choose the tab on which they are pressed. */
const ofControls = new Set(['Enter', 'Shift+Enter', ' ']);

const isOnControl = (target: EventTarget | null): boolean =>
  target instanceof Element &&
  target.closest('button, a, summary, label, [role="tab"], [role="option"], input:not([type="text"])') !== null;

/** The first enabled action for the key, or null. */
export function actionFor(event: KeyboardEvent, actions: readonly Action[], gantry: Gantry): Action | null {
  const typing = isTyping(event.target);
  const singleKeys = gantry.settings.getState().settings?.appearance.singleKeys ?? true;
  const context = currentContext(gantry);
  const found = actions.find((action) => {
    const { shortcut } = action;
    if (shortcut === undefined || !matches(shortcut, event, gantry.platform)) return false;
    if (isSingleKey(shortcut) && (typing || !singleKeys)) return false;
    if (typing && ofTextFields.has(shortcut)) return false;
    if (ofControls.has(shortcut) && isOnControl(event.target)) return false;
    return action.enabled(context) === true;
  });
  return found ?? null;
}

/** Returns dispose. Listens before the focused widget does: a letter that is a shortcut is not type-ahead. */
export function installKeys(target: Window, gantry: Gantry, actions: () => readonly Action[]): () => void {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || document.querySelector('[data-modal], [role="menu"]')) return;
    const action = actionFor(event, actions(), gantry);
    if (!action) return;
    event.preventDefault();
    event.stopPropagation();
    void perform(action, currentContext(gantry));
  };
  target.addEventListener('keydown', onKeyDown, { capture: true });
  return () => target.removeEventListener('keydown', onKeyDown, { capture: true });
}
