// How far the rebuilding of the inbox's index is, while it runs.
import { X } from 'lucide-react';
import { useStore } from 'zustand';
import { countText, pluralText } from '../format/quantity.ts';
import { IconButton } from '../ui/button.tsx';
import { Progress } from '../ui/progress.tsx';
import { useGantry } from '../use-gantry.ts';
import styles from './rebuild-note.module.css';

export function RebuildNote() {
  const { rebuild } = useGantry();
  const running = useStore(rebuild, (state) => state.running);
  if (running === null) return null;
  const { done, total, cancel } = running;
  const text = total === 0 ? 'counting' : `${countText(done)} of ${pluralText(total, 'series', 'series')}`;
  return (
    <span className={styles.note} role="status">
      <span className="cut">Rebuilding the index: {text}</span>
      <span className={styles.bar}>
        <Progress label="Rebuilding the index" value={total === 0 ? null : done / total} text={text} />
      </span>
      <IconButton label="Cancel rebuilding" icon={X} side="bottom" onClick={cancel} />
    </span>
  );
}
