import { Server } from 'lucide-react';
import type { ScreenDefinition } from '../../screen-definition.ts';
import { nodeActions } from './actions.ts';
import { knockActions } from './knock-actions.ts';
import { NodesScreen } from './nodes-screen.tsx';

export const nodesScreen: ScreenDefinition = {
  id: 'nodes',
  label: 'Nodes',
  icon: Server,
  Screen: NodesScreen,
  actions: [...nodeActions, ...knockActions],
};
