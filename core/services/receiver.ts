/** Who takes the data set of the message that is being received. One at a time on an association. */
import { ProtocolError } from '../errors.ts';

export interface Receiver {
  /** The view is valid during the call. */
  data(bytes: Uint8Array): void;
  /** The message is complete. */
  end(): void;
  /** Before views become invalid; a promise stops reading until it settles. */
  flush?(): void | Promise<void>;
  /** The association ended before the message did. */
  discard?(): void;
}

/** Swallows a data set that nobody wants, and then goes on. */
export function swallow(then: () => void): Receiver {
  return { data: () => undefined, end: then };
}

const FIRST_ROOM = 4096;

/** Gathers a data set within a limit: identifiers and the like, never objects. Throws `ProtocolError` beyond the limit. */
export function collect(limit: number, then: (bytes: Uint8Array) => void): Receiver {
  // One buffer that grows: a peer may send a byte at a time.
  let gathered = new Uint8Array(0);
  let length = 0;
  const makeRoom = (needed: number): void => {
    if (needed > limit)
      throw new ProtocolError('identifier-too-long', `a data set is longer than ${limit} bytes`, { source: 2, reason: 6 });
    if (needed <= gathered.length) return;
    const grown = new Uint8Array(Math.min(limit, Math.max(needed, gathered.length * 2, FIRST_ROOM)));
    grown.set(gathered.subarray(0, length));
    gathered = grown;
  };
  return {
    data(bytes) {
      makeRoom(length + bytes.length);
      gathered.set(bytes, length);
      length += bytes.length;
    },
    end: () => then(gathered.subarray(0, length)),
  };
}

/** Gathers up to a limit; of what is longer nothing is kept, and `tooLong` is called at its end. */
export function collectUpTo(limit: number, then: (bytes: Uint8Array) => void, tooLong: () => void): Receiver {
  let gathering: Receiver | undefined = collect(limit, then);
  let length = 0;
  return {
    data(bytes) {
      length += bytes.length;
      if (length > limit) gathering = undefined;
      gathering?.data(bytes);
    },
    end: () => (gathering ? gathering.end() : tooLong()),
  };
}
