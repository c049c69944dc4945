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
/** A peer that does not stall has gone on by then. */
const LOOK_MS = 5;

/** To be told of each read, since the system forgets the setting. */
export interface Acknowledgements {
  /** Something came. */
  came(): void;
  /** It was taken, and nothing was written that takes the acknowledgement along. */
  unanswered(): void;
  /** Something was written: the acknowledgement went along, and what the peer now takes is its own time. */
  wrote(): void;
}

/** Loads what is called, which takes as long as a short association: for a server, before it is called. */
export function prepareAcknowledgements(): void {
  if (setSocketOption === undefined) setSocketOption = load();
}

/** undefined where there is nothing to call. */
export function quickAcknowledge(socket: Socket): Acknowledgements | undefined {
  if (process.platform !== 'linux' || setSocketOption === null) return undefined;
  return acknowledgements({
    acknowledge() {
      const descriptor = descriptorOf(socket);
      if (descriptor < 0) return;
      prepareAcknowledgements();
      setSocketOption?.(descriptor, IPPROTO_TCP, TCP_QUICKACK, ON, ON.length);
    },
    ready: () => setSocketOption !== undefined,
    now: () => performance.now(),
    later: (milliseconds, act) => void setTimeout(act, milliseconds).unref(),
  });
}

export interface AcknowledgeOptions {
  readonly acknowledge: () => void;
  /** Whether acknowledging takes no time of its own: until then it waits for a line that stalls. */
  readonly ready: () => boolean;
  /** Milliseconds. */
  readonly now: () => number;
  readonly later: (milliseconds: number, act: () => void) => void;
}

/** When `acknowledge` is called. */
export function acknowledgements({ acknowledge, ready, now, later }: AcknowledgeOptions): Acknowledgements {
  let left = AT_FIRST;
  let granted = AT_FIRST;
  let waitingSince = Number.NaN;
  let watched = false;
  const watch = (): void => {
    if (watched) return;
    watched = true;
    later(LOOK_MS, () => {
      watched = false;
      if (ready() || Number.isNaN(waitingSince)) return;
      // A timer may come a little early.
      if (now() - waitingSince >= LOOK_MS - 1) acknowledge();
      else watch();
    });
  };
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
      if (left > 0 && ready()) {
        left -= 1;
        acknowledge();
        return;
      }
      waitingSince = now();
      if (!ready()) watch();
    },
    wrote() {
      waitingSince = Number.NaN;
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
