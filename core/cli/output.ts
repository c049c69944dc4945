/**
 * Standard output in batches: a line after a pause is written at once, those that follow it closely are gathered, so that ten thousand
 * matches are not ten thousand writes. Who writes much can wait for a slow reader.
 */
import type { Writable } from 'node:stream';

/** Characters that are written without waiting longer. */
const ENOUGH = 64 * 1024;
/** What comes sooner after a write waits for the next. */
const PAUSE_MS = 20;

export interface Output {
  line(text: string): void;
  /** Settles when the reader has caught up or nothing more is wanted; `undefined` when it has not fallen behind. */
  room(): Promise<void> | undefined;
  /** Writes what is left; settles when the system has taken it. */
  end(): Promise<void>;
}

function soon(act: () => void, milliseconds: number): () => void {
  if (milliseconds > 0) {
    const timer = setTimeout(act, milliseconds);
    return () => clearTimeout(timer);
  }
  const immediate = setImmediate(act);
  return () => clearImmediate(immediate);
}

/** The signal fires when nothing more is wanted. */
export function createOutput(stream: Writable, signal: AbortSignal): Output {
  let lines: string[] = [];
  let length = 0;
  let behind = false;
  let written = -Infinity;
  let cancel: () => void = () => undefined;
  const write = (): void => {
    cancel();
    if (lines.length === 0) return;
    written = performance.now();
    const text = `${lines.join('\n')}\n`;
    lines = [];
    length = 0;
    behind = !stream.write(text);
  };
  return {
    line(text) {
      lines.push(text);
      length += text.length;
      if (length >= ENOUGH) write();
      else if (lines.length === 1) cancel = soon(write, written + PAUSE_MS - performance.now());
    },
    room() {
      if (!behind || signal.aborted) return undefined;
      return new Promise((resolve) => {
        const go = (): void => {
          behind = false;
          stream.off('drain', go);
          signal.removeEventListener('abort', go);
          resolve();
        };
        stream.once('drain', go);
        signal.addEventListener('abort', go, { once: true });
      });
    },
    end: () =>
      new Promise((resolve) => {
        write();
        stream.write('', () => resolve());
      }),
  };
}
