// What a feature gives to the shell: its screen and its actions. screens.ts lists them.
import type { LucideIcon } from 'lucide-react';
import type { ComponentType } from 'react';
import type { Action } from './commands/action.ts';
import type { Gantry } from './gantry.ts';
import type { ScreenId } from './stores/places.ts';

export interface ScreenDefinition {
  readonly id: ScreenId;
  /** Its name in the rail, and its accessible name. */
  readonly label: string;
  readonly icon: LucideIcon;
  /** Mounted when first visited and kept from then on. */
  readonly Screen: ComponentType;
  readonly actions: readonly Action[];
  /** Beside the rail's entry: how many, and how many need the person. Must be cheap. */
  readonly badge?: (gantry: Gantry) => { readonly count: number; readonly problems: number };
}
