/** Standard output by the tick: lines are gathered and written together, so that ten thousand matches are not ten thousand writes. */
import type { Writable } from 'node:stream';

/** Characters that are written at once even before the tick is over. */
const ENOUGH = 64 * 1024;

export interface Output {
  line(text: string): void;
  /** Writes what is left; settles when the system has taken it. */
  end(): Promise<void>;
}

export function createOutput(stream: Writable): Output {
  let lines: string[] = [];
  let length = 0;
  const write = (): void => {
    if (lines.length === 0) return;
    const text = `${lines.join('\n')}\n`;
    lines = [];
    length = 0;
    stream.write(text);
  };
  return {
    line(text) {
      lines.push(text);
      length += text.length;
      if (length >= ENOUGH) write();
      else if (lines.length === 1) setImmediate(write);
    },
    end: () =>
      new Promise((resolve) => {
        write();
        stream.write('', () => resolve());
      }),
  };
}
