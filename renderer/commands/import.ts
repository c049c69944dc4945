// Files into the inbox, from wherever they come: a drop, a dialog, a menu. They are looked at first; what leaves nothing to decide goes at once.
import type { Gantry } from '../gantry.ts';
import { pluralText } from '../format/quantity.ts';
import { propose } from './propose.ts';

export const itemsText = (count: number): string => pluralText(count, 'item', 'items');

export function importPaths(gantry: Gantry, paths: readonly string[]): void {
  const own = gantry.nodes.getState().rows.find(({ kind }) => kind === 'this-computer');
  if (paths.length === 0) return;
  const place = { nodeId: own?.id ?? '', nodeName: 'the inbox' };
  const what = itemsText(paths.length);
  propose(gantry, { kind: 'import', ...place, what, commitment: false, reservation: '' }, { kind: 'import', paths: [...paths] });
}

/** Asks for files or a folder. Nothing happens when the person closes the dialog. @throws CallError */
export async function chooseAndImport(gantry: Gantry, kind: 'files' | 'folder'): Promise<void> {
  const title = kind === 'files' ? 'Import files into the inbox' : 'Import a folder into the inbox';
  importPaths(gantry, await gantry.api.call('desktop.chooseFiles', { kind, title }));
}
