// Drop targets: while something hovers, the window says what letting go would do, or why it would do nothing.
import { useState, type DragEvent } from 'react';
import type { Gantry } from '../gantry.ts';
import { useGantry } from '../use-gantry.ts';

export interface DropHandlers {
  readonly onDragEnter: (event: DragEvent) => void;
  readonly onDragOver: (event: DragEvent) => void;
  readonly onDragLeave: (event: DragEvent) => void;
  readonly onDrop: (event: DragEvent) => void;
  readonly 'data-drop': 'allowed' | 'refused' | undefined;
}

/** What letting go would do. */
export interface Landing {
  /** 'Send 3 items to Main PACS', or why it is refused. */
  readonly text: string;
  readonly refused: boolean;
  readonly drop: () => void;
}

export interface DropOptions<Place> {
  readonly keyOf: (place: Place) => string;
  /** null where what is in the air means nothing there: it falls on to what lies behind. */
  readonly landingOn: (place: Place, event: DragEvent, gantry: Gantry) => Landing | null;
}

export const carriesFiles = (event: DragEvent) => event.dataTransfer.types.includes('Files');

/** Absolute paths of what was dropped; things without a path (text, links) are left out. */
export const droppedPaths = (event: DragEvent, gantry: Gantry): readonly string[] =>
  Array.from(event.dataTransfer.files, (file) => gantry.host.pathOf(file)).filter((path) => path !== '');

/** For a list of places: which one is hovered is kept once. */
export function useDrop<Place>({ keyOf, landingOn }: DropOptions<Place>): (place: Place) => DropHandlers {
  const gantry = useGantry();
  const [over, setOver] = useState<{ readonly key: string; readonly refused: boolean } | null>(null);
  const leave = () => {
    setOver(null);
    gantry.shell.setState({ dropHint: null });
  };
  return (place) => {
    const key = keyOf(place);
    const hover = (event: DragEvent) => {
      const landing = landingOn(place, event, gantry);
      if (landing === null) return;
      event.preventDefault();
      event.stopPropagation();
      const { text, refused } = landing;
      event.dataTransfer.dropEffect = refused ? 'none' : 'copy';
      if (over?.key !== key || over.refused !== refused) setOver({ key, refused });
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
        const landing = landingOn(place, event, gantry);
        if (landing === null) return;
        event.preventDefault();
        event.stopPropagation();
        if (!landing.refused) landing.drop();
        gantry.shell.setState({ dragged: null });
        leave();
      },
      'data-drop': over?.key === key ? (over.refused ? 'refused' : 'allowed') : undefined,
    };
  };
}
