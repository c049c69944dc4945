/** One frame on a canvas, at the size and place that the viewport says. Draws in one pass; the picture scales by CSS. */
import { useEffect, useRef, type ReactElement } from 'react';
import type { FrameImage } from '../../../../core/contract.ts';
import { fittedSize, transformOf, type Size, type Viewport } from './viewport.ts';
import { drawGrey, type Voi } from './voi.ts';
import styles from './preview.module.css';

export type Picture = Exclude<FrameImage, { kind: 'none' }>;

interface FrameCanvasProps {
  readonly picture: Picture;
  /** Not used for colour. */
  readonly voi: Voi;
  readonly viewport: Viewport;
  readonly frame: Size;
  readonly label: string;
}

/** RGBA as it comes, or RGB spread out. */
const drawColour = ({ pixels }: Picture & { readonly kind: 'colour' }, data: Uint8ClampedArray): void => {
  if (pixels.length >= data.length) {
    data.set(pixels.subarray(0, data.length));
    return;
  }
  for (let from = 0, to = 0; to < data.length; from += 3, to += 4) {
    data[to] = pixels[from] ?? 0;
    data[to + 1] = pixels[from + 1] ?? 0;
    data[to + 2] = pixels[from + 2] ?? 0;
    data[to + 3] = 255;
  }
};

/** Pixels stay visible as such once they are larger than this. */
const PIXELATED_FROM = 4;

export const FrameCanvas = ({ picture, voi, viewport, frame, label }: FrameCanvasProps): ReactElement => {
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
    if (picture.kind === 'grey') drawGrey(picture, voi, new Uint32Array(image.data.buffer));
    else drawColour(picture, image.data);
    context.putImageData(image, 0, 0);
  }, [picture, voi]);
  const size = fittedSize(picture, picture.aspect, frame);
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
