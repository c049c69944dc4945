// One line in the drawer for an export that runs.
import { FolderOutput, X } from 'lucide-react';
import { bytesText, countText } from '../format/quantity.ts';
import type { RunningExport } from '../stores/exports.ts';
import { IconButton } from '../ui/button.tsx';
import { Progress } from '../ui/progress.tsx';
import styles from './drawer.module.css';

export function ExportJob({ job }: { readonly job: RunningExport }) {
  const { what, objects, totalObjects, bytes, totalBytes, cancel } = job;
  const counted = totalObjects === null ? '' : `${countText(objects)}/${countText(totalObjects)}`;
  return (
    <div className={styles.job}>
      <FolderOutput size={14} strokeWidth={1.8} aria-hidden="true" className={styles.glyph} />
      <span className={styles.plain}>
        Export <bdi>{what}</bdi>
      </span>
      <span className={styles.bar}>
        <Progress label={`Export ${what}`} value={totalBytes === 0 ? null : bytes / totalBytes} text={counted} />
      </span>
      <span className={styles.number}>{counted}</span>
      <span className={styles.speed}>{totalObjects === null ? 'counting' : bytesText(bytes)}</span>
      <span className={styles.left} />
      <IconButton label={`Cancel export of ${what}`} icon={X} side="top" onClick={cancel} />
    </div>
  );
}
