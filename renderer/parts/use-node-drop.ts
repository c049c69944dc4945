// A node as a drop target: files from the desktop and rows of the inbox. While something hovers, the window says what letting go would do.
import { useState, type DragEvent } from 'react';
import type { NodeView } from '../../core/contract.ts';
import { itemsText } from '../commands/import.ts';
import { proposeSend, refusal } from '../commands/send.ts';
import type { Gantry } from '../gantry.ts';
import type { Dragged } from '../stores/shell.ts';
import { useGantry } from '../use-gantry.ts';

export interface DropHandlers {
  readonly onDragEnter: (event: DragEvent) => void;
  readonly onDragOver: (event: DragEvent) => void;
  readonly onDragLeave: (event: DragEvent) => void;
  readonly onDrop: (event: DragEvent) => void;
  readonly 'data-drop': 'allowed' | 'refused' | undefined;
}

export const carriesFiles = (event: DragEvent) => event.dataTransfer.types.includes('Files');

export const sendVerb = (what: string, node: NodeView): string =>
  node.kind === 'this-computer' ? `Import ${what} into the inbox` : `Send ${what} to ${node.name}`;

/** What is in the air: files of the desktop, or rows of a table; null when it is nothing that a node takes. */
function inTheAir(event: DragEvent, gantry: Gantry): Dragged | null {
  if (!carriesFiles(event)) return gantry.shell.getState().dragged;
  const what = itemsText(event.dataTransfer.items.length);
  const drop = (node: NodeView) => {
    const paths = droppedPaths(event, gantry);
    if (paths.length > 0) proposeSend(gantry, { node, paths, what: itemsText(paths.length), patients: 1 });
  };
  return { verb: (node) => sendVerb(what, node), refusal, drop };
}

/** Absolute paths of what was dropped; things without a path (text, links) are left out. */
export const droppedPaths = (event: DragEvent, gantry: Gantry): readonly string[] =>
  Array.from(event.dataTransfer.files, (file) => gantry.host.pathOf(file)).filter((path) => path !== '');

/** For a list of nodes: which one is hovered is kept once. */
export function useNodeDrop(): (node: NodeView) => DropHandlers {
  const gantry = useGantry();
  const [over, setOver] = useState<{ readonly id: string; readonly refused: boolean } | null>(null);

  const leave = () => {
    setOver(null);
    gantry.shell.setState({ dropHint: null });
  };

  return (node) => {
    const hover = (event: DragEvent) => {
      const dragged = inTheAir(event, gantry);
      if (dragged === null) return;
      event.preventDefault();
      event.stopPropagation();
      const refused = dragged.refusal(node);
      event.dataTransfer.dropEffect = refused === null ? 'copy' : 'none';
      if (over?.id === node.id) return;
      setOver({ id: node.id, refused: refused !== null });
      gantry.shell.setState({ dropHint: { text: refused ?? dragged.verb(node), refused: refused !== null } });
    };
    return {
      onDragEnter: hover,
      onDragOver: hover,
      onDragLeave: (event) => {
        const to = event.relatedTarget;
        if (!(to instanceof Node && event.currentTarget.contains(to))) leave();
      },
      onDrop: (event) => {
        event.preventDefault();
        event.stopPropagation();
        const dragged = inTheAir(event, gantry);
        if (dragged?.refusal(node) === null) dragged.drop(node);
        gantry.shell.setState({ dragged: null });
        leave();
      },
      'data-drop': over?.id === node.id ? (over.refused ? 'refused' : 'allowed') : undefined,
    };
  };
}
