// How far a transfer is, honestly: objects where they are counted, else bytes, else unknown.
import type { TransferView } from '../../core/contract.ts';

const ended: ReadonlySet<TransferView['state']> = new Set(['done', 'partial', 'failed', 'cancelled']);

export const isActive = ({ state }: TransferView): boolean => !ended.has(state);

/** Ended in a way that a person should look at. */
export const needsYou = ({ state }: TransferView): boolean => state === 'failed' || state === 'partial';

/** 0-1; null when nobody says how much there is. */
export function shareDone({ total, completed, warning, failed, bytes, totalBytes }: TransferView): number | null {
  if (total !== null && total > 0) return (completed + warning + failed) / total;
  return totalBytes !== null && totalBytes > 0 ? bytes / totalBytes : null;
}

/** ms that are left at the present speed; null when that cannot be said. */
export function leftMs({ state, bytes, totalBytes, bytesPerSecond }: TransferView): number | null {
  if (state !== 'running' || totalBytes === null || bytesPerSecond <= 0) return null;
  return ((totalBytes - bytes) / bytesPerSecond) * 1_000;
}

/** Where it goes: '→ Main PACS', '← CT', 'Archive → Main PACS', '→ Inbox'. */
export const routeText = ({ direction, nodeName, destinationName }: TransferView): string => {
  switch (direction) {
    case 'send':
      return `→ ${nodeName}`;
    case 'import':
      return '→ Inbox';
    case 'pull':
    case 'move':
      return destinationName === null ? `← ${nodeName}` : `${nodeName} → ${destinationName}`;
  }
};
