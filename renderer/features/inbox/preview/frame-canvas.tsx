/** One frame on a canvas, at the size and place that the viewport says. Draws in one pass; the picture scales by CSS. */
import { useEffect, useRef, type ReactElement } from 'react';
import type { FrameImage } from '../../../../core/contract.ts';
import { fittedSize, transformOf, type Size, type Viewport } from './viewport.ts';
import { drawGrey, drawOverlays, type Voi } from './voi.ts';
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

export const FrameCanvas = ({ picture, voi, viewport, overlays = false, frame, label }: FrameCanvasProps): ReactElement => {
  const ref = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const canvas = ref.current;
    const context = canvas?.getContext('2d', { alpha: false });
    if (canvas === null || !context || picture.width === 0 || picture.height === 0) return;
    if (canvas.width !== picture.width || canvas.height !== picture.height) {
      canvas.width = picture.width;
      canvas.height = picture.height;
    }
    const image = context.createImageData(picture.width, picture.height);
    const words = new Uint32Array(image.data.buffer);
    if (picture.kind === 'grey') drawGrey(picture, voi, words);
    else image.data.set(picture.pixels.subarray(0, image.data.length));
    if (overlays) drawOverlays(picture, words);
    context.putImageData(image, 0, 0);
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
