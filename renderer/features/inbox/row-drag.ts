/**
 * Rows on their way out. The system drags only files that are there, so copies are made first. What is small is copied as the drag begins, and is
 * then dragged by the system, within the window as well as out of it; what is large is dragged within the window, and copied when it was let go
 * outside: the next drag takes it along. With Alt held it is always copied and dragged out, if the button is still down then.
 */
import { attempt } from '../../commands/action.ts';
import type { Gantry } from '../../gantry.ts';
import { beginExport } from '../../stores/exports.ts';
import { toast } from '../../stores/feedback.ts';
import type { Dragged } from '../../stores/shell.ts';
import type { InboxSelection } from './selected.ts';

/** Less than the time for which copies are kept. */
const GOOD_FOR_MS = 10 * 60_000;
/** Copied so quickly that a hand does not notice. */
const SMALL_BYTES = 20_000_000;

interface Made {
  readonly key: string;
  readonly files: readonly string[];
  readonly at: number;
}

interface RowDrag {
  /** True when the system drags: the page is not to. */
  start(selection: InboxSelection, how: { readonly out: boolean; readonly dragged: Dragged }): boolean;
  /** A drag within the window was let go outside of it. */
  letGoOutside(selection: InboxSelection): void;
}

export function createRowDrag(gantry: Gantry): RowDrag {
  let made: Made | null = null;
  let stop: (() => void) | null = null;
  const isMade = (key: string): boolean => made?.key === key && Date.now() - made.at < GOOD_FOR_MS;
  const make = (selection: InboxSelection, ready: (files: readonly string[]) => void, end: () => void): void => {
    stop?.();
    stop = lend(gantry, selection, {
      ready(files) {
        made = { key: keyOf(selection), files, at: Date.now() };
        ready(files);
      },
      end() {
        stop = null;
        end();
      },
    });
  };
  const leave = (): void => gantry.shell.setState({ dragged: null, dropHint: null });
  const carry = (files: readonly string[], dragged: Dragged): void => {
    // The system tells the page nothing of the end of its drag.
    gantry.shell.setState({ dragged });
    onRelease(leave);
    startDrag(gantry, files);
  };
  return {
    start(selection, { out, dragged }) {
      const key = keyOf(selection);
      if (!out && selection.bytes > SMALL_BYTES && !isMade(key)) return false;
      if (made && isMade(key)) {
        carry(made.files, dragged);
        return true;
      }
      let isDown = true;
      const forget = onRelease(() => (isDown = false));
      make(
        selection,
        (files) => {
          if (isDown) carry(files, dragged);
          else if (out) toast(gantry.feedback, READY);
        },
        forget,
      );
      return true;
    },
    letGoOutside(selection) {
      make(
        selection,
        () => toast(gantry.feedback, READY),
        () => undefined,
      );
    },
  };
}

const READY = 'The files are ready: drag the rows out again';

/** What was made stands for a selection only while nothing was added to it. */
const keyOf = ({ targets, bytes, label }: InboxSelection): string => JSON.stringify([targets, bytes, label]);

const startDrag = (gantry: Gantry, files: readonly string[]): void =>
  void attempt(gantry, () => gantry.api.call('desktop.startDrag', { files: [...files] }));

/** Once, when the button that began the drag is let go; gives what forgets it. */
function onRelease(act: () => void): () => void {
  const over = new AbortController();
  const options = { capture: true, signal: over.signal };
  const release = (): void => {
    over.abort();
    act();
  };
  window.addEventListener('mouseup', release, options);
  // Released outside of the window, it is seen when the pointer comes back.
  window.addEventListener('mousemove', ({ buttons }) => buttons === 0 && release(), options);
  return () => over.abort();
}

interface Lent {
  readonly ready: (files: readonly string[]) => void;
  readonly end: () => void;
}

/** Stands among the exports while it runs; gives what ends it. */
function lend(gantry: Gantry, { targets, label, bytes }: InboxSelection, { ready, end }: Lent): () => void {
  const leave = (): void => {
    job.leave();
    end();
  };
  const dispose = gantry.api.listen(
    'inbox.lend',
    { targets: [...targets], kind: 'folder' },
    {
      event: (event) => {
        if (event.kind === 'progress') job.change(event);
        else ready(event.files);
      },
      end: (failure) => {
        leave();
        if (failure) toast(gantry.feedback, failure.message, { tone: 'problem' });
      },
    },
  );
  const cancel = (): void => {
    dispose();
    leave();
  };
  const job = beginExport(gantry.exports, { verb: 'Export', what: label, totalBytes: bytes, cancel });
  return cancel;
}
