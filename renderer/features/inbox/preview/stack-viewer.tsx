/** A series to look at: scroll through it, window it, zoom it. It says on its face that it is not for diagnosis. */
import { Contrast, RotateCcw, ZoomIn, ZoomOut } from 'lucide-react';
import { useEffect, useMemo, type ReactElement, type ReactNode } from 'react';
import { countText } from '../../../format/quantity.ts';
import { IconButton } from '../../../ui/button.tsx';
import type { FrameCache } from './frame-cache.ts';
import { neighbours } from './frame-cache.ts';
import { FrameCanvas } from './frame-canvas.tsx';
import type { StackFrame } from './stack.ts';
import { useFrame } from './use-frame.ts';
import { useSize } from './use-size.ts';
import { usePosition } from './use-position.ts';
import { useViewer, type Viewer } from './use-viewer.ts';
import { presetsFor, storedVoi, type Voi } from './voi.ts';
import styles from './preview.module.css';

interface StackViewerProps {
  readonly frames: FrameCache;
  readonly stack: readonly StackFrame[];
  readonly start: number;
  readonly modality: string;
  readonly label: string;
  /** In the corner above: what series it is. */
  readonly caption: ReactNode;
  readonly autoFocus?: boolean;
  readonly onOpen?: () => void;
}

export const StackViewer = ({
  frames,
  stack,
  start,
  modality,
  label,
  caption,
  autoFocus = false,
  onOpen,
}: StackViewerProps): ReactElement => {
  const viewer = useStackViewer({ frames, stack, start, modality });
  const { at, image, stale, voi, viewport } = viewer;
  const [watch, size] = useSize();
  const spoken = `${label}, image ${String(at + 1)} of ${String(stack.length)}`;
  return (
    <div className={styles.viewer}>
      <div className={styles.banner} role="note">
        Not for diagnosis
      </div>
      <div
        ref={(element) => {
          const ends = [watch(element), viewer.wheel(element)];
          if (autoFocus) element?.focus();
          return () => ends.forEach((end) => end?.());
        }}
        className={styles.stage}
        role="group"
        aria-roledescription="image stack"
        aria-label={`${spoken}. Arrow keys scroll, 1 to 4 set the window, I inverts, plus and minus zoom, 0 resets.`}
        tabIndex={0}
        data-stale={stale ? '' : undefined}
        onKeyDown={viewer.onKeyDown}
        onPointerDown={viewer.onPointerDown}
        onDoubleClick={onOpen}
      >
        {image !== null && image.kind !== 'none' && (
          <FrameCanvas picture={image} voi={voi} viewport={viewport} frame={size} label={spoken} />
        )}
        {image?.kind === 'none' && <p className={styles.none}>{image.reason}</p>}
        {image === null && <p className={styles.none}>reading…</p>}
        <div className={styles.topLeft}>{caption}</div>
        <div className={styles.bottomLeft}>
          {countText(at + 1)} / {countText(stack.length)}
        </div>
        <div className={styles.bottomRight}>{image?.kind === 'grey' && `C ${formatLevel(voi.center)}  W ${formatLevel(voi.width)}`}</div>
      </div>
      {stack.length > 1 && (
        <input
          type="range"
          className={styles.slider}
          aria-label="Image"
          min={0}
          max={stack.length - 1}
          value={at}
          onChange={(event) => viewer.goTo(Number(event.target.value))}
        />
      )}
      <Tools viewer={viewer} modality={modality} isGrey={image?.kind === 'grey'} />
    </div>
  );
};

const formatLevel = (value: number): string => (Number.isInteger(value) ? String(value) : value.toPrecision(4));

const Tools = ({
  viewer,
  modality,
  isGrey,
}: {
  readonly viewer: Viewer;
  readonly modality: string;
  readonly isGrey: boolean;
}): ReactElement => (
  <div className={styles.tools} role="toolbar" aria-label="Image tools">
    {isGrey &&
      presetsFor(modality).map(({ name }, index) => (
        <button
          key={name}
          type="button"
          className={styles.preset}
          title={`Window ${name} (${String(index + 1)})`}
          onClick={() => viewer.preset(index + 1)}
        >
          <kbd aria-hidden="true">{index + 1}</kbd> {name}
        </button>
      ))}
    <span className={styles.spring} />
    {isGrey && <IconButton label="Invert" icon={Contrast} shortcut="I" side="top" onClick={viewer.invert} />}
    <IconButton label="Zoom in" icon={ZoomIn} shortcut="+" side="top" onClick={() => viewer.zoom(1.25)} />
    <IconButton label="Zoom out" icon={ZoomOut} shortcut="-" side="top" onClick={() => viewer.zoom(0.8)} />
    <IconButton label="Reset" icon={RotateCcw} shortcut="0" side="top" onClick={viewer.reset} />
  </div>
);

interface StackInput {
  readonly frames: FrameCache;
  readonly stack: readonly StackFrame[];
  readonly start: number;
  readonly modality: string;
}

/** Colour has no window; the canvas ignores it. */
const COLOUR: Voi = { center: 128, width: 256, invert: false };

/** The viewer's state with the picture that belongs to it, and its neighbours fetched. */
const useStackViewer = ({ frames, stack, start, modality }: StackInput) => {
  const position = usePosition(start, stack.length);
  const { at, direction } = position;
  const { image, stale } = useFrame(frames, stack[at] ?? null);
  const viewer = useViewer({ position, image, modality });
  useEffect(() => {
    frames.prefetch(neighbours(at, stack.length, direction).flatMap((index) => stack[index] ?? []));
  }, [frames, stack, at, direction]);
  const stored = useMemo(() => (image?.kind === 'grey' ? storedVoi(image) : COLOUR), [image]);
  return { ...viewer, image, stale, voi: viewer.voi ?? stored };
};
