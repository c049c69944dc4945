// What the window says after an act: toasts for what is finished, and a stack of what can be taken back.
import { createStore, type StoreApi } from 'zustand/vanilla';

export interface Toast {
  readonly id: number;
  /** `note`: said in answer to a person, nothing went wrong. */
  readonly tone: 'done' | 'note' | 'problem';
  readonly text: string;
  readonly detail: string;
  /** What can be done with it. */
  readonly action: { readonly label: string; readonly run: () => void } | null;
  /** ms since 1970 */
  readonly at: number;
}

export interface Undo {
  readonly id: number;
  /** What was done, in the past tense: 'Main PACS removed'. */
  readonly text: string;
  readonly undo: () => Promise<void> | void;
  /** In the bin: without it there is nothing to bring back. */
  readonly token?: string;
}

export interface Feedback {
  readonly toasts: readonly Toast[];
  /** What was said since the start, newest first, long after it has left the corner. */
  readonly said: readonly Toast[];
  /** Newest last. */
  readonly undos: readonly Undo[];
  /** The one shown in the undo bar now. */
  readonly offered: Undo | null;
  readonly last: number;
}

export type FeedbackStore = StoreApi<Feedback>;

const KEPT_UNDOS = 20;
const KEPT_TOASTS = 4;
const KEPT_SAID = 100;

export const createFeedback = (): FeedbackStore =>
  createStore<Feedback>(() => ({ toasts: [], said: [], undos: [], offered: null, last: 0 }));

export function toast(store: FeedbackStore, text: string, more: Partial<Pick<Toast, 'tone' | 'detail' | 'action'>> = {}): void {
  store.setState(({ toasts, said, last }) => {
    const { tone = 'done', detail = '', action = null } = more;
    const one: Toast = { id: last + 1, tone, text, detail, action, at: Date.now() };
    return { toasts: [...toasts, one].slice(-KEPT_TOASTS), said: [one, ...said].slice(0, KEPT_SAID), last: one.id };
  });
}

export const dismissToast = (store: FeedbackStore, id: number): void =>
  store.setState(({ toasts }) => ({ toasts: toasts.filter((one) => one.id !== id) }));

export const offerUndo = (store: FeedbackStore, text: string, undo: Undo['undo']): void => offer(store, { text, undo });

/** Of what lies in the bin under the token. */
export const offerRestore = (store: FeedbackStore, { text, token, undo }: Pick<Undo, 'text' | 'undo'> & { readonly token: string }): void =>
  offer(store, { text, token, undo });

/** What was in the bin under these tokens is gone for good, or back. */
export function withdrawRestores(store: FeedbackStore, tokens: ReadonlySet<string>): void {
  const isGone = ({ token }: Undo): boolean => token !== undefined && tokens.has(token);
  store.setState(({ undos, offered }) => ({
    undos: undos.filter((undo) => !isGone(undo)),
    offered: offered && isGone(offered) ? null : offered,
  }));
}

function offer(store: FeedbackStore, undo: Omit<Undo, 'id'>): void {
  store.setState(({ undos, last }) => {
    const offered = { ...undo, id: last + 1 };
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
