// The screens in the order of the rail. One more screen is one more line here.
import { logScreen } from './features/log/screen.ts';
import { nodesScreen } from './features/nodes/screen.ts';
import { searchScreen } from './features/search/screen.ts';
import { transfersScreen } from './features/transfers/screen.ts';
import type { ScreenDefinition } from './screen-definition.ts';

export const screens: readonly ScreenDefinition[] = [searchScreen, transfersScreen, logScreen, nodesScreen];
