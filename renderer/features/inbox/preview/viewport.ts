/** Where a picture lies in its frame: fitted, zoomed about a point, moved. Distances in CSS pixels. */

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
}

export const FITTED: Viewport = { zoom: 1, pan: { x: 0, y: 0 } };

const LEAST_ZOOM = 0.25;
const MOST_ZOOM = 32;

/** The picture's size when it fits the frame; `aspect` is how much taller than wide one pixel is. */
export const fittedSize = (picture: Size, aspect: number, frame: Size): Size => {
  const tall = picture.height * aspect;
  if (picture.width === 0 || tall === 0) return { width: 0, height: 0 };
  const scale = Math.min(frame.width / picture.width, frame.height / tall);
  return { width: picture.width * scale, height: tall * scale };
};

/** Zooms by a factor so that the point under the pointer (from the frame's middle) stays where it is. */
export const zoomedAt = ({ zoom, pan }: Viewport, factor: number, at: Point): Viewport => {
  const next = Math.min(MOST_ZOOM, Math.max(LEAST_ZOOM, zoom * factor));
  const grown = next / zoom;
  return { zoom: next, pan: { x: at.x - (at.x - pan.x) * grown, y: at.y - (at.y - pan.y) * grown } };
};

export const movedBy = (viewport: Viewport, by: Point): Viewport => ({
  ...viewport,
  pan: { x: viewport.pan.x + by.x, y: viewport.pan.y + by.y },
});

/** CSS transform of a picture that is laid out fitted and centred. */
export const transformOf = ({ zoom, pan }: Viewport): string => `translate(${String(pan.x)}px, ${String(pan.y)}px) scale(${String(zoom)})`;
