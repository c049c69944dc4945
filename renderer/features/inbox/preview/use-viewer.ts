/** What keys, wheel and mouse do to a stack: scroll, window, zoom, move. The same in the inspector and in the large preview. */
import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import type { FrameImage } from '../../../../core/contract.ts';
import type { Position } from './use-position.ts';
import { FITTED, movedBy, zoomedAt, type Point, type Viewport } from './viewport.ts';
import { draggedVoi, presetsFor, storedVoi, type GreyImage, type Voi } from './voi.ts';

export interface Viewer {
  readonly at: number;
  /** null: as each image says itself. */
  readonly voi: Voi | null;
  readonly viewport: Viewport;
  readonly goTo: (index: number) => void;
  readonly preset: (number: number) => void;
  readonly invert: () => void;
  readonly zoom: (factor: number) => void;
  readonly reset: () => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onPointerDown: (event: PointerEvent<HTMLElement>) => void;
  readonly wheel: (element: HTMLElement | null) => (() => void) | undefined;
}

export interface ViewerInput {
  readonly position: Position;
  readonly image: FrameImage | null;
  readonly modality: string;
}

const PAGE = 10;
const ZOOM_STEP = 1.25;

/** Where a key goes in the stack; null when it does not move. */
export const targetOf = (key: string, { at, count }: Pick<Position, 'at' | 'count'>): number | null => {
  switch (key) {
    case 'ArrowDown':
    case 'ArrowRight':
      return at + 1;
    case 'ArrowUp':
    case 'ArrowLeft':
      return at - 1;
    case 'PageDown':
      return at + PAGE;
    case 'PageUp':
      return at - PAGE;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
};

export const useViewer = ({ position, image, modality }: ViewerInput): Viewer => {
  const [voi, setVoi] = useState<Voi | null>(null);
  const [viewport, setViewport] = useState<Viewport>(FITTED);
  const grey: GreyImage | null = image?.kind === 'grey' ? image : null;

  const changeVoi = (change: (voi: Voi, of: GreyImage) => Voi): void => {
    if (grey !== null) setVoi((now) => change(now ?? storedVoi(grey), grey));
  };
  const preset = (number: number): void => {
    const wanted = presetsFor(modality)[number - 1];
    if (wanted !== undefined) changeVoi((now, of) => ({ ...now, ...wanted.voi(of) }));
  };
  const invert = (): void => changeVoi((now) => ({ ...now, invert: !now.invert }));
  const zoom = (factor: number, about: Point = { x: 0, y: 0 }): void => setViewport((now) => zoomedAt(now, factor, about));
  const reset = (): void => {
    setVoi(null);
    setViewport(FITTED);
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const to = targetOf(event.key, position);
    if (to !== null) position.goTo(to);
    else if (/^[1-4]$/u.test(event.key)) preset(Number(event.key));
    else if (event.key.toLowerCase() === 'i') invert();
    else if (event.key === '+' || event.key === '=') zoom(ZOOM_STEP);
    else if (event.key === '-') zoom(1 / ZOOM_STEP);
    else if (event.key === '0') reset();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  /** The left button windows; the middle one, or Shift, moves. */
  const onPointerDown = (event: PointerEvent<HTMLElement>): void => {
    if (event.button > 1) return;
    const element = event.currentTarget;
    const moves = event.button === 1 || event.shiftKey;
    element.setPointerCapture(event.pointerId);
    const drag = ({ movementX: x, movementY: y }: globalThis.PointerEvent): void => {
      if (moves) setViewport((now) => movedBy(now, { x, y }));
      else changeVoi((now, of) => draggedVoi(now, of, { x, y }));
    };
    element.addEventListener('pointermove', drag);
    element.addEventListener('lostpointercapture', () => element.removeEventListener('pointermove', drag), { once: true });
  };

  const wheel = useWheel({ step: position.step, zoom });
  return { at: position.at, voi, viewport, goTo: position.goTo, preset, invert, zoom, reset, onKeyDown, onPointerDown, wheel };
};

interface WheelActs {
  readonly step: (by: number) => void;
  readonly zoom: (factor: number, about: Point) => void;
}

const WHEEL_NOTCH = 40;
const ZOOM_DISTANCE = 300;

/** A listener of its own, because React's cannot keep the page from scrolling. Ctrl zooms about the pointer. */
const useWheel = (acts: WheelActs): Viewer['wheel'] => {
  const live = useRef(acts);
  useEffect(() => {
    live.current = acts;
  });
  const [wheel] = useState(() => (element: HTMLElement | null): (() => void) | undefined => {
    if (element === null) return undefined;
    let rest = 0;
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      if (event.ctrlKey) {
        const box = element.getBoundingClientRect();
        const about = { x: event.clientX - box.left - box.width / 2, y: event.clientY - box.top - box.height / 2 };
        live.current.zoom(Math.exp(-event.deltaY / ZOOM_DISTANCE), about);
        return;
      }
      rest += event.deltaY;
      const steps = Math.trunc(rest / WHEEL_NOTCH);
      rest -= steps * WHEEL_NOTCH;
      if (steps !== 0) live.current.step(Math.sign(steps) * Math.min(3, Math.abs(steps)));
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  });
  return wheel;
};
