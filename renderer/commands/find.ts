// Finding on nodes what is at hand already: files of this computer by the studies that they belong to, and rows of the inbox.
import type { StreamEvent } from '../../core/contract.ts';
import type { Gantry } from '../gantry.ts';
import { pluralText } from '../format/quantity.ts';
import { toast } from '../stores/feedback.ts';
import { go } from '../stores/places.ts';
import { itemsText } from './import.ts';
import { runExport } from './running-export.ts';

/** As many as one search asks for. */
const MOST = 200;

export function findStudies(gantry: Gantry, studyUids: readonly string[]): void {
  const asked = studyUids.slice(0, MOST);
  if (asked.length === 0) return;
  if (asked.length < studyUids.length)
    toast(gantry.feedback, `Looking for the first ${MOST} of ${studyUids.length} studies`, { tone: 'note' });
  go(gantry.places, { screen: 'search', studyUids: asked });
}

/** Their headers are read first; that can be stopped. */
export function findFiles(gantry: Gantry, paths: readonly string[]): void {
  if (paths.length === 0) return;
  const payload = { paths: [...paths] };
  runExport<StreamEvent<'search.identify'>>(gantry, (listener) => gantry.api.listen('search.identify', payload, listener), {
    verb: 'Read',
    what: itemsText(paths.length),
    event: ({ files, studyUids, cut, ended }, change) => {
      change({ objects: files });
      if (!ended) return;
      if (studyUids.length === 0) toast(gantry.feedback, `No study is named in ${pluralText(files, 'file', 'files')}`, { tone: 'note' });
      if (cut) toast(gantry.feedback, `Looking for the first ${MOST} studies`, { tone: 'note' });
      findStudies(gantry, studyUids);
    },
  });
}

/** Asks for files. Nothing happens when the person closes the dialog. @throws CallError */
export async function chooseAndFind(gantry: Gantry): Promise<void> {
  findFiles(gantry, await gantry.api.call('desktop.chooseFiles', { kind: 'files', title: 'Find files on nodes' }));
}
