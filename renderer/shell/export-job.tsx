// One line in the drawer for an export, copies or a reading of files that run.
import { CopyPlus, FileSearch, FolderOutput, X } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import { bytesText, countText } from '../format/quantity.ts';
import type { RunningExport } from '../stores/exports.ts';
import { IconButton } from '../ui/button.tsx';
import { Progress } from '../ui/progress.tsx';
import styles from './drawer.module.css';

const glyphs: Readonly<Record<RunningExport['verb'], LucideIcon>> = {
  Export: FolderOutput,
  Anonymise: CopyPlus,
  Edit: CopyPlus,
  Read: FileSearch,
};
const stops: Readonly<Record<RunningExport['verb'], string>> = {
  Export: 'Cancel export of',
  Anonymise: 'Stop copying',
  Edit: 'Stop copying',
  Read: 'Stop reading',
};

export function ExportJob({ job }: { readonly job: RunningExport }) {
  const { verb, what, objects, totalObjects, bytes, totalBytes, cancel } = job;
  const Glyph = glyphs[verb];
  const share = totalBytes > 0 ? bytes / totalBytes : verb !== 'Export' && totalObjects ? objects / totalObjects : null;
  const reads = verb === 'Read';
  const counted = reads ? countText(objects) : totalObjects === null ? '' : `${countText(objects)}/${countText(totalObjects)}`;
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
      <span className={styles.speed}>
        {reads ? 'reading' : totalObjects === null ? 'counting' : totalBytes > 0 ? bytesText(bytes) : ''}
      </span>
      <span className={styles.left} />
      <IconButton label={`${stops[verb]} ${what}`} icon={X} side="top" onClick={cancel} />
    </div>
  );
}
