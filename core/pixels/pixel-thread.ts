/** One worker thread that does one thing at a time; a file that kills or stalls it fails alone, and the next one gets a fresh thread. */
import { Worker } from 'node:worker_threads';
import type { PixelAnswer, PixelJob, PixelRequest, PixelResult } from './pixel-worker.ts';
import type { Unavailable } from './types.ts';
import { unavailable } from './unavailable.ts';

export interface PixelThreadOptions {
  /** The bundled pixel-worker. */
  readonly workerPath: string | URL;
  /** dcmjs-native-codecs.wasm, outside of an archive that only Electron's own fs can read. */
  readonly wasmPath: string;
  /** Milliseconds after which a request is given up and the worker replaced. */
  readonly patience?: number;
}

export class PixelThread {
  readonly #options: PixelThreadOptions;
  #worker: Worker | undefined;
  #online = false;
  #timer: NodeJS.Timeout | undefined;
  #running: { readonly id: number; readonly settle: (result: PixelResult) => void } | undefined;
  #jobs = 0;
  /** The file of the last request: what is known of it is still in the worker. */
  lastPath = '';

  constructor(options: PixelThreadOptions) {
    this.#options = options;
  }

  get busy(): boolean {
    return this.#running !== undefined;
  }

  /** For a thread that is not busy. Never rejects. */
  run(request: PixelRequest): Promise<PixelResult> {
    const worker = (this.#worker ??= this.#start());
    const id = ++this.#jobs;
    this.lastPath = request.path;
    return new Promise((resolve) => {
      this.#running = { id, settle: resolve };
      if (this.#online) this.#startTimer(worker);
      worker.ref();
      const message: PixelJob = { id, request };
      worker.postMessage(message);
    });
  }

  /** What runs is settled with the result. */
  async close(result: Unavailable): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    if (this.#running) this.#finish(this.#running.id, { want: 'nothing', result });
    await worker?.terminate();
  }

  /** Starting a thread on a busy machine is not the image's fault: the time counts from when it runs. */
  #startTimer(worker: Worker): void {
    const giveUp = (): void => this.#replace(worker, unavailable('took-too-long', 'Decoding the image took too long and was stopped.'));
    this.#timer = setTimeout(giveUp, this.#options.patience ?? 20_000).unref();
  }

  #start(): Worker {
    this.#online = false;
    const worker = new Worker(this.#options.workerPath, {
      workerData: { wasmPath: this.#options.wasmPath },
      resourceLimits: { maxOldGenerationSizeMb: 1024 },
    });
    const failed = (cause: string): void =>
      this.#replace(worker, unavailable('worker-failed', `The image made its decoder fail (${cause}). Other images are not affected.`));
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
    const running = this.#running;
    if (running?.id !== id) return;
    clearTimeout(this.#timer);
    this.#running = undefined;
    this.#worker?.unref();
    running.settle(answer);
  }

  /** The request at hand is the only suspect: it gets the result, the next one goes to a new worker. */
  #replace(worker: Worker, result: Unavailable): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    void worker.terminate();
    if (this.#running) this.#finish(this.#running.id, { want: 'nothing', result });
  }
}
