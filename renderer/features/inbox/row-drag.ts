/**
 * Rows that are dragged with Alt held leave for the file manager. The system drags only what is there, so copies are made first: the drag begins
 * when they are whole, if the button is still down, and at once the next time. Without Alt rows are dragged within the window, where a drag by the
 * system does not reliably end in a drop; let go outside, their files are made and it is said how they leave.
 */
import type { StreamEvent, StreamPayload } from '../../../core/contract.ts';
import { attempt } from '../../commands/action.ts';
import { runExport } from '../../commands/running-export.ts';
import type { Gantry } from '../../gantry.ts';
import { toast } from '../../stores/feedback.ts';
import { selectionKey, type InboxSelection } from './selected.ts';

/** Less than the time for which copies are kept. */
export const GOOD_FOR_MS = 10 * 60_000;

interface Made {
  readonly key: string;
  readonly files: readonly string[];
  readonly at: number;
}

export interface RowDrag {
  /** Begins with Alt held. */
  out(selection: InboxSelection): void;
  /** A drag within the window was let go outside of it. */
  letGoOutside(selection: InboxSelection): void;
}

export function createRowDrag(gantry: Gantry): RowDrag {
  let made: Made | null = null;
  let stop: (() => void) | null = null;
  const ready = (): void => toast(gantry.feedback, 'The files are ready: drag the rows out again with Alt held', { tone: 'note' });
  const isMade = (selection: InboxSelection): boolean => made?.key === selectionKey(selection) && Date.now() - made.at < GOOD_FOR_MS;
  const make = (selection: InboxSelection, { ready: then, end }: Lent): void => {
    stop?.();
    stop = lend(gantry, selection, {
      ready(files) {
        made = { key: selectionKey(selection), files, at: Date.now() };
        then(files);
      },
      end() {
        stop = null;
        end();
      },
    });
  };
  return {
    out(selection) {
      if (made && isMade(selection)) return startDrag(gantry, made.files);
      const button = watchButton();
      make(selection, { ready: (files) => (button.isDown() ? startDrag(gantry, files) : ready()), end: button.leave });
    },
    letGoOutside(selection) {
      if (isMade(selection)) ready();
      else make(selection, { ready, end: () => undefined });
    },
  };
}

const startDrag = (gantry: Gantry, files: readonly string[]): void =>
  void attempt(gantry, () => gantry.api.call('desktop.startDrag', { files: [...files] }));

/** Whether the button that began the drag has been held since. */
function watchButton(): { readonly isDown: () => boolean; readonly leave: () => void } {
  const over = new AbortController();
  const options = { capture: true, signal: over.signal };
  let down = true;
  const release = (): void => {
    down = false;
  };
  window.addEventListener('mouseup', release, options);
  // Released outside of the window, it is seen when the pointer comes back.
  window.addEventListener('mousemove', ({ buttons }) => buttons === 0 && release(), options);
  window.addEventListener('blur', release, options);
  return { isDown: () => down, leave: () => over.abort() };
}

interface Lent {
  readonly ready: (files: readonly string[]) => void;
  readonly end: () => void;
}

/** Stands among the exports while it runs; gives what ends it. */
function lend(gantry: Gantry, { targets, label, bytes }: InboxSelection, { ready, end }: Lent): () => void {
  const payload: StreamPayload<'inbox.lend'> = { targets: [...targets], kind: 'folder' };
  return runExport<StreamEvent<'inbox.lend'>>(gantry, (listener) => gantry.api.listen('inbox.lend', payload, listener), {
    verb: 'Export',
    what: label,
    totalBytes: bytes,
    ended: end,
    event: (event, change) => {
      if (event.kind === 'progress') change(event);
      else ready(event.files);
    },
  });
}
