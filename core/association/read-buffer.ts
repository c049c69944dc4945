/**
 * One large buffer for every read of a line, instead of a new one for each: half the work per megabyte. Node offers it to sockets that
 * connect (`onread`); an accepted socket is given it by moving its handle into a new socket. Where Node does not allow that, the line reads
 * in Node's own way and nothing else changes.
 */
import { Socket } from 'node:net';

/** Takes chunks; false stops reading. */
export interface ChunkTaker {
  take?: (chunk: Uint8Array) => boolean;
  /** The line has gone and nobody looks at its last chunk any more: another line may read into its buffer. */
  release?: () => void;
}

const READ_BUFFER = 1024 * 1024;
/** Buffers that wait for the next line, so that short associations one after the other cost one between them. */
const KEPT_BUFFERS = 4;
const kept: Uint8Array[] = [];

export interface OnRead {
  readonly buffer: Uint8Array;
  readonly callback: (length: number, buffer: Uint8Array) => boolean;
}

export function onreadInto(taker: ChunkTaker): OnRead {
  const own = kept.pop() ?? Buffer.allocUnsafeSlow(READ_BUFFER);
  taker.release = () => {
    delete taker.release;
    if (kept.length < KEPT_BUFFERS) kept.push(own);
  };
  return {
    buffer: own,
    callback: (length, buffer) => taker.take?.(buffer.subarray(0, length)) ?? false,
  };
}

/** The accepted socket's connection in a socket that reads into one buffer, or `undefined` when that cannot be done. `accepted` is paused and has read nothing. */
export function withReadBuffer(accepted: Socket, taker: ChunkTaker): Socket | undefined {
  const handle: unknown = Reflect.get(accepted, '_handle');
  if (typeof handle !== 'object' || handle === null || !('useUserBuffer' in handle) || accepted.bytesRead > 0) return undefined;
  const options = { handle, onread: onreadInto(taker), pauseOnCreate: true, readable: true, writable: true };
  const socket = new Socket(options);
  // The old socket lets go without closing what it no longer holds.
  Reflect.set(accepted, '_handle', null);
  accepted.destroy();
  return socket;
}
