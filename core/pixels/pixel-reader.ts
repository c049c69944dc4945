/**
 * Frames for previews and thumbnails from a worker thread of their own: a bounded queue, the latest request of a key wins, a few results
 * are kept, and a worker that a hostile file kills or stalls is replaced. Never throws for what a file is: the result says it.
 */
import { Worker } from 'node:worker_threads';
import type { ObjectView } from '../contract/objects.ts';
import type { PixelAnswer, PixelJob, PixelRequest, PixelResult } from './pixel-worker.ts';
import { RecentResults } from './recent-results.ts';
import type { FrameRequest, FrameResult, Payload, Unavailable } from './types.ts';
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
  /** What the object is, for people. */
  view(path: string, signal?: AbortSignal): Promise<{ readonly kind: 'view'; readonly view: ObjectView } | Unavailable>;
  /** The document or video stream that lies in the object. */
  payload(path: string, signal?: AbortSignal): Promise<Payload | Unavailable>;
  /** Ends the worker; what waits gets 'superseded'. */
  close(): Promise<void>;
}

interface Waiting {
  readonly request: PixelRequest;
  readonly key: string | undefined;
  readonly rank: number;
  readonly settle: (answer: PixelResult) => void;
}

const nothing = (result: Unavailable): PixelResult => ({ want: 'nothing', result });

/** For a worker that answers something else than it was asked: its author's fault, and no reason to hang. */
const MISANSWERED = unavailable('worker-failed', 'The decoder gave an answer to another question.');

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

  async frame({ key, urgency = 'now', ...request }: KeyedFrameRequest, signal?: AbortSignal): Promise<FrameResult> {
    const recent = signal?.aborted || this.#closed ? undefined : this.#recent.get(request);
    if (recent) return recent;
    const answer = await this.#ask({ request: { want: 'frame', ...request }, key, rank: RANKS[urgency] }, signal);
    if (answer.want === 'frame') this.#recent.put(request, answer.result);
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

  #ask(wanted: Omit<Waiting, 'settle'>, signal: AbortSignal | undefined): Promise<PixelResult> {
    if (signal?.aborted) return Promise.reject(reasonOf(signal));
    if (this.#closed) return Promise.resolve(nothing(unavailable('superseded', 'The preview was closed.')));
    return new Promise((resolve, reject) => {
      const stop = (): void => {
        this.#waiting = this.#waiting.filter((one) => one !== job);
        if (signal) reject(reasonOf(signal));
      };
      const job: Waiting = {
        ...wanted,
        settle: (answer) => {
          signal?.removeEventListener('abort', stop);
          resolve(answer);
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
    for (const job of left) job.settle(nothing(unavailable('superseded', 'The preview was closed.')));
    await worker?.terminate();
  }

  #enqueue(job: Waiting): void {
    if (job.key !== undefined) {
      const replaced = this.#waiting.filter((one) => one.key === job.key);
      this.#waiting = this.#waiting.filter((one) => one.key !== job.key);
      for (const one of replaced) one.settle(nothing(unavailable('superseded', 'A newer request took its place.')));
    }
    if (this.#waiting.length >= (this.#options.queueLength ?? 256)) {
      job.settle(nothing(unavailable('busy', 'Too many previews are waiting.')));
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
    const giveUp = (): void =>
      this.#replaceWorker(worker, unavailable('took-too-long', 'Decoding the image took too long and was stopped.'));
    this.#timer = setTimeout(giveUp, this.#options.patience ?? 20_000).unref();
  }

  #startWorker(): Worker {
    this.#online = false;
    const worker = new Worker(this.#options.workerPath, {
      workerData: { wasmPath: this.#options.wasmPath },
      resourceLimits: { maxOldGenerationSizeMb: 1024 },
    });
    const failed = (cause: string): void =>
      this.#replaceWorker(
        worker,
        unavailable('worker-failed', `The image made its decoder fail (${cause}). Other images are not affected.`),
      );
    worker.once('online', () => {
      if (this.#worker !== worker) return;
      this.#online = true;
      if (this.#running) this.#startTimer(worker);
    });
    worker.on('message', (answer: PixelAnswer) => this.#finish(answer.id, answer.answer));
    worker.on('error', (error) => failed(error instanceof Error ? error.message : 'unknown fault'));
    worker.on('exit', (code) => failed(`exit ${code}`));
    worker.unref();
    return worker;
  }

  #finish(id: number, answer: PixelResult): void {
    if (this.#running?.id !== id) return;
    const { job } = this.#running;
    clearTimeout(this.#timer);
    this.#running = undefined;
    this.#worker?.unref();
    job.settle(answer);
    this.#next();
  }

  /** The job at hand is the only suspect: it gets the result, the others go to a new worker. */
  #replaceWorker(worker: Worker, result: Unavailable): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    void worker.terminate();
    if (this.#running) this.#finish(this.#running.id, nothing(result));
  }
}

const reasonOf = (signal: AbortSignal): Error => (signal.reason instanceof Error ? signal.reason : new Error('The request was cancelled.'));
