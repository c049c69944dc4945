/**
 * Frames for previews and thumbnails from worker threads of their own: a bounded queue, the most urgent first, the latest request of a key
 * wins, and who asks for what is already under way waits for the same. Never throws for what a file is: the result says it.
 */
import { availableParallelism } from 'node:os';
import type { ObjectView } from '../contract/objects.ts';
import { PixelThread, type PixelThreadOptions } from './pixel-thread.ts';
import type { PixelRequest, PixelResult } from './pixel-worker.ts';
import type { FrameRequest, FrameResult, Payload, Unavailable } from './types.ts';
import { unavailable } from './unavailable.ts';

export interface PixelReaderOptions extends PixelThreadOptions {
  /** Threads at most; each is started when there is work for it. Default: by the cores, four at most. */
  readonly threads?: number;
  /** Requests that may wait. */
  readonly queueLength?: number;
  /** Milliseconds without work after which all threads but one are ended: each holds the decoders' memory. */
  readonly idle?: number;
}

export interface KeyedFrameRequest extends FrameRequest {
  /** A new request with the same key replaces one that still waits ('preview', or a thumbnail's own place). */
  readonly key?: string;
  /** What is looked at goes before thumbnails, and those before what may be looked at next. */
  readonly urgency?: Urgency;
}

export type Urgency = 'now' | 'small' | 'ahead';

const RANKS: Readonly<Record<Urgency, number>> = { now: 0, small: 1, ahead: 2 };
const MOST_THREADS = 4;

export interface PixelReader {
  /** Rejects only with the signal's reason. The buffer of a result is the caller's own. */
  frame(request: KeyedFrameRequest, signal?: AbortSignal): Promise<FrameResult>;
  /** What the object is, for people. */
  view(path: string, signal?: AbortSignal): Promise<{ readonly kind: 'view'; readonly view: ObjectView } | Unavailable>;
  /** The document or video stream that lies in the object. */
  payload(path: string, signal?: AbortSignal): Promise<Payload | Unavailable>;
  /** Ends the threads; what waits gets 'superseded'. */
  close(): Promise<void>;
}

type Settle = (answer: PixelResult) => void;

interface Job {
  readonly request: PixelRequest;
  /** The same for the same thing asked. */
  readonly what: string;
  readonly key: string | undefined;
  rank: number;
  readonly waiters: Settle[];
}

type Wanted = Pick<Job, 'request' | 'key' | 'rank'>;

const nothing = (result: Unavailable): PixelResult => ({ want: 'nothing', result });

/** For a worker that answers something else than it was asked: its author's fault, and no reason to hang. */
const MISANSWERED = unavailable('worker-failed', 'The decoder gave an answer to another question.');
const CLOSED = unavailable('superseded', 'The preview was closed.');

export function createPixelReader(options: PixelReaderOptions): PixelReader {
  return new ThreadedPixelReader(options);
}

class ThreadedPixelReader implements PixelReader {
  readonly #options: PixelReaderOptions;
  #threads: PixelThread[] = [];
  #idleTimer: NodeJS.Timeout | undefined;
  readonly #running = new Set<Job>();
  #waiting: Job[] = [];
  #closed = false;

  constructor(options: PixelReaderOptions) {
    this.#options = options;
  }

  async frame({ key, urgency = 'now', ...request }: KeyedFrameRequest, signal?: AbortSignal): Promise<FrameResult> {
    const answer = await this.#ask({ request: { want: 'frame', ...request }, key, rank: RANKS[urgency] }, signal);
    return answer.want === 'frame' || answer.want === 'nothing' ? answer.result : MISANSWERED;
  }

  async view(path: string, signal?: AbortSignal): Promise<{ readonly kind: 'view'; readonly view: ObjectView } | Unavailable> {
    const answer = await this.#ask({ request: { want: 'view', path }, key: undefined, rank: RANKS.now }, signal);
    if (answer.want === 'view') return { kind: 'view', view: answer.result };
    return answer.want === 'nothing' ? answer.result : MISANSWERED;
  }

  async payload(path: string, signal?: AbortSignal): Promise<Payload | Unavailable> {
    const answer = await this.#ask({ request: { want: 'payload', path }, key: undefined, rank: RANKS.now }, signal);
    return answer.want === 'payload' || answer.want === 'nothing' ? answer.result : MISANSWERED;
  }

  #ask(wanted: Wanted, signal: AbortSignal | undefined): Promise<PixelResult> {
    if (signal?.aborted) return Promise.reject(reasonOf(signal));
    if (this.#closed) return Promise.resolve(nothing(CLOSED));
    return new Promise((resolve, reject) => {
      const stop = (): void => {
        this.#leave(settle);
        if (signal) reject(reasonOf(signal));
      };
      const settle: Settle = (answer) => {
        signal?.removeEventListener('abort', stop);
        resolve(answer);
      };
      signal?.addEventListener('abort', stop, { once: true });
      this.#join(wanted, settle);
      this.#next();
    });
  }

  /** What runs goes on when its last waiter leaves: somebody may come back to it before it ends. */
  #leave(settle: Settle): void {
    for (const { waiters } of [...this.#running, ...this.#waiting]) {
      const at = waiters.indexOf(settle);
      if (at >= 0) waiters.splice(at, 1);
    }
    this.#waiting = this.#waiting.filter(({ waiters }) => waiters.length > 0);
  }

  /** Waits with others for the same thing, or at the end of the queue. */
  #join({ request, key, rank }: Wanted, settle: Settle): void {
    const what = JSON.stringify(request);
    const isSame = (job: Job): boolean => job.what === what && job.key === key;
    const known = [...this.#running].find(isSame) ?? this.#waiting.find(isSame);
    if (known) {
      known.rank = Math.min(known.rank, rank);
      known.waiters.push(settle);
      return;
    }
    if (key !== undefined) this.#supersede(key);
    if (this.#waiting.length >= (this.#options.queueLength ?? 256)) {
      settle(nothing(unavailable('busy', 'Too many previews are waiting.')));
      return;
    }
    this.#waiting.push({ request, what, key, rank, waiters: [settle] });
  }

  #supersede(key: string): void {
    const replaced = this.#waiting.filter((one) => one.key === key);
    this.#waiting = this.#waiting.filter((one) => one.key !== key);
    for (const job of replaced) settleAll(job, nothing(unavailable('superseded', 'A newer request took its place.')));
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#idleTimer);
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const job of waiting) settleAll(job, nothing(CLOSED));
    await Promise.all(this.#threads.map((thread) => thread.close(CLOSED)));
  }

  #next(): void {
    while (!this.#closed && this.#waiting.length > 0) {
      const job = this.#waiting.reduce((first, one) => (one.rank < first.rank ? one : first));
      const thread = this.#freeThread(job.request.path);
      if (!thread) return;
      this.#waiting = this.#waiting.filter((one) => one !== job);
      this.#running.add(job);
      void thread.run(job.request).then((answer) => {
        this.#running.delete(job);
        settleAll(job, answer);
        this.#next();
        this.#watchIdleness();
      });
    }
  }

  #watchIdleness(): void {
    clearTimeout(this.#idleTimer);
    if (this.#closed || this.#running.size > 0 || this.#threads.length < 2) return;
    this.#idleTimer = setTimeout(() => {
      if (this.#running.size > 0) return;
      const [kept, ...spare] = this.#threads;
      this.#threads = kept ? [kept] : [];
      for (const thread of spare) void thread.close(CLOSED);
    }, this.#options.idle ?? 30_000).unref();
  }

  /** The one that knows the file before any other. */
  #freeThread(path: string): PixelThread | undefined {
    const free = this.#threads.filter(({ busy }) => !busy);
    const known = free.find(({ lastPath }) => lastPath === path) ?? free[0];
    if (known || this.#threads.length >= (this.#options.threads ?? threadsOf(availableParallelism()))) return known;
    const thread = new PixelThread(this.#options);
    this.#threads.push(thread);
    return thread;
  }
}

/** One core is the window’s, but where there are two each can decode: the window waits for pictures, not for the core. */
const threadsOf = (cores: number): number => Math.max(Math.min(2, cores), Math.min(MOST_THREADS, cores - 1));

/** Each gets a buffer of its own. */
function settleAll({ waiters }: Job, answer: PixelResult): void {
  const [first, ...others] = waiters.splice(0);
  for (const settle of others) settle(copyOf(answer));
  first?.(answer);
}

function copyOf(answer: PixelResult): PixelResult {
  if (answer.want !== 'frame' || answer.result.kind === 'unavailable') return structuredClone(answer);
  return { want: 'frame', result: { ...answer.result, data: answer.result.data.slice(0) } };
}

const reasonOf = (signal: AbortSignal): Error => (signal.reason instanceof Error ? signal.reason : new Error('The request was cancelled.'));
