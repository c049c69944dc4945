// React's way to the window's state: the composition root from context, and one store at a time.
import { createContext, useContext, useSyncExternalStore } from 'react';
import { useStore, type StoreApi } from 'zustand';
import type { NodeView, Settings } from '../core/contract.ts';
import type { Gantry } from './gantry.ts';
import { here, type Place, type ScreenId } from './stores/places.ts';
import type { Selection } from './stores/selection.ts';

export const GantryContext = createContext<Gantry | null>(null);

export function useGantry(): Gantry {
  const gantry = useContext(GantryContext);
  if (!gantry) throw new Error('The window has no composition root above this component.');
  return gantry;
}

export const usePlace = (): Place => useStore(useGantry().places, here);

/** The place while it is this screen's, otherwise null: an effect on it runs when the screen is asked for something. */
export function useAsked<Id extends ScreenId>(screen: Id): Extract<Place, { screen: Id }> | null {
  const place = usePlace();
  return isAt(place, screen) ? place : null;
}

const isAt = <Id extends ScreenId>(place: Place, screen: Id): place is Extract<Place, { screen: Id }> => place.screen === screen;

export const useSelection = (): Selection => useStore(useGantry().selection);

export const useNodes = (): readonly NodeView[] => useStore(useGantry().nodes, (s) => s.rows);

/** null until the engine has told them. */
export const useSettings = (): Settings | null => useStore(useGantry().settings, (s) => s.settings);

/** Whether the component's screen is the one in front. Screens stay mounted behind it and keep their state. */
export const InFrontContext = createContext(true);
export const useInFront = (): boolean => useContext(InFrontContext);

const unheard = (): (() => void) => () => undefined;

/** A store of which things come many times a second: a screen behind others is not drawn for it, and has what it missed when it comes to the front. */
export function useSeen<State>(store: Pick<StoreApi<State>, 'subscribe' | 'getState'>): State {
  const inFront = useInFront();
  return useSyncExternalStore(inFront ? store.subscribe : unheard, store.getState);
}
