/** A data set that is in memory already, as a source of its bytes. For small objects; what lies in a file is read from there. */
import type { ByteSource } from './types.ts';

export function sourceOfBytes(bytes: Uint8Array): ByteSource {
  let offset = 0;
  return {
    fill(views) {
      const start = offset;
      for (const view of views) {
        const piece = bytes.subarray(offset, offset + view.length);
        view.set(piece);
        offset += piece.length;
      }
      return offset - start;
    },
    close: () => undefined,
  };
}
