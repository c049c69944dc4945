// Runs in a worker thread of the desktop's own runtime: a provider and a user in one thread, an object through the read buffers of both, and
// the bytes compared on arrival. Says what it found to its parent.
import { createHash } from 'node:crypto';
import { parentPort } from 'node:worker_threads';
import { sourceOfBytes } from '../../core/association/bytes-source.ts';
import { createApplicationEntity } from '../../core/services/index.ts';

const CT = '1.2.840.10008.5.1.4.1.1.2';
const IMPLICIT = '1.2.840.10008.1.2';
const OBJECT = 24 * 1024 * 1024;

async function run(): Promise<object> {
  const sent = createHash('sha256');
  const arrived = createHash('sha256');
  let pieces = 0;
  const entity = createApplicationEntity({ title: 'GANTRY' });
  const server = await entity.listen({
    host: '127.0.0.1',
    port: 0,
    supportedContexts: [{ abstractSyntax: CT, transferSyntaxes: [] }],
    on: {
      store: () => ({
        write: (bytes) => {
          pieces += 1;
          arrived.update(bytes);
        },
        finish: () => 0,
        discard: () => undefined,
      }),
    },
  });
  const bytes = new Uint8Array(OBJECT);
  for (let at = 0; at < OBJECT; at += 1) bytes[at] = (at * 2_654_435_761) >>> 24;
  sent.update(bytes);
  const opened = await entity.associate({
    host: '127.0.0.1',
    port: server.port,
    contexts: [{ abstractSyntax: CT, transferSyntaxes: [IMPLICIT] }],
  });
  if (opened.kind !== 'established') return opened;
  const open = (): ReturnType<typeof sourceOfBytes> => sourceOfBytes(bytes);
  const stored = await opened.association.store({ sopClassUid: CT, sopInstanceUid: '1.2.3', transferSyntaxUid: IMPLICIT, open });
  const ended = await opened.association.release();
  await server.close();
  return {
    electron: process.versions['electron'],
    stored: stored.kind === 'status' ? stored.status.code : stored,
    ended: ended.kind,
    same: sent.digest('hex') === arrived.digest('hex'),
    pieces,
  };
}

run().then(
  (result) => parentPort?.postMessage(result),
  (error: unknown) => parentPort?.postMessage({ error: String(error) }),
);
