/** A series to look at: scroll through it, play it, window it, turn it. It says on its face that it is not for diagnosis. */
import { useCallback, useEffect, useMemo, useState, type KeyboardEvent, type ReactElement, type ReactNode } from 'react';
import { countText } from '../../../format/quantity.ts';
import { VIEWER_KEYS } from '../../../parts/viewer-keys.ts';
import { neighbours, type FrameCache } from './frame-cache.ts';
import { FrameCanvas, type Picture } from './frame-canvas.tsx';
import { ObjectPanel } from './object/object-panel.tsx';
import type { StackFrame } from './stack.ts';
import { useFrame } from './use-frame.ts';
import { usePlayback } from './use-playback.ts';
import { usePosition } from './use-position.ts';
import { useSize } from './use-size.ts';
import { useViewer } from './use-viewer.ts';
import { Tools } from './viewer-tools.tsx';
import { usePreviewed } from './use-previewed.ts';
import { COLOUR, storedVoi, type Voi } from './voi.ts';
import styles from './preview.module.css';

/** Somebody else says where to go; the same place again is another jump. */
export interface Jump {
  readonly to: number;
}

interface StackViewerProps {
  readonly frames: FrameCache;
  readonly stack: readonly StackFrame[];
  readonly start: number;
  /** A new one moves the viewer there. */
  readonly jump?: Jump | null;
  readonly modality: string;
  readonly seriesUid: string;
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
  jump = null,
  modality,
  seriesUid,
  label,
  caption,
  autoFocus = false,
  onOpen,
}: StackViewerProps): ReactElement => {
  const [watch, size] = useSize();
  const [keys, setKeys] = useState(false);
  const { viewer, playback, position, image, drawn, stale, voi } = useStackViewer({ frames, stack, start, jump, modality, size });
  usePreviewed(stack, seriesUid, viewer.voi);
  const { wheel } = viewer;
  const stage = useCallback(
    (element: HTMLElement | null) => {
      const ends = [watch(element), wheel(element)];
      if (autoFocus) element?.focus();
      return () => ends.forEach((end) => end?.());
    },
    [watch, wheel, autoFocus],
  );
  const { at } = position;
  const shown = stack[at];
  const spoken = `${label}, image ${String(at + 1)} of ${String(stack.length)}`;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === '?') setKeys((shown) => !shown);
    else viewer.onKeyDown(event);
    if (event.key === '?') event.stopPropagation();
  };
  return (
    <div className={styles.viewer}>
      <div className={styles.banner} role="note">
        Not for diagnosis
      </div>
      {image?.kind === 'none' && shown !== undefined ? (
        <ObjectPanel
          instanceId={shown.instanceId}
          reason={image.reason}
          label={spoken}
          autoFocus={autoFocus}
          onStep={(by) => position.goTo((now) => now + by)}
        />
      ) : (
        <div
          ref={stage}
          className={styles.stage}
          role="group"
          aria-roledescription="image stack"
          aria-label={`${spoken}. Arrow keys scroll, K plays, 1 to 9 set the window, I inverts, R turns, plus and minus zoom, 0 resets, ? shows all keys.`}
          tabIndex={0}
          data-stale={stale ? '' : undefined}
          onKeyDown={onKeyDown}
          onPointerDown={viewer.onPointerDown}
          onContextMenu={(event) => event.preventDefault()}
          onDoubleClick={onOpen}
        >
          {image !== null && image.kind !== 'none' && (
            <FrameCanvas picture={image} voi={voi} viewport={viewer.viewport} overlays={viewer.overlays} frame={size} label={spoken} />
          )}
          {image === null && <p className={styles.none}>reading…</p>}
          <div className={styles.topLeft}>{caption}</div>
          <div className={styles.bottomLeft}>
            {image !== null && image.kind !== 'none' && image.truncated && (
              <div className={styles.damage}>The file ends within this image.</div>
            )}
            {drawn !== at && drawn >= 0 && `${countText(drawn + 1)} → `}
            {countText(at + 1)} / {countText(stack.length)}
          </div>
          <div className={styles.bottomRight}>{image !== null && image.kind !== 'none' && <Levels picture={image} voi={voi} />}</div>
          {keys && <Keys />}
        </div>
      )}
      {stack.length > 1 && (
        <input
          type="range"
          className={styles.slider}
          aria-label="Image"
          min={0}
          max={stack.length - 1}
          value={at}
          onChange={(event) => position.goTo(Number(event.target.value))}
        />
      )}
      {(image?.kind !== 'none' || stack.length > 1) && (
        <Tools viewer={viewer} playback={playback} image={image} count={stack.length} onKeys={() => setKeys(!keys)} />
      )}
    </div>
  );
};

const formatLevel = (value: number): string => (Number.isInteger(value) ? String(value) : value.toPrecision(4));

/** The window that is used, in the unit of the values; a table by its name. */
const Levels = ({ picture, voi }: { readonly picture: Picture; readonly voi: Voi }): string | null => {
  if (picture.kind !== 'grey') return null;
  if (voi.lut !== null) return picture.voiLuts[voi.lut]?.name || 'table of the object';
  return `C ${formatLevel(voi.center)}  W ${formatLevel(voi.width)}${picture.unit === '' ? '' : ` ${picture.unit}`}`;
};

const Keys = (): ReactElement => (
  <dl className={styles.keys} aria-label="Keys of the preview">
    {VIEWER_KEYS.map(({ keys, does }) => (
      <div key={keys}>
        <dt>{keys}</dt>
        <dd>{does}</dd>
      </div>
    ))}
  </dl>
);

interface StackInput {
  readonly frames: FrameCache;
  readonly stack: readonly StackFrame[];
  readonly start: number;
  readonly jump: Jump | null;
  readonly modality: string;
  readonly size: { readonly width: number; readonly height: number };
}

/** The viewer's state with the picture that belongs to it, and its neighbours fetched. */
const useStackViewer = ({ frames, stack, start, jump, modality, size }: StackInput) => {
  const position = usePosition(start, stack.length);
  const { at, direction, goTo } = position;
  useEffect(() => {
    if (jump !== null) goTo(jump.to);
  }, [jump, goTo]);
  const { image, of, stale } = useFrame(frames, stack[at] ?? null);
  const frameTime = image === null || image.kind === 'none' ? null : image.frameTime;
  const playback = usePlayback({ frames, stack, position, frameTime });
  const viewer = useViewer({ position, playback, image, modality, frame: size });
  const { playing } = playback;
  const room = image === null ? 0 : frames.room(image);
  useEffect(() => {
    // What is looked at goes first: while it is on its way nothing else is decoded.
    const travel = { direction, around: playing, room };
    frames.prefetch(stale ? [] : neighbours(at, stack.length, travel).flatMap((index) => stack[index] ?? []));
  }, [frames, stack, at, direction, playing, stale, room]);
  useEffect(() => () => frames.prefetch([]), [frames]);
  const stored = useMemo(() => (image?.kind === 'grey' ? storedVoi(image) : COLOUR), [image]);
  const drawn = stale && of !== null ? stack.indexOf(of) : at;
  return { viewer, playback, position, image, drawn, stale, voi: viewer.voi ?? stored };
};
