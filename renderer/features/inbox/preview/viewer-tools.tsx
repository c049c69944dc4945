/** The bar below an image: its windows, playing, and what turns, zooms and resets it. Every act has its key. */
import {
  Contrast,
  FlipHorizontal,
  Keyboard,
  Layers,
  Maximize,
  Pause,
  Play,
  RotateCcw,
  RotateCw,
  ZoomIn,
  ZoomOut,
  type LucideIcon,
} from 'lucide-react';
import type { ReactElement } from 'react';
import type { FrameImage } from '../../../../core/contract.ts';
import { IconButton } from '../../../ui/button.tsx';
import { rateText } from './playback.ts';
import type { Playback } from './use-playback.ts';
import type { Viewer } from './use-viewer.ts';
import styles from './preview.module.css';

interface ToolsProps {
  readonly viewer: Viewer;
  readonly playback: Playback;
  readonly image: FrameImage | null;
  readonly count: number;
  readonly onKeys: () => void;
}

const Tool = ({ label, icon, keys, onClick }: { label: string; icon: LucideIcon; keys: string; onClick: () => void }): ReactElement => (
  <IconButton label={label} icon={icon} shortcut={keys} side="top" onClick={onClick} />
);

export const Tools = ({ viewer, playback, image, count, onKeys }: ToolsProps): ReactElement => (
  <div className={styles.tools} role="toolbar" aria-label="Image tools">
    {viewer.presets.map(({ name }, index) => (
      <button
        key={`${String(index)} ${name}`}
        type="button"
        className={styles.preset}
        title={`Window ${name} (${String(index + 1)})`}
        onClick={() => viewer.preset(index + 1)}
      >
        <kbd aria-hidden="true">{index + 1}</kbd> <bdi>{name}</bdi>
      </button>
    ))}
    <span className={styles.spring} />
    {count > 1 && (
      <>
        <Tool label={playback.playing ? 'Stop' : 'Play'} icon={playback.playing ? Pause : Play} keys="K" onClick={playback.toggle} />
        <button type="button" className={styles.preset} title="Slower (,)" aria-label="Slower" onClick={playback.slower}>
          −
        </button>
        <span className={styles.rate} role="status" aria-label="Speed">
          {playback.reached === null || playback.reached > playback.rate * 0.9
            ? `${rateText(playback.rate)}/s`
            : `${rateText(playback.reached)} of ${rateText(playback.rate)}/s`}
        </span>
        <button type="button" className={styles.preset} title="Faster (.)" aria-label="Faster" onClick={playback.faster}>
          +
        </button>
      </>
    )}
    {image?.kind === 'grey' && <Tool label="Invert" icon={Contrast} keys="I" onClick={viewer.invert} />}
    {image !== null && image.kind !== 'none' && (
      <>
        {image.overlays !== null && (
          <Tool label={viewer.overlays ? 'Hide overlays' : 'Show overlays'} icon={Layers} keys="O" onClick={viewer.toggleOverlays} />
        )}
        <Tool label="Turn right" icon={RotateCw} keys="R" onClick={() => viewer.turn(90)} />
        <Tool label="Mirror" icon={FlipHorizontal} keys="F" onClick={viewer.mirror} />
        <Tool label="Zoom in" icon={ZoomIn} keys="+" onClick={() => viewer.zoom(1.25)} />
        <Tool label="Zoom out" icon={ZoomOut} keys="-" onClick={() => viewer.zoom(0.8)} />
        <Tool label="Fit or 1 to 1" icon={Maximize} keys="Z" onClick={viewer.fit} />
        <Tool label="Reset" icon={RotateCcw} keys="0" onClick={viewer.reset} />
      </>
    )}
    <Tool label="Keys of the preview" icon={Keyboard} keys="?" onClick={onKeys} />
  </div>
);
