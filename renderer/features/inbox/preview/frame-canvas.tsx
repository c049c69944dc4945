/** One frame on a canvas, at the size and place that the viewport says. Draws in one pass; the picture scales by CSS. */
import { useLayoutEffect, useRef, type ReactElement } from 'react';
import type { FrameImage } from '../../../../core/contract.ts';
import { fittedSize, transformOf, type Size, type Viewport } from './viewport.ts';
import { createToneCache, drawGrey, drawOverlays, type ToneCache, type Voi } from './voi.ts';
import styles from './preview.module.css';

export type Picture = Exclude<FrameImage, { kind: 'none' }>;

interface FrameCanvasProps {
  readonly picture: Picture;
  /** Not used for colour. */
  readonly voi: Voi;
  readonly viewport: Viewport;
  readonly overlays?: boolean;
  readonly frame: Size;
  readonly label: string;
}

/** Pixels stay visible as such once they are larger than this. */
const PIXELATED_FROM = 4;

/** What one picture after another is drawn with. */
interface Brush {
  readonly tones: ToneCache;
  image: ImageData | null;
}

export const FrameCanvas = ({ picture, voi, viewport, overlays = false, frame, label }: FrameCanvasProps): ReactElement => {
  const ref = useRef<HTMLCanvasElement>(null);
  const brush = useRef<Brush>({ tones: createToneCache(), image: null });
  useLayoutEffect(() => {
    const canvas = ref.current;
    if (canvas !== null) draw(canvas, brush.current, { picture, voi, overlays });
  }, [picture, voi, overlays]);
  const size = fittedSize(picture, frame, viewport.turn);
  const isLarge = (size.width * viewport.zoom) / Math.max(1, picture.width) >= PIXELATED_FROM;
  return (
    <canvas
      ref={ref}
      role="img"
      aria-label={label}
      className={styles.canvas}
      style={{
        width: size.width,
        height: size.height,
        transform: transformOf(viewport),
        imageRendering: isLarge ? 'pixelated' : 'auto',
      }}
    />
  );
};

interface Drawing {
  readonly picture: Picture;
  readonly voi: Voi;
  readonly overlays: boolean;
}

const draw = (canvas: HTMLCanvasElement, brush: Brush, { picture, voi, overlays }: Drawing): void => {
  const { width, height } = picture;
  const context = canvas.getContext('2d', { alpha: false });
  if (!context || width === 0 || height === 0) return;
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  const image = brush.image?.width === width && brush.image.height === height ? brush.image : context.createImageData(width, height);
  brush.image = image;
  const words = new Uint32Array(image.data.buffer);
  if (picture.kind === 'grey') drawGrey(picture, voi, { words, tones: brush.tones });
  else image.data.set(picture.pixels.subarray(0, image.data.length));
  if (overlays) drawOverlays(picture, words);
  context.putImageData(image, 0, 0);
};
