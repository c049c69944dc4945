// A node as a drop target: files from the desktop and rows of the inbox. While something hovers, the window says what letting go would do.
import { useState, type DragEvent } from 'react';
import type { NodeView } from '../../core/contract.ts';
import { itemsText, proposeSend, refusal } from '../commands/send.ts';
import type { Gantry } from '../gantry.ts';
import { useGantry } from '../use-gantry.ts';

export interface DropHandlers {
  readonly onDragEnter: (event: DragEvent) => void;
  readonly onDragOver: (event: DragEvent) => void;
  readonly onDragLeave: (event: DragEvent) => void;
  readonly onDrop: (event: DragEvent) => void;
  readonly 'data-drop': 'allowed' | 'refused' | undefined;
}

const carriesFiles = (event: DragEvent) => event.dataTransfer.types.includes('Files');

/** What is in the air, in words; null when it is nothing that can be sent. */
function inTheAir(event: DragEvent, gantry: Gantry): string | null {
  if (carriesFiles(event)) return itemsText(event.dataTransfer.items.length);
  return gantry.shell.getState().dragged?.what ?? null;
}

/** Absolute paths of what was dropped; things without a path (text, links) are left out. */
export const droppedPaths = (event: DragEvent, gantry: Gantry): readonly string[] =>
  Array.from(event.dataTransfer.files, (file) => gantry.host.pathOf(file)).filter((path) => path !== '');

/** For a list of nodes: which one is hovered is kept once. */
export function useNodeDrop(): (node: NodeView) => DropHandlers {
  const gantry = useGantry();
  const [over, setOver] = useState<string | null>(null);

  const leave = () => {
    setOver(null);
    gantry.shell.setState({ dropHint: null });
  };

  return (node) => {
    const refused = refusal(node);
    const hover = (event: DragEvent) => {
      const what = inTheAir(event, gantry);
      if (what === null) return;
      event.preventDefault();
      event.stopPropagation();
      event.dataTransfer.dropEffect = refused === null ? 'copy' : 'none';
      if (over === node.id) return;
      setOver(node.id);
      const verb = node.kind === 'this-computer' ? `Add ${what} to the inbox` : `Send ${what} to ${node.name}`;
      gantry.shell.setState({ dropHint: { text: refused ?? verb, refused: refused !== null } });
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
        const { dragged } = gantry.shell.getState();
        const paths = droppedPaths(event, gantry);
        if (paths.length > 0) proposeSend(gantry, { node, paths, what: itemsText(paths.length), patients: 1 });
        else if (dragged) proposeSend(gantry, { node, ...dragged });
        gantry.shell.setState({ dragged: null });
        leave();
      },
      'data-drop': over === node.id ? (refused === null ? 'allowed' : 'refused') : undefined,
    };
  };
}
