// What is open over or beside the screens, and what is being dragged.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { InboxTarget, NodeView, ShownWindow } from '../../core/contract.ts';
import type { Selection } from './selection.ts';

/** Read while hovering, when the browser keeps a drag's data closed. */
export interface Dragged {
  /** What letting go on the node would do. */
  readonly verb: (node: NodeView) => string;
  /** Why it cannot be let go there; null when it can. */
  readonly refusal: (node: NodeView) => string | null;
  readonly drop: (node: NodeView) => void;
  /** To find them elsewhere; absent where they come from a search. */
  readonly studies?: { readonly label: string; readonly uids: readonly string[] };
}

/** The window that a person set in a preview, and what is shown there. */
export interface Previewed {
  readonly window: ShownWindow;
  readonly shows: (target: InboxTarget) => boolean;
}

export interface Shell {
  /** How many screens have something to say in the inspector now: without any it takes no room. */
  readonly inspecting: number;
  readonly commandOpen: boolean;
  /** What the command field opens with: '>' for commands. */
  readonly commandText: string;
  readonly shortcutsOpen: boolean;
  readonly messagesOpen: boolean;
  readonly addressOpen: boolean;
  /** The selection for which a node is being chosen. */
  readonly sending: Selection | null;
  /** The selection for which a node is to vouch. */
  readonly committing: Extract<Selection, { kind: 'inbox' }> | null;
  readonly binOpen: boolean;
  /** The selection for which the form of an export is being chosen. */
  readonly exporting: Selection | null;
  /** The selection of which de-identified or edited copies are being prepared. */
  readonly copying: { readonly form: 'deidentify' | 'edit'; readonly selection: Extract<Selection, { kind: 'inbox' }> } | null;
  /** null while images are shown as they say themselves. */
  readonly previewed: Previewed | null;
  readonly dragged: Dragged | null;
  /** What letting go would do now. */
  readonly dropHint: { readonly text: string; readonly refused: boolean } | null;
}

export type ShellStore = StoreApi<Shell>;

export const createShell = (): ShellStore =>
  createStore<Shell>(() => ({
    inspecting: 0,
    commandOpen: false,
    commandText: '',
    shortcutsOpen: false,
    messagesOpen: false,
    addressOpen: false,
    sending: null,
    committing: null,
    binOpen: false,
    exporting: null,
    copying: null,
    previewed: null,
    dragged: null,
    dropHint: null,
  }));
