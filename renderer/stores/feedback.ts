// What the window says after an act: toasts for what is finished, and a stack of what can be taken back.
import { createStore, type StoreApi } from 'zustand/vanilla';

export interface Toast {
  readonly id: number;
  readonly tone: 'done' | 'problem';
  readonly text: string;
  readonly detail: string;
  /** What can be done with it. */
  readonly action: { readonly label: string; readonly run: () => void } | null;
}

export interface Undo {
  readonly id: number;
  /** What was done, in the past tense: 'Main PACS removed'. */
  readonly text: string;
  readonly undo: () => Promise<void> | void;
}

export interface Feedback {
  readonly toasts: readonly Toast[];
  /** Newest last. */
  readonly undos: readonly Undo[];
  /** The one shown in the undo bar now. */
  readonly offered: Undo | null;
  readonly last: number;
}

export type FeedbackStore = StoreApi<Feedback>;

const KEPT_UNDOS = 20;
const KEPT_TOASTS = 4;

export const createFeedback = (): FeedbackStore => createStore<Feedback>(() => ({ toasts: [], undos: [], offered: null, last: 0 }));

export function toast(store: FeedbackStore, text: string, more: Partial<Pick<Toast, 'tone' | 'detail' | 'action'>> = {}): void {
  store.setState(({ toasts, last }) => ({
    toasts: [...toasts, { id: last + 1, tone: more.tone ?? 'done', text, detail: more.detail ?? '', action: more.action ?? null }].slice(-KEPT_TOASTS),
    last: last + 1,
  }));
}

export const dismissToast = (store: FeedbackStore, id: number): void =>
  store.setState(({ toasts }) => ({ toasts: toasts.filter((one) => one.id !== id) }));

export function offerUndo(store: FeedbackStore, text: string, undo: Undo['undo']): void {
  store.setState(({ undos, last }) => {
    const offered = { id: last + 1, text, undo };
    return { undos: [...undos, offered].slice(-KEPT_UNDOS), offered, last: last + 1 };
  });
}

export const withdrawOffer = (store: FeedbackStore): void => store.setState({ offered: null });

/** Takes the newest act back. It is off the stack before it runs, so a second press never runs it twice. */
export async function undoLast(store: FeedbackStore): Promise<void> {
  const { undos } = store.getState();
  const last = undos.at(-1);
  if (!last) return;
  store.setState({ undos: undos.slice(0, -1), offered: null });
  await last.undo();
}
