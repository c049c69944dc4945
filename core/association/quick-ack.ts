/**
 * Acknowledges at once what was read (Linux: TCP_QUICKACK). Peers that leave Nagle's algorithm on write each PDU in two pieces and hold the
 * second back until the first is acknowledged, which a system delays by 40 ms. Node has no call for it; where the optional package that
 * calls into the system is missing, or the system is another, nothing happens. Other peers need none of it, and each costs a packet: a line
 * that goes on long is left to the system until it is seen to stall, and a line that stalls is helped for twice as long as before.
 */
import { createRequire } from 'node:module';
import type { Socket } from 'node:net';

const IPPROTO_TCP = 6;
const TCP_QUICKACK = 12;
const ON = Uint8Array.of(1, 0, 0, 0);

/** setsockopt(2): descriptor, level, name, value, length of the value. */
type SetSocketOption = (...values: readonly (number | Uint8Array)[]) => number;

/** undefined until somebody asked for it, null when it cannot be had. */
let setSocketOption: SetSocketOption | null | undefined;

/** Reads that are acknowledged before the line is left to the system. */
const AT_FIRST = 256;
/** A wait behind an unacknowledged read from which on it is taken for a stall: systems delay an acknowledgement by 40 ms and more. */
const STALL_MS = 30;

/** To be told of each read, since the system forgets the setting. */
export interface Acknowledgements {
  /** Something came. */
  came(): void;
  /** It was taken, and nothing was written that takes the acknowledgement along. */
  unanswered(): void;
}

/** Loads what is called, which takes as long as a short association: before a line is opened, so that no peer waits for it. */
export function prepareAcknowledgements(): void {
  if (setSocketOption === undefined) setSocketOption = load();
}

/** undefined where there is nothing to call. */
export function quickAcknowledge(socket: Socket): Acknowledgements | undefined {
  prepareAcknowledgements();
  const set = setSocketOption;
  if (!set) return undefined;
  return acknowledgements(() => {
    const descriptor = descriptorOf(socket);
    if (descriptor >= 0) set(descriptor, IPPROTO_TCP, TCP_QUICKACK, ON, ON.length);
  });
}

/** When `acknowledge` is called. */
export function acknowledgements(acknowledge: () => void, now: () => number = () => performance.now()): Acknowledgements {
  let left = AT_FIRST;
  let granted = AT_FIRST;
  let waitingSince = Number.NaN;
  return {
    came() {
      if (Number.isNaN(waitingSince)) return;
      if (now() - waitingSince >= STALL_MS) {
        granted *= 2;
        left = granted;
      }
      waitingSince = Number.NaN;
    },
    unanswered() {
      if (left > 0) {
        left -= 1;
        acknowledge();
      } else waitingSince = now();
    },
  };
}

/** Asked for each time: a descriptor is somebody else's as soon as the socket is closed. */
function descriptorOf(socket: Socket): number {
  const handle: unknown = Reflect.get(socket, '_handle');
  const descriptor: unknown = typeof handle === 'object' && handle !== null ? Reflect.get(handle, 'fd') : undefined;
  return typeof descriptor === 'number' ? descriptor : -1;
}

function load(): SetSocketOption | null {
  if (process.platform !== 'linux') return null;
  try {
    const koffi: unknown = createRequire(import.meta.url)('koffi');
    const library: unknown = call(koffi, 'load', null);
    const found = call(library, 'func', 'int setsockopt(int, int, int, const uint8_t *, uint32_t)');
    return typeof found === 'function' ? (...values) => Number(Reflect.apply(found, undefined, values)) : null;
  } catch {
    return null;
  }
}

function call(target: unknown, name: string, argument: unknown): unknown {
  const method: unknown =
    (typeof target === 'object' && target !== null) || typeof target === 'function' ? Reflect.get(target, name) : undefined;
  return typeof method === 'function' ? Reflect.apply(method, target, [argument]) : undefined;
}
