import { ScrollText } from 'lucide-react';
import type { ScreenDefinition } from '../../screen-definition.ts';
import { logActions } from './actions.ts';
import { LogScreen } from './log-screen.tsx';

export const logScreen: ScreenDefinition = { id: 'log', label: 'Network log', icon: ScrollText, Screen: LogScreen, actions: logActions };
