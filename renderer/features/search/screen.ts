import { Search } from 'lucide-react';
import type { ScreenDefinition } from '../../screen-definition.ts';
import { searchActions } from './actions.ts';
import { SearchScreen } from './search-screen.tsx';

export const searchScreen: ScreenDefinition = { id: 'search', label: 'Search', icon: Search, Screen: SearchScreen, actions: searchActions };
