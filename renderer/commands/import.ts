// Files into the inbox, from wherever they come: a drop, a dialog, a menu. Nothing can go wrong with it that removing would not mend, so it goes at once.
import type { Gantry } from '../gantry.ts';
import { pluralText } from '../format/quantity.ts';
import { attempt } from './action.ts';

export const itemsText = (count: number): string => pluralText(count, 'item', 'items');

export async function importPaths(gantry: Gantry, paths: readonly string[]): Promise<void> {
  if (paths.length === 0) return;
  await attempt(gantry, () => gantry.api.call('transfers.import', { paths: [...paths] }));
}

/** Asks for files or a folder. Nothing happens when the person closes the dialog. @throws CallError */
export async function chooseAndImport(gantry: Gantry, kind: 'files' | 'folder'): Promise<void> {
  const title = kind === 'files' ? 'Import files into the inbox' : 'Import a folder into the inbox';
  await importPaths(gantry, await gantry.api.call('desktop.chooseFiles', { kind, title }));
}
