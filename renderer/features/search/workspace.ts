/** The search of one window: its session, what is selected in the results, and what is open beside them. Made when first asked for. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { NodeView } from '../../../core/contract.ts';
import type { Gantry } from '../../gantry.ts';
import { currentLocale } from '../../format/locale.ts';
import type { Chip } from './chip.ts';
import { createLocalCounts, type LocalCountsStore } from './local-counts.ts';
import type { Match } from './results.ts';
import type { LineContext } from './search-line.ts';
import { createSearchSession, type AskContext, type SearchSession } from './session.ts';

export interface View {
  readonly selected: readonly Match[];
  /** Choosing where from, how and where to. */
  readonly choosing: boolean;
  /** The node whose failure is being explained. */
  readonly explained: string | null;
  /** Moves on when the cursor should go into the field. */
  readonly focusAsked: number;
}

export interface SearchWorkspace {
  readonly session: SearchSession;
  readonly local: LocalCountsStore;
  readonly view: StoreApi<View>;
}

const workspaces = new WeakMap<Gantry, SearchWorkspace>();

export const searchWorkspace = (gantry: Gantry): SearchWorkspace => {
  const known = workspaces.get(gantry);
  if (known !== undefined) return known;
  const made = {
    session: createSearchSession(gantry.api),
    local: createLocalCounts(gantry.api, gantry.studies),
    view: createStore<View>(() => ({ selected: [], choosing: false, explained: null, focusAsked: 0 })),
  };
  workspaces.set(gantry, made);
  return made;
};

/** Whom a search may ask: everybody that is switched on, our own inbox among them. */
export const searchable = (nodes: readonly NodeView[]): readonly NodeView[] => nodes.filter(({ enabled }) => enabled);

/**
 * Whom it asks when nobody is named. Our own inbox only answers when it is: what it holds is marked in every row anyway. Who was found to take no
 * queries at all (a printer, a modality) is left out; who should but refused them is asked again.
 */
export const askedUnnamed = (nodes: readonly NodeView[]): readonly NodeView[] => {
  const remote = searchable(nodes).filter(({ kind }) => kind === 'remote');
  const able = remote.filter(({ abilities, refused }) => abilities.query !== false || refused === 'query');
  return able.length > 0 ? able : remote;
};

export const lineContext = (nodes: readonly NodeView[]): LineContext => ({
  today: new Date(),
  locale: currentLocale(),
  nodes: searchable(nodes),
});

export const askContext = (gantry: Gantry): AskContext => {
  const nodes = gantry.nodes.getState().rows;
  const settings = gantry.settings.getState().settings?.search ?? { limit: 200, model: 'study' as const };
  const line = lineContext(nodes);
  return { today: line.today, line, nodes: askedUnnamed(nodes).map(({ id }) => id), model: settings.model, limit: settings.limit };
};

/** Asks for this and nothing else, at the nodes that are chosen. */
export const askOnly = (gantry: Gantry, chips: readonly Chip[]): void => {
  const { session } = searchWorkspace(gantry);
  for (const chip of session.store.getState().chips) if (chip.kind !== 'nodes') session.removeChip(chip);
  session.type('');
  session.addChips(chips);
  askNow(gantry);
};

/** Asks what the line and the chips say, anew. */
export const askNow = (gantry: Gantry, how?: { readonly anyway: boolean }): void => {
  const { session, local, view } = searchWorkspace(gantry);
  local.forget();
  view.setState({ explained: null });
  session.ask(askContext(gantry), how);
};
