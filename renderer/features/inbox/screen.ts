import { Inbox } from 'lucide-react';
import type { ScreenDefinition } from '../../screen-definition.ts';
import { inboxActions } from './actions.ts';
import { InboxScreen } from './inbox-screen.tsx';

export const inboxScreen: ScreenDefinition = {
  id: 'inbox',
  label: 'Inbox',
  icon: Inbox,
  Screen: InboxScreen,
  actions: inboxActions,
  badge: ({ studies }) => ({ count: studies.getState().rows.length, problems: 0 }),
};
