/** Where a picture lies in its frame: fitted, zoomed about a point, moved, turned, mirrored. Distances in CSS pixels. */

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Viewport {
  /** 1 fits the frame. */
  readonly zoom: number;
  /** Of the picture's middle from the frame's middle. */
  readonly pan: Point;
  /** Degrees to the right, after mirroring. */
  readonly turn: 0 | 90 | 180 | 270;
  /** Left and right changed places. */
  readonly mirrored: boolean;
}

export const FITTED: Viewport = { zoom: 1, pan: { x: 0, y: 0 }, turn: 0, mirrored: false };

const LEAST_ZOOM = 0.1;
const MOST_ZOOM = 64;

const clampZoom = (zoom: number): number => Math.min(MOST_ZOOM, Math.max(LEAST_ZOOM, zoom));

export interface PictureSize extends Size {
  /** How much taller than wide one pixel is. */
  readonly aspect: number;
}

/** The picture's size when it fits the frame as it is turned. */
export const fittedSize = (picture: PictureSize, frame: Size, turn: Viewport['turn'] = 0): Size => {
  const tall = picture.height * picture.aspect;
  if (picture.width === 0 || tall === 0) return { width: 0, height: 0 };
  const lying = turn === 90 || turn === 270;
  const scale = Math.min((lying ? frame.height : frame.width) / picture.width, (lying ? frame.width : frame.height) / tall);
  return { width: picture.width * scale, height: tall * scale };
};

/** Zooms by a factor so that the point under the pointer (from the frame's middle) stays where it is. */
export const zoomedAt = (viewport: Viewport, factor: number, at: Point): Viewport => {
  const { zoom, pan } = viewport;
  const next = clampZoom(zoom * factor);
  const grown = next / zoom;
  return { ...viewport, zoom: next, pan: { x: at.x - (at.x - pan.x) * grown, y: at.y - (at.y - pan.y) * grown } };
};

/** The zoom at which a pixel of the picture is a pixel of the screen. */
export const oneToOne = (picture: Size, fitted: Size, pixelRatio: number): number =>
  fitted.width === 0 ? 1 : clampZoom(picture.width / (fitted.width * pixelRatio));

export const movedBy = (viewport: Viewport, by: Point): Viewport => ({
  ...viewport,
  pan: { x: viewport.pan.x + by.x, y: viewport.pan.y + by.y },
});

/** A quarter to the right or to the left, about the frame's middle: what is in the middle stays there. */
export const turned = (viewport: Viewport, by: 90 | -90): Viewport => {
  const { x, y } = viewport.pan;
  const turns = [0, 90, 180, 270] as const;
  const next = turns[((viewport.turn + by + 360) % 360) / 90] ?? 0;
  return { ...viewport, turn: next, pan: by === 90 ? { x: -y, y: x } : { x: y, y: -x } };
};

/** Left and right of what is seen change places, however it is turned. */
export const mirrored = (viewport: Viewport): Viewport => ({
  ...viewport,
  mirrored: !viewport.mirrored,
  turn: viewport.turn === 90 ? 270 : viewport.turn === 270 ? 90 : viewport.turn,
  pan: { x: -viewport.pan.x, y: viewport.pan.y },
});

/** CSS transform of a picture that is laid out fitted and centred. */
export const transformOf = ({ zoom, pan, turn, mirrored: isMirrored }: Viewport): string =>
  `translate(${String(pan.x)}px, ${String(pan.y)}px) rotate(${String(turn)}deg) scale(${String(isMirrored ? -zoom : zoom)}, ${String(zoom)})`;
