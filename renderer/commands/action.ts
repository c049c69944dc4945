/**
 * One object for each thing a person can do. Button, menu, shortcut and palette are views of it: none of them knows what it does.
 */
import type { LucideIcon } from 'lucide-react';
import { CallError } from '../api.ts';
import type { Gantry } from '../gantry.ts';
import { toast } from '../stores/feedback.ts';
import type { Selection } from '../stores/selection.ts';

/** The window and what the action is about: the selection in front, or the row whose menu is open. */
export interface ActionContext {
  readonly gantry: Gantry;
  readonly selection: Selection;
}

/** true, or why not now: the end of a tooltip, a whole sentence. */
export type Enabled = true | string;

export interface Action {
  /** 'nodes.verify'; the native menu and the tests use it. */
  readonly id: string;
  readonly label: string | ((context: ActionContext) => string);
  readonly group: 'Go' | 'Node' | 'Knock' | 'Search' | 'Inbox' | 'Transfer' | 'Log' | 'View' | 'Edit';
  readonly icon?: LucideIcon;
  /** 'Mod+K', 'Alt+ArrowLeft', 'R'. */
  readonly shortcut?: string;
  readonly tone?: 'danger';
  /** Words under which the palette finds it, too. */
  readonly also?: string;
  /** Left out of the palette: it only makes sense where it is shown. */
  readonly unlisted?: true;
  readonly enabled: (context: ActionContext) => Enabled;
  readonly run: (context: ActionContext) => Promise<void> | void;
}

export const always = (): Enabled => true;

export const labelOf = (action: Action, context: ActionContext): string =>
  typeof action.label === 'string' ? action.label : action.label(context);

/** The context that counts when nothing else is said. */
export const currentContext = (gantry: Gantry): ActionContext => ({ gantry, selection: gantry.selection.getState() });

/** Runs it if it may run. What goes wrong is said, never thrown at the person's click. */
export async function perform(action: Action, context: ActionContext): Promise<void> {
  if (action.enabled(context) !== true) return;
  await attempt(context.gantry, async () => action.run(context));
}

/** For the native menu, whose entries cannot show why they do nothing now. */
export async function performOrSay(action: Action, context: ActionContext): Promise<void> {
  const enabled = action.enabled(context);
  if (enabled === true) await perform(action, context);
  else toast(context.gantry.feedback, enabled, { tone: 'note' });
}

/** Runs something for a person: a failure becomes a message that names it. */
export async function attempt(gantry: Gantry, work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    const failure = error instanceof CallError ? error.failure : null;
    const text = failure?.explanation?.headline ?? (error instanceof Error ? error.message : String(error));
    toast(gantry.feedback, text, { tone: 'problem', detail: failure?.explanation?.why ?? '' });
    return false;
  }
}
