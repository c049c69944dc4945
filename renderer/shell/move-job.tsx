// One line in the drawer while the inbox moves into another folder.
import { FolderInput, X } from 'lucide-react';
import { attempt } from '../commands/action.ts';
import type { InboxMove } from '../../core/contract.ts';
import { bytesText, countText } from '../format/quantity.ts';
import { go } from '../stores/places.ts';
import { IconButton } from '../ui/button.tsx';
import { Progress } from '../ui/progress.tsx';
import { useGantry } from '../use-gantry.ts';
import styles from './drawer.module.css';

export function MoveJob({ move: { phase, to, objects, totalObjects, bytes } }: { readonly move: InboxMove }) {
  const gantry = useGantry();
  const carrying = phase === 'carrying';
  const counted = carrying ? `${countText(objects)}/${countText(totalObjects)}` : '';
  return (
    <div className={styles.job}>
      <FolderInput size={14} strokeWidth={1.8} aria-hidden="true" className={styles.glyph} />
      <button type="button" className={styles.what} title={to} onClick={() => go(gantry.places, { screen: 'settings', section: 'inbox' })}>
        Move the inbox <span className="secondary">→ {to.replace(/^.*[\\/]/u, '')}</span>
      </button>
      <span className={styles.bar}>
        <Progress label="Move the inbox" value={carrying && totalObjects > 0 ? Math.min(1, objects / totalObjects) : null} text={counted} />
      </span>
      <span className={styles.number}>{counted}</span>
      <span className={styles.speed}>{carrying ? bytesText(bytes) : phase === 'removing' ? 'emptying' : 'changing'}</span>
      <span className={styles.left} />
      {carrying && (
        <IconButton
          label="Stop moving the inbox"
          icon={X}
          side="top"
          onClick={() => void attempt(gantry, () => gantry.api.call('inboxMove.stop', {}))}
        />
      )}
    </div>
  );
}
