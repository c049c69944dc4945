// The engine's thread: builds the engine and serves the contract over every channel that main opens.
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { createEngine } from '../core/engine.ts';
import { serveContract } from '../core/engine/serve.ts';
import type { FromEngine, ToEngine } from '../core/contract.ts';
import type { EngineStart, ToEngineThread } from './engine-messages.ts';

const start = workerData as EngineStart;
const engine = await createEngine(start);

function serve(port: MessagePort): void {
  const server = serveContract(engine, (message: FromEngine) => port.postMessage(message));
  port.on('message', (message: ToEngine) => server.receive(message));
  port.on('close', () => server.close());
}

parentPort?.on('message', (message: ToEngineThread) => {
  if (message.kind === 'channel') return serve(message.port);
  void engine.close().finally(() => process.exit(0));
});
