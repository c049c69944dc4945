/**
 * The place where the inbox is: one open at a time, another when the folder is changed, none while its folder cannot be used. Senders are
 * then told to come back later, so that nothing is lost.
 */
import { explainFile } from '../failures/explain-local.ts';
import type { Explanation } from '../contract.ts';
import { createInbox, type Inbox, type InboxOptions } from '../inbox/inbox.ts';
import { createLive, type Live } from '../lib/live.ts';
import type { Handlers } from '../services/types.ts';
import { ExplainedError } from './serve.ts';

export type SlotState =
  | { readonly kind: 'empty' }
  | { readonly kind: 'open'; readonly inbox: Inbox }
  | { readonly kind: 'failed'; readonly folder: string; readonly explanation: Explanation };

export interface InboxSlot {
  readonly state: Live<SlotState>;
  /** Hands each object to the inbox that is open. */
  readonly store: NonNullable<Handlers['store']>;
  /** @throws ExplainedError while there is none. */
  readonly inbox: Inbox;
  /** Opens the folder's inbox and closes the one before. Settles in either case; the state says what came of it. */
  open(folder: string): Promise<void>;
  /**
   * Closes the inbox, does what is to be done to its files, and opens the folder's; when that cannot be done, the one before again.
   * @throws what the work throws.
   */
  exchange(folder: string, work: () => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

const OUT_OF_RESOURCES = 0xa700;

export function createInboxSlot(options: Omit<InboxOptions, 'folder'>): InboxSlot {
  const state = createLive<SlotState>({ kind: 'empty' });
  let queue: Promise<void> = Promise.resolve();

  const closeCurrent = async (): Promise<void> => {
    const before = state.value;
    if (before.kind !== 'open') return;
    state.set({ kind: 'empty' });
    await before.inbox.close();
  };

  const replace = async (folder: string): Promise<void> => {
    if (state.value.kind === 'open' && state.value.inbox.folder === folder) return;
    // The index belongs to one folder at a time: the old inbox is closed before the new one reads it.
    await closeCurrent();
    try {
      state.set({ kind: 'open', inbox: createInbox({ ...options, folder }) });
    } catch (error) {
      state.set({ kind: 'failed', folder, explanation: explainFolder(error, folder) });
    }
  };

  const exchange = async (folder: string, work: () => Promise<void>): Promise<void> => {
    const before = state.value.kind === 'open' ? state.value.inbox.folder : undefined;
    await closeCurrent();
    try {
      await work();
    } catch (error) {
      if (before !== undefined) await replace(before);
      throw error;
    }
    await replace(folder);
  };

  return {
    state,
    get inbox() {
      if (state.value.kind === 'open') return state.value.inbox;
      const explanation = state.value.kind === 'failed' ? state.value.explanation : undefined;
      throw new ExplainedError('no-inbox', explanation?.headline ?? 'The inbox is being opened.', explanation);
    },
    store: (request) =>
      state.value.kind === 'open'
        ? state.value.inbox.store(request)
        : { status: OUT_OF_RESOURCES, errorComment: 'the inbox folder cannot be used' },
    exchange(folder, work) {
      const exchanged = queue.then(() => exchange(folder, work));
      queue = exchanged.catch(() => undefined);
      return exchanged;
    },
    open: (folder) => (queue = queue.then(() => replace(folder))),
    close: () => (queue = queue.then(closeCurrent)),
  };
}

function explainFolder(error: unknown, folder: string): Explanation {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  const here = { nodeName: 'This computer', host: '', port: 0, calledTitle: '', callingTitle: '' };
  return (
    explainFile(code, here) ?? {
      headline: 'The inbox folder cannot be used.',
      why: `${folder}: ${error instanceof Error ? error.message : 'unknown reason'}`,
      confidence: 'certain',
      advice: 'Choose another folder, or close the other program that has it open.',
      remedies: [{ kind: 'open-settings', section: 'inbox' }],
      who: 'you',
      code: code || (error instanceof Error ? error.name : 'unknown'),
    }
  );
}
