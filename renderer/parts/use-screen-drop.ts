// Screens as drop targets, and the window around them: files are imported, or found on nodes where the search is; rows of a table land where they
// have a meaning. While something hovers, the window says what letting go would do; what it would not do is said, too.
import { useState, type DragEvent } from 'react';
import { importPaths, itemsText } from '../commands/import.ts';
import type { Gantry } from '../gantry.ts';
import type { ScreenId } from '../stores/places.ts';
import { useGantry } from '../use-gantry.ts';
import { carriesFiles, droppedPaths, type DropHandlers } from './use-node-drop.ts';

interface Landing {
  readonly text: string;
  readonly refused: boolean;
  readonly drop: () => void;
}

/** `window`: anywhere else. */
export type Ground = ScreenId | 'window';

/** What letting go there would do; null where it means nothing. */
function landingOn(ground: Ground, event: DragEvent, gantry: Gantry): Landing | null {
  if (carriesFiles(event)) {
    const what = itemsText(event.dataTransfer.items.length);
    return { text: `Import ${what} into the inbox`, refused: false, drop: () => void importPaths(gantry, droppedPaths(event, gantry)) };
  }
  const { dragged } = gantry.shell.getState();
  const own = gantry.nodes.getState().rows.find(({ kind }) => kind === 'this-computer');
  if (dragged === null || own === undefined || ground !== 'inbox') return null;
  const refused = dragged.refusal(own);
  return { text: refused ?? dragged.verb(own), refused: refused !== null, drop: () => dragged.drop(own) };
}

/** For a list of screens: which one is hovered is kept once. */
export function useScreenDrop(): (ground: Ground) => DropHandlers {
  const gantry = useGantry();
  const [over, setOver] = useState<{ readonly ground: Ground; readonly refused: boolean } | null>(null);
  const leave = () => {
    setOver(null);
    gantry.shell.setState({ dropHint: null });
  };
  return (ground) => {
    const hover = (event: DragEvent) => {
      const landing = landingOn(ground, event, gantry);
      if (landing === null) return;
      event.preventDefault();
      event.stopPropagation();
      const { text, refused } = landing;
      event.dataTransfer.dropEffect = refused ? 'none' : 'copy';
      if (over?.ground !== ground) setOver({ ground, refused });
      if (gantry.shell.getState().dropHint?.text !== text) gantry.shell.setState({ dropHint: { text, refused } });
    };
    return {
      onDragEnter: hover,
      onDragOver: hover,
      onDragLeave: (event) => {
        const to = event.relatedTarget;
        if (!(to instanceof Node && event.currentTarget.contains(to))) leave();
      },
      onDrop: (event) => {
        const landing = landingOn(ground, event, gantry);
        if (landing === null) return;
        event.preventDefault();
        event.stopPropagation();
        if (!landing.refused) landing.drop();
        gantry.shell.setState({ dragged: null });
        leave();
      },
      'data-drop': over?.ground === ground ? (over.refused ? 'refused' : 'allowed') : undefined,
    };
  };
}
