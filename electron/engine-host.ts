// Runs the engine on a worker thread of the main process, starts it again when it dies, and gives out channels to it.
// Nothing of the protocol is known here.
import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads';
import type { FromEngine, ToEngine } from '../core/contract.ts';
import type { EngineStart, ToEngineThread } from './engine-messages.ts';

/** Deaths within a minute after which starting again is given up. */
const DEATHS_A_MINUTE = 3;
const GOODBYE_MS = 8_000;

export interface EngineChannel {
  receive(message: ToEngine): void;
  close(): void;
}

export interface EngineHostOptions {
  /** The bundled thread. */
  readonly script: string;
  /** Asked at each start of the thread. */
  readonly start: () => EngineStart;
  /** The engine died and was started again. */
  readonly onRestart: (reason: string) => void;
  /** It dies again and again: nothing is served any more. */
  readonly onGiveUp: (reason: string) => void;
}

interface Client {
  port: MessagePort;
  readonly onMessage: (message: FromEngine) => void;
  readonly onRestart: () => void;
}

export class EngineHost {
  readonly #options: EngineHostOptions;
  readonly #clients = new Set<Client>();
  readonly #deaths: number[] = [];
  /** null when it has died and will not be started again. */
  #worker: Worker | null;
  #closing = false;

  constructor(options: EngineHostOptions) {
    this.#options = options;
    this.#worker = this.#spawn();
  }

  /** `onRestart` is called when the channel has been connected to a fresh engine that knows nothing of what was asked before. */
  open(onMessage: (message: FromEngine) => void, onRestart: () => void): EngineChannel {
    const client: Client = { port: this.#connect(onMessage), onMessage, onRestart };
    this.#clients.add(client);
    return {
      receive: (message) => client.port.postMessage(message),
      close: () => {
        this.#clients.delete(client);
        client.port.close();
      },
    };
  }

  /** Lets the engine end its associations and finish its files, then ends the thread. */
  async close(): Promise<void> {
    if (this.#closing) return;
    this.#closing = true;
    const worker = this.#worker;
    if (!worker) return;
    const gone = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
    this.#post({ kind: 'close' });
    const timer = setTimeout(() => void worker.terminate(), GOODBYE_MS);
    await gone;
    clearTimeout(timer);
  }

  #spawn(): Worker {
    const worker = new Worker(this.#options.script, { workerData: this.#options.start() });
    let reason = 'it ended by itself';
    worker.once('error', (error) => {
      reason = error.message;
    });
    worker.once('exit', () => {
      if (!this.#closing) this.#afterDeath(reason);
    });
    return worker;
  }

  #connect(onMessage: (message: FromEngine) => void): MessagePort {
    const { port1, port2 } = new MessageChannel();
    port1.on('message', onMessage);
    this.#post({ kind: 'channel', port: port2 }, port2);
    return port1;
  }

  #post(message: ToEngineThread, ...transfer: MessagePort[]): void {
    this.#worker?.postMessage(message, transfer);
  }

  #afterDeath(reason: string): void {
    this.#worker = null;
    const now = Date.now();
    this.#deaths.push(now);
    if (this.#deaths.filter((at) => now - at < 60_000).length > DEATHS_A_MINUTE) return this.#options.onGiveUp(reason);
    this.#worker = this.#spawn();
    for (const client of this.#clients) {
      client.port.close();
      client.port = this.#connect(client.onMessage);
      client.onRestart();
    }
    this.#options.onRestart(reason);
  }
}
