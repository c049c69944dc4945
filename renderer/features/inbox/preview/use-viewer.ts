/** What a person does to a stack of images: scroll, play, window, zoom, move, turn, by keys, wheel and drags; one set of acts for all of them. */
import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import type { FrameImage } from '../../../../core/contract.ts';
import { presetsFor, type Preset } from './presets.ts';
import type { Playback } from './use-playback.ts';
import type { Position } from './use-position.ts';
import { FITTED, fittedSize, mirrored, movedBy, oneToOne, turned, zoomedAt, type Point, type Size, type Viewport } from './viewport.ts';
import { draggedVoi, storedVoi, type GreyImage, type Voi } from './voi.ts';

export interface Viewer {
  /** null: as each image says itself. */
  readonly voi: Voi | null;
  readonly viewport: Viewport;
  readonly overlays: boolean;
  readonly presets: readonly Preset[];
  readonly preset: (number: number) => void;
  readonly invert: () => void;
  readonly zoom: (factor: number) => void;
  readonly fit: () => void;
  readonly turn: (by: 90 | -90) => void;
  readonly mirror: () => void;
  readonly toggleOverlays: () => void;
  readonly reset: () => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onPointerDown: (event: PointerEvent<HTMLElement>) => void;
  readonly wheel: (element: HTMLElement | null) => (() => void) | undefined;
}

export interface ViewerInput {
  readonly position: Position;
  readonly playback: Playback;
  readonly image: FrameImage | null;
  readonly modality: string;
  /** Of the place where the picture is drawn. */
  readonly frame: Size;
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

const NO_PRESETS: readonly Preset[] = [];

export const useViewer = ({ position, playback, image, modality, frame }: ViewerInput): Viewer => {
  const [voi, setVoi] = useState<Voi | null>(null);
  const [viewport, setViewport] = useState<Viewport>(FITTED);
  const [overlays, setOverlays] = useState(true);
  const grey: GreyImage | null = image?.kind === 'grey' ? image : null;
  const presets = grey === null ? NO_PRESETS : presetsFor(modality, grey);

  const changeVoi = (change: (voi: Voi, of: GreyImage) => Voi): void => {
    if (grey !== null) setVoi((now) => change(now ?? storedVoi(grey), grey));
  };
  const preset = (number: number): void => {
    const wanted = presets[number - 1];
    if (wanted !== undefined) changeVoi((now, of) => ({ ...wanted.voi(of), invert: now.invert }));
  };
  const invert = (): void => changeVoi((now) => ({ ...now, invert: !now.invert }));
  const zoom = (factor: number, about: Point = { x: 0, y: 0 }): void => setViewport((now) => zoomedAt(now, factor, about));
  /** From any other zoom back to fitting, from fitting to one to one. */
  const fit = (): void => {
    if (image === null || image.kind === 'none') return;
    const fitted = fittedSize(image, frame, viewport.turn);
    const isFitted = viewport.zoom === 1 && viewport.pan.x === 0 && viewport.pan.y === 0;
    const wanted = isFitted ? oneToOne(image, fitted, globalThis.devicePixelRatio) : 1;
    setViewport((now) => ({ ...now, zoom: wanted, pan: FITTED.pan }));
  };
  const turn = (by: 90 | -90): void => setViewport((now) => turned(now, by));
  const mirror = (): void => setViewport(mirrored);
  const toggleOverlays = (): void => setOverlays((now) => !now);
  const reset = (): void => {
    setVoi(null);
    setViewport(FITTED);
    setOverlays(true);
  };

  const acts: Readonly<Record<string, () => void>> = {
    i: invert,
    '+': () => zoom(ZOOM_STEP),
    '=': () => zoom(ZOOM_STEP),
    '-': () => zoom(1 / ZOOM_STEP),
    z: fit,
    f: mirror,
    o: toggleOverlays,
    k: playback.toggle,
    ',': playback.slower,
    '.': playback.faster,
    '0': reset,
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const to = targetOf(key, position);
    const act = acts[key];
    if (to !== null) position.goTo((at) => targetOf(key, { at, count: position.count }) ?? at);
    else if (/^[1-9]$/u.test(key)) preset(Number(key));
    else if (key === 'r') turn(event.shiftKey ? -90 : 90);
    else if (act !== undefined) act();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  /** The left button windows; the middle one, or Shift, moves; the right one zooms. */
  const onPointerDown = (event: PointerEvent<HTMLElement>): void => {
    if (event.button > 2) return;
    const element = event.currentTarget;
    const moves = event.button === 1 || event.shiftKey;
    const zooms = event.button === 2;
    element.setPointerCapture(event.pointerId);
    const drag = ({ movementX: x, movementY: y }: globalThis.PointerEvent): void => {
      if (moves) setViewport((now) => movedBy(now, { x, y }));
      else if (zooms) zoom(Math.exp(-y / ZOOM_DISTANCE));
      else changeVoi((now, of) => draggedVoi(now, of, { x, y }));
    };
    element.addEventListener('pointermove', drag);
    element.addEventListener('lostpointercapture', () => element.removeEventListener('pointermove', drag), { once: true });
  };

  const wheel = useWheel({ step: (by) => position.goTo((at) => at + by), zoom });
  return {
    voi,
    viewport,
    overlays,
    presets,
    preset,
    invert,
    zoom,
    fit,
    turn,
    mirror,
    toggleOverlays,
    reset,
    onKeyDown,
    onPointerDown,
    wheel,
  };
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
