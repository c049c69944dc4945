// A node as a drop target: files from the desktop and rows of a table.
import type { DragEvent } from 'react';
import type { NodeView } from '../../core/contract.ts';
import { itemsText } from '../commands/import.ts';
import { proposeSend, refusal } from '../commands/send.ts';
import type { Gantry } from '../gantry.ts';
import type { Dragged } from '../stores/shell.ts';
import { carriesFiles, droppedPaths, useDrop, type DropHandlers, type Landing } from './use-drop.ts';

export const sendVerb = (what: string, node: NodeView): string =>
  node.kind === 'this-computer' ? `Import ${what} into the inbox` : `Send ${what} to ${node.name}`;

/** What is in the air: files of the desktop, or rows of a table; null when it is nothing that a node takes. */
export function inTheAir(event: DragEvent, gantry: Gantry): Dragged | null {
  if (!carriesFiles(event)) return gantry.shell.getState().dragged;
  const what = itemsText(event.dataTransfer.items.length);
  const drop = (node: NodeView) => {
    const paths = droppedPaths(event, gantry);
    if (paths.length > 0) proposeSend(gantry, { node, paths, what: itemsText(paths.length) });
  };
  return { verb: (node) => sendVerb(what, node), refusal, drop };
}

export function landingOnNode(node: NodeView, event: DragEvent, gantry: Gantry): Landing | null {
  const dragged = inTheAir(event, gantry);
  if (dragged === null) return null;
  const refused = dragged.refusal(node);
  return { text: refused ?? dragged.verb(node), refused: refused !== null, drop: () => dragged.drop(node) };
}

export const useNodeDrop = (): ((node: NodeView) => DropHandlers) => useDrop({ keyOf: ({ id }) => id, landingOn: landingOnNode });
