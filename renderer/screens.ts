// The screens in the order of the rail. One more screen is one more line here.
import { inboxScreen } from './features/inbox/screen.ts';
import { logScreen } from './features/log/screen.ts';
import { nodesScreen } from './features/nodes/screen.ts';
import { overviewScreen } from './features/overview/screen.ts';
import { searchScreen } from './features/search/screen.ts';
import { settingsScreen } from './features/settings/screen.ts';
import { transfersScreen } from './features/transfers/screen.ts';
import type { ScreenDefinition } from './screen-definition.ts';

export const screens: readonly ScreenDefinition[] = [
  overviewScreen,
  inboxScreen,
  searchScreen,
  transfersScreen,
  logScreen,
  settingsScreen,
  nodesScreen,
];
