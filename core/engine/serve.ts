/**
 * Serves a part of the contract over any two-way channel of messages: the four verbs call, cancel, listen, dispose. Payloads have been
 * checked by whoever sits between us and the page; an unknown name is still answered, never thrown.
 */
import type { CallFailure, Explanation, FromEngine, ToEngine } from '../contract.ts';

type AnyCall = (payload: never, signal: AbortSignal) => unknown;
type AnyStream = (payload: never, emit: never, signal: AbortSignal) => Promise<void>;

export interface Offered {
  readonly calls: Readonly<Record<string, AnyCall>>;
  readonly streams: Readonly<Record<string, AnyStream>>;
}

export interface ContractServer {
  receive(message: ToEngine): void;
  /** Ends everything that this channel asked for: the page has gone. */
  close(): void;
}

/** An error that carries its own words for the window. */
export class ExplainedError extends Error {
  override readonly name = 'ExplainedError';
  constructor(
    readonly code: string,
    message: string,
    readonly explanation?: Explanation,
  ) {
    super(message);
  }
}

const leaving = new WeakMap<object, readonly ArrayBuffer[]>();

/** A call's result whose buffers nobody here needs any more: they change hands instead of being copied. */
export function handedOver<T extends object>(result: T, buffers: readonly ArrayBuffer[]): T {
  leaving.set(result, buffers);
  return result;
}

/** @param post where the channel can give buffers away it is told which; else they are copied with the message. */
export function serveContract(offered: Offered, post: (message: FromEngine, buffers: readonly ArrayBuffer[]) => void): ContractServer {
  const running = new Map<number, AbortController>();

  const begin = (id: number, work: (signal: AbortSignal) => Promise<FromEngine>): void => {
    if (running.has(id)) return;
    const controller = new AbortController();
    running.set(id, controller);
    void work(controller.signal)
      .catch((error: unknown): FromEngine => ({ verb: 'failure', id, failure: toFailure(error) }))
      .then((last) => {
        // What was cancelled has nobody waiting for it.
        if (running.delete(id) && !controller.signal.aborted) post(last, buffersOf(last));
      });
  };

  const call = (id: number, name: string, payload: unknown): void =>
    begin(id, async (signal) => ({ verb: 'result', id, result: await own(offered.calls, name)(payload as never, signal) }));

  const listen = (id: number, name: string, payload: unknown): void =>
    begin(id, async (signal) => {
      const emit = (event: unknown): void => {
        if (!signal.aborted) post({ verb: 'event', id, event }, []);
      };
      await own(offered.streams, name)(payload as never, emit as never, signal);
      return { verb: 'end', id };
    });

  const stop = (id: number): void => {
    running.get(id)?.abort();
    running.delete(id);
  };

  return {
    receive(message) {
      switch (message.verb) {
        case 'call':
          return call(message.id, message.name, message.payload);
        case 'listen':
          return listen(message.id, message.name, message.payload);
        case 'cancel':
        case 'dispose':
          return stop(message.id);
      }
    },
    close() {
      for (const id of [...running.keys()]) stop(id);
    },
  };
}

function buffersOf(last: FromEngine): readonly ArrayBuffer[] {
  if (last.verb !== 'result' || typeof last.result !== 'object' || last.result === null) return [];
  return leaving.get(last.result) ?? [];
}

function own<F>(table: Readonly<Record<string, F>>, name: string): F {
  const found = Object.hasOwn(table, name) ? table[name] : undefined;
  if (!found) throw new ExplainedError('unknown-name', `The engine does not know "${name}".`);
  return found;
}

/** What is safe and useful to say of any error. */
export function toFailure(error: unknown): CallFailure {
  if (!(error instanceof Error)) return { code: 'unknown', message: 'Something failed without saying what.' };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  const explanation = error instanceof ExplainedError ? error.explanation : undefined;
  return { code, message: error.message, ...(explanation && { explanation }) };
}
