// Exporting from the inbox: a folder is asked for, then the engine writes and tells how far it is; at the end a message leads to what was made.
import type { ExportEvent, InboxTarget, ShownWindow, StreamPayload } from '../../core/contract.ts';
import { bytesText, pluralText } from '../format/quantity.ts';
import type { Gantry } from '../gantry.ts';
import { toast } from '../stores/feedback.ts';
import { attempt } from './action.ts';
import { runExport } from './running-export.ts';

export type ExportKind = StreamPayload<'inbox.export'>['kind'];

interface ExportWish {
  readonly targets: readonly InboxTarget[];
  readonly kind: ExportKind;
  /** '1 study, 240 images'. */
  readonly what: string;
  /** For pictures: in place of the objects' own. */
  readonly window?: ShownWindow;
}

const titles: Readonly<Record<ExportKind, string>> = {
  folder: 'Export as a folder into…',
  zip: 'Export as a ZIP file into…',
  disc: 'Export as a DICOM disc into…',
  png: 'Export as pictures into…',
  png16: 'Export as pictures into…',
};

/** False when the person closed the dialog. @throws CallError */
export async function chooseAndExport(gantry: Gantry, wish: ExportWish): Promise<boolean> {
  const folder = await gantry.api.call('desktop.chooseFolder', { title: titles[wish.kind] });
  if (folder === null) return false;
  start(gantry, wish, folder);
  return true;
}

function start(gantry: Gantry, { targets, kind, what, window }: ExportWish, folder: string): void {
  const payload = { targets: [...targets], kind, folder, ...(window && { window }) };
  runExport<ExportEvent>(gantry, (listener) => gantry.api.listen('inbox.export', payload, listener), {
    verb: 'Export',
    what,
    event: (event, change) => {
      if (event.kind === 'progress') change(event);
      else sayDone(gantry, event);
    },
    cancelled: () => toast(gantry.feedback, 'Export cancelled', { detail: 'Nothing of it was kept.' }),
  });
}

function sayDone(gantry: Gantry, { place, objects, bytes, leftOut, reason }: Extract<ExportEvent, { kind: 'done' }>): void {
  const left = leftOut === 0 ? '' : ` · ${pluralText(leftOut, 'object', 'objects')} left out: ${reason}`;
  toast(gantry.feedback, `${pluralText(objects, 'object', 'objects')} exported (${bytesText(bytes)})`, {
    tone: leftOut === 0 ? 'done' : 'problem',
    detail: `${place.replace(/^.*[\\/]/, '')}${left}`,
    action: {
      label: 'Reveal',
      run: () => void attempt(gantry, () => gantry.api.call('desktop.revealPath', { path: place })),
    },
  });
}
