import { Settings } from 'lucide-react';
import { rebuildIndex } from '../../commands/rebuild.ts';
import type { ScreenDefinition } from '../../screen-definition.ts';
import { SettingsScreen } from './settings-screen.tsx';

export const settingsScreen: ScreenDefinition = {
  id: 'settings',
  label: 'Settings',
  icon: Settings,
  Screen: SettingsScreen,
  actions: [rebuildIndex],
};
