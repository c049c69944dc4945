import { LayoutDashboard, Stethoscope } from 'lucide-react';
import { always, type Action } from '../../commands/action.ts';
import type { ScreenDefinition } from '../../screen-definition.ts';
import { go } from '../../stores/places.ts';
import { OverviewScreen } from './overview-screen.tsx';

const runSelfTest: Action = {
  id: 'overview.selftest',
  label: 'Run self-test',
  group: 'Go',
  icon: Stethoscope,
  also: 'check verify inbox',
  enabled: always,
  run: ({ gantry }) => go(gantry.places, { screen: 'overview', selfTest: true }),
};

export const overviewScreen: ScreenDefinition = {
  id: 'overview',
  label: 'Overview',
  icon: LayoutDashboard,
  Screen: OverviewScreen,
  actions: [runSelfTest],
};
