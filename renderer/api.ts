/**
 * The window's only way out: the contract's four verbs over one MessagePort, and the paths of dropped files.
 * Nothing else of the window knows how the engine is reached.
 */
import type {
  CallFailure,
  CallName,
  CallPayload,
  CallResult,
  FromEngine,
  StreamEvent,
  StreamName,
  StreamPayload,
  ToEngine,
} from '../core/contract.ts';

/** A call that the engine could not do, with its explanation where there is one. */
export class CallError extends Error {
  override readonly name = 'CallError';
  constructor(readonly failure: CallFailure) {
    super(failure.message);
  }
}

export interface Listener<Event> {
  readonly event: (event: Event) => void;
  /** The stream has ended by itself: null, or what it failed of. Not called after dispose. */
  readonly end?: (failure: CallFailure | null) => void;
}

export interface Api {
  /** Rejects with `CallError`, or with the signal's reason when it fires. */
  call<N extends CallName>(name: N, payload: CallPayload<N>, signal?: AbortSignal): Promise<CallResult<N>>;
  /** Returns dispose, which may be called at any time and more than once. */
  listen<N extends StreamName>(name: N, payload: StreamPayload<N>, listener: Listener<StreamEvent<N>>): () => void;
}

/** What only the desktop knows. */
export interface Host {
  /** The absolute path of a dropped or chosen file; '' when it has none. */
  readonly pathOf: (file: File) => string;
}

declare global {
  interface Window {
    readonly gantryHost?: Host;
  }
}

type Pending = { readonly settle: (message: FromEngine) => void; readonly ends: ReadonlySet<FromEngine['verb']> };

const callEnds: ReadonlySet<FromEngine['verb']> = new Set(['result', 'failure']);
const streamEnds: ReadonlySet<FromEngine['verb']> = new Set(['end', 'failure']);

/** Speaks the contract over a port. Payloads are checked on the other side. */
export function connect(port: MessagePort): Api {
  const pending = new Map<number, Pending>();
  let last = 0;
  const send = (message: ToEngine) => port.postMessage(message);
  port.onmessage = ({ data }: MessageEvent<FromEngine>) => {
    const waiting = pending.get(data.id);
    if (waiting?.ends.has(data.verb)) pending.delete(data.id);
    waiting?.settle(data);
  };

  return {
    call: <N extends CallName>(name: N, payload: CallPayload<N>, signal?: AbortSignal) =>
      new Promise<CallResult<N>>((resolve, reject) => {
        signal?.throwIfAborted();
        const id = ++last;
        const cancel = () => {
          if (pending.delete(id)) send({ verb: 'cancel', id });
          reject(signal?.reason instanceof Error ? signal.reason : new DOMException('Cancelled', 'AbortError'));
        };
        signal?.addEventListener('abort', cancel, { once: true });
        pending.set(id, {
          ends: callEnds,
          settle: (message) => {
            signal?.removeEventListener('abort', cancel);
            if (message.verb === 'result') resolve(message.result as CallResult<N>);
            else if (message.verb === 'failure') reject(new CallError(message.failure));
          },
        });
        send({ verb: 'call', id, name, payload });
      }),

    listen: <N extends StreamName>(name: N, payload: StreamPayload<N>, listener: Listener<StreamEvent<N>>) => {
      const id = ++last;
      pending.set(id, {
        ends: streamEnds,
        settle: (message) => {
          if (message.verb === 'event') listener.event(message.event as StreamEvent<N>);
          else if (message.verb === 'end') listener.end?.(null);
          else if (message.verb === 'failure') listener.end?.(message.failure);
        },
      });
      send({ verb: 'listen', id, name, payload });
      return () => {
        if (pending.delete(id)) send({ verb: 'dispose', id });
      };
    },
  };
}

/** The port that the preload hands over once; messages from anywhere else are not listened to. */
export function awaitPort(window: Window): Promise<MessagePort> {
  return new Promise((resolve) => {
    const take = (event: MessageEvent<unknown>) => {
      const port = event.ports[0];
      if (event.source !== window || event.data !== 'gantry:port' || !port) return;
      window.removeEventListener('message', take);
      resolve(port);
    };
    window.addEventListener('message', take);
  });
}
