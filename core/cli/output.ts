/**
 * Standard output by the tick: lines are gathered and written together, so that ten thousand matches are not ten thousand writes, and who
 * writes much can wait for a slow reader.
 */
import type { Writable } from 'node:stream';

/** Characters that are written at once even before the tick is over. */
const ENOUGH = 64 * 1024;

export interface Output {
  line(text: string): void;
  /** Settles when the reader has caught up or nothing more is wanted; `undefined` when it has not fallen behind. */
  room(): Promise<void> | undefined;
  /** Writes what is left; settles when the system has taken it. */
  end(): Promise<void>;
}

/** The signal fires when nothing more is wanted. */
export function createOutput(stream: Writable, signal: AbortSignal): Output {
  let lines: string[] = [];
  let length = 0;
  let behind = false;
  const write = (): void => {
    if (lines.length === 0) return;
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
      else if (lines.length === 1) setImmediate(write);
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
