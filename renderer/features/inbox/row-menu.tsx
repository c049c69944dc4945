/** What can be done with a row: verbs first, what is seldom wanted a level below, the way out at the end. */
import { Ellipsis } from 'lucide-react';
import type { ReactElement } from 'react';
import { ActionItems } from '../../parts/action-button.tsx';
import { MenuSeparator, Submenu } from '../../ui/menu.tsx';
import { rowMenu } from './actions.ts';

export const RowMenu = (): ReactElement => (
  <>
    <ActionItems actions={rowMenu.first} />
    <Submenu label="More" icon={Ellipsis}>
      <ActionItems actions={rowMenu.more} />
    </Submenu>
    <MenuSeparator />
    <ActionItems actions={rowMenu.last} />
  </>
);
