// Screens as drop targets, and the window around them: files are imported, or found on nodes where the search is; rows of a table land where they
// have a meaning.
import type { DragEvent } from 'react';
import { findFiles, findStudies } from '../commands/find.ts';
import { importPaths, itemsText } from '../commands/import.ts';
import type { Gantry } from '../gantry.ts';
import type { ScreenId } from '../stores/places.ts';
import { carriesFiles, droppedPaths, useDrop, type DropHandlers, type Landing } from './use-drop.ts';
import { landingOnNode } from './use-node-drop.ts';

/** `window`: anywhere else. */
export type Ground = ScreenId | 'window';

function landingOn(ground: Ground, event: DragEvent, gantry: Gantry): Landing | null {
  if (carriesFiles(event)) {
    const what = itemsText(event.dataTransfer.items.length);
    if (ground === 'search')
      return { text: `Find ${what} on nodes`, refused: false, drop: () => findFiles(gantry, droppedPaths(event, gantry)) };
    return { text: `Import ${what} into the inbox`, refused: false, drop: () => importPaths(gantry, droppedPaths(event, gantry)) };
  }
  if (ground === 'search') return landingOnSearch(gantry);
  const own = gantry.nodes.getState().rows.find(({ kind }) => kind === 'this-computer');
  return own === undefined || ground !== 'inbox' ? null : landingOnNode(own, event, gantry);
}

function landingOnSearch(gantry: Gantry): Landing | null {
  const studies = gantry.shell.getState().dragged?.studies;
  if (studies === undefined) return null;
  return { text: `Find ${studies.label} on nodes`, refused: false, drop: () => findStudies(gantry, studies.uids) };
}

export const useScreenDrop = (): ((ground: Ground) => DropHandlers) => useDrop({ keyOf: (ground) => ground, landingOn });
