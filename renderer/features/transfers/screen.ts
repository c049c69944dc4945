import { ArrowLeftRight } from 'lucide-react';
import type { ScreenDefinition } from '../../screen-definition.ts';
import { transferActions } from './actions.ts';
import { countByLane } from './lane.ts';
import { TransfersScreen } from './transfers-screen.tsx';

export const transfersScreen: ScreenDefinition = {
  id: 'transfers',
  label: 'Transfers',
  icon: ArrowLeftRight,
  Screen: TransfersScreen,
  actions: transferActions,
  badge: ({ transfers }) => {
    const counts = countByLane(transfers.getState().rows);
    return { count: counts.running + counts.waiting, problems: counts['needs-you'] };
  },
};
