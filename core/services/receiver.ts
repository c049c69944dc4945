/** Who takes the data set of the message that is being received. One at a time on an association. */
import { ProtocolError } from '../errors.ts';
import { concat } from '../lib/bytes.ts';
import type { PeerRequest } from './exchange.ts';

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

/** Gathers a data set within a limit: identifiers and the like, never objects. Throws `ProtocolError` beyond the limit. */
export function collect(limit: number, then: (bytes: Uint8Array) => void): Receiver {
  const parts: Uint8Array[] = [];
  let length = 0;
  return {
    data(bytes) {
      length += bytes.length;
      if (length > limit)
        throw new ProtocolError('identifier-too-long', `a data set is longer than ${limit} bytes`, { source: 2, reason: 6 });
      parts.push(bytes.slice());
    },
    end() {
      const [only] = parts;
      then(parts.length === 1 && only ? only : concat(parts));
    },
  };
}

/** The identifier of a peer's request, gathered within the limit. */
export function withIdentifier(request: PeerRequest, then: (bytes: Uint8Array) => void): Receiver {
  return collect(request.exchange.association.limits.maximumIdentifierLength, then);
}
