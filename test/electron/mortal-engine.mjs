// A stand-in for the engine's thread: answers calls, dies when it is asked to.
import { parentPort, workerData } from 'node:worker_threads';

parentPort.on('message', (message) => {
  if (message.kind === 'close') return process.exit(0);
  message.port.on('message', (asked) => {
    if (asked.name === 'die') throw new Error('asked to');
    message.port.postMessage({ verb: 'result', id: asked.id, result: workerData.folder });
  });
});
