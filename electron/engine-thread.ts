// The engine's thread: builds the engine and serves the contract over every channel that main opens.
import os from 'node:os';
import path from 'node:path';
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import type { FromEngine, ToEngine } from '../core/contract.ts';
import { createEngine } from '../core/engine.ts';
import { serveContract } from '../core/engine/serve.ts';
import { openSettings } from '../core/engine/settings.ts';
import type { EngineStart, ToEngineThread } from './engine-messages.ts';

const { folder, port, vaultKey, keyPassPhrase } = workerData as EngineStart;
// The bundles of the threads and the decoders lie beside each other.
const beside = (file: string): string => path.join(import.meta.dirname, file);

giveWay();
if (port !== undefined) await takePort(port);
const engine = await createEngine({
  folder,
  vaultKey,
  keyPassPhrase,
  pixels: { workerPath: beside('pixel-worker.js'), wasmPath: beside('dcmjs-native-codecs.wasm') },
});

/** A person who types has a core at once, whatever is being received. Only Linux takes a priority for the calling thread alone. */
function giveWay(): void {
  if (process.platform === 'linux') os.setPriority(os.constants.priority.PRIORITY_BELOW_NORMAL);
}

/** The inbox's port as a script or a test wants it, as if a person had set it before. */
async function takePort(wanted: number): Promise<void> {
  const opening = { file: path.join(folder, 'settings.json'), inboxFolder: path.join(folder, 'inbox'), wallClock: () => Date.now() };
  const { settings } = await openSettings(opening);
  await settings.update({ me: { port: wanted } });
}

function serve(channel: MessagePort): void {
  const server = serveContract(engine, (message: FromEngine, buffers) => channel.postMessage(message, [...buffers]));
  channel.on('message', (message: ToEngine) => server.receive(message));
  channel.on('close', () => server.close());
}

parentPort?.on('message', (message: ToEngineThread) => {
  if (message.kind === 'channel') serve(message.port);
  else void engine.close().finally(() => process.exit(0));
});
