// One line in the drawer for an export or copies that run.
import { CopyPlus, FolderOutput, X } from 'lucide-react';
import { bytesText, countText } from '../format/quantity.ts';
import type { RunningExport } from '../stores/exports.ts';
import { IconButton } from '../ui/button.tsx';
import { Progress } from '../ui/progress.tsx';
import styles from './drawer.module.css';

export function ExportJob({ job }: { readonly job: RunningExport }) {
  const { verb, what, objects, totalObjects, bytes, totalBytes, cancel } = job;
  const Glyph = verb === 'Export' ? FolderOutput : CopyPlus;
  const share = totalBytes > 0 ? bytes / totalBytes : verb !== 'Export' && totalObjects ? objects / totalObjects : null;
  const counted = totalObjects === null ? '' : `${countText(objects)}/${countText(totalObjects)}`;
  return (
    <div className={styles.job}>
      <Glyph size={14} strokeWidth={1.8} aria-hidden="true" className={styles.glyph} />
      <span className={styles.plain}>
        {verb} <bdi>{what}</bdi>
      </span>
      <span className={styles.bar}>
        <Progress label={`${verb} ${what}`} value={share} text={counted} />
      </span>
      <span className={styles.number}>{counted}</span>
      <span className={styles.speed}>{totalObjects === null ? 'counting' : totalBytes > 0 ? bytesText(bytes) : ''}</span>
      <span className={styles.left} />
      <IconButton label={verb === 'Export' ? `Cancel export of ${what}` : `Stop copying ${what}`} icon={X} side="top" onClick={cancel} />
    </div>
  );
}
