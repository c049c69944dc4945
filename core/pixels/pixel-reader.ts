/**
 * Frames for previews and thumbnails from a worker thread of their own: a bounded queue, the latest request of a key wins, a few results
 * are kept, and a worker that a hostile file kills or stalls is replaced. Never throws for what a file is: the result says it.
 */
import { Worker } from 'node:worker_threads';
import type { PixelAnswer, PixelJob } from './pixel-worker.ts';
import { RecentResults } from './recent-results.ts';
import type { FrameRequest, FrameResult } from './types.ts';
import { unavailable } from './unavailable.ts';

export interface PixelReaderOptions {
  /** The bundled pixel-worker. */
  readonly workerPath: string | URL;
  /** dcmjs-native-codecs.wasm, outside of an archive that only Electron's own fs can read. */
  readonly wasmPath: string;
  /** Milliseconds after which a frame is given up and the worker replaced. */
  readonly patience?: number;
  /** Requests that may wait. */
  readonly queueLength?: number;
  /** Bytes of results that are kept for asking again. */
  readonly keptBytes?: number;
}

export interface KeyedFrameRequest extends FrameRequest {
  /** A new request with the same key replaces one that still waits ('preview', or a thumbnail's own place). */
  readonly key?: string;
  /** What is looked at goes before thumbnails, and those before what may be looked at next. */
  readonly urgency?: Urgency;
}

export type Urgency = 'now' | 'small' | 'ahead';

const RANKS: Readonly<Record<Urgency, number>> = { now: 0, small: 1, ahead: 2 };

export interface PixelReader {
  /** Rejects only with the signal's reason. The buffer of a result is the caller's own. */
  frame(request: KeyedFrameRequest, signal?: AbortSignal): Promise<FrameResult>;
  /** Ends the worker; what waits gets 'superseded'. */
  close(): Promise<void>;
}

interface Waiting {
  readonly request: FrameRequest;
  readonly key: string | undefined;
  readonly rank: number;
  readonly settle: (result: FrameResult) => void;
}

export function createPixelReader(options: PixelReaderOptions): PixelReader {
  return new WorkerPixelReader(options);
}

class WorkerPixelReader implements PixelReader {
  readonly #options: PixelReaderOptions;
  readonly #recent: RecentResults;
  #waiting: Waiting[] = [];
  #running: { readonly id: number; readonly job: Waiting } | undefined;
  #worker: Worker | undefined;
  #online = false;
  #timer: NodeJS.Timeout | undefined;
  #jobs = 0;
  #closed = false;

  constructor(options: PixelReaderOptions) {
    this.#options = options;
    this.#recent = new RecentResults(options.keptBytes ?? 1 << 26);
  }

  frame({ key, urgency = 'now', ...request }: KeyedFrameRequest, signal?: AbortSignal): Promise<FrameResult> {
    if (signal?.aborted) return Promise.reject(reasonOf(signal));
    if (this.#closed) return Promise.resolve(unavailable('superseded', 'The preview was closed.'));
    const recent = this.#recent.get(request);
    if (recent) return Promise.resolve(recent);
    return new Promise((resolve, reject) => {
      const stop = (): void => {
        this.#waiting = this.#waiting.filter((one) => one !== job);
        if (signal) reject(reasonOf(signal));
      };
      const job: Waiting = {
        request,
        key,
        rank: RANKS[urgency],
        settle: (result) => {
          signal?.removeEventListener('abort', stop);
          resolve(result);
        },
      };
      signal?.addEventListener('abort', stop, { once: true });
      this.#enqueue(job);
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    const worker = this.#worker;
    this.#worker = undefined;
    const left = [...(this.#running ? [this.#running.job] : []), ...this.#waiting];
    clearTimeout(this.#timer);
    this.#running = undefined;
    this.#waiting = [];
    for (const job of left) job.settle(unavailable('superseded', 'The preview was closed.'));
    await worker?.terminate();
  }

  #enqueue(job: Waiting): void {
    if (job.key !== undefined) {
      const replaced = this.#waiting.filter((one) => one.key === job.key);
      this.#waiting = this.#waiting.filter((one) => one.key !== job.key);
      for (const one of replaced) one.settle(unavailable('superseded', 'A newer request took its place.'));
    }
    if (this.#waiting.length >= (this.#options.queueLength ?? 256)) {
      job.settle(unavailable('busy', 'Too many previews are waiting.'));
      return;
    }
    this.#waiting.push(job);
    this.#next();
  }

  #next(): void {
    if (this.#running || this.#closed) return;
    const job = this.#waiting.reduce<Waiting | undefined>((first, one) => (first && first.rank <= one.rank ? first : one), undefined);
    if (!job) return;
    this.#waiting = this.#waiting.filter((one) => one !== job);
    const worker = (this.#worker ??= this.#startWorker());
    const id = ++this.#jobs;
    this.#running = { id, job };
    if (this.#online) this.#startTimer(worker);
    worker.ref();
    const message: PixelJob = { id, request: job.request };
    worker.postMessage(message);
  }

  /** Starting a thread on a busy machine is not the image's fault: the time counts from when it runs. */
  #startTimer(worker: Worker): void {
    const giveUp = (): void => this.#replaceWorker(worker, unavailable('took-too-long', 'Decoding the image took too long and was stopped.'));
    this.#timer = setTimeout(giveUp, this.#options.patience ?? 20_000).unref();
  }

  #startWorker(): Worker {
    this.#online = false;
    const worker = new Worker(this.#options.workerPath, { workerData: { wasmPath: this.#options.wasmPath }, resourceLimits: { maxOldGenerationSizeMb: 1024 } });
    const failed = (cause: string): void => this.#replaceWorker(worker, unavailable('worker-failed', `The image made its decoder fail (${cause}). Other images are not affected.`));
    worker.once('online', () => {
      if (this.#worker !== worker) return;
      this.#online = true;
      if (this.#running) this.#startTimer(worker);
    });
    worker.on('message', (answer: PixelAnswer) => this.#finish(answer.id, answer.result));
    worker.on('error', (error) => failed(error instanceof Error ? error.message : 'unknown fault'));
    worker.on('exit', (code) => failed(`exit ${code}`));
    worker.unref();
    return worker;
  }

  #finish(id: number, result: FrameResult): void {
    if (this.#running?.id !== id) return;
    const { job } = this.#running;
    clearTimeout(this.#timer);
    this.#running = undefined;
    this.#worker?.unref();
    this.#recent.put(job.request, result);
    job.settle(result);
    this.#next();
  }

  /** The job at hand is the only suspect: it gets the result, the others go to a new worker. */
  #replaceWorker(worker: Worker, result: FrameResult): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    void worker.terminate();
    if (this.#running) this.#finish(this.#running.id, result);
  }
}

const reasonOf = (signal: AbortSignal): Error => (signal.reason instanceof Error ? signal.reason : new Error('The request was cancelled.'));
