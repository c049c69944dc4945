/** A relay between a program that asks and the archive that answers: it tells when the line was opened and when the first answer came. */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';

const P_DATA_TF = 4;

export interface Relay extends AsyncDisposable {
  readonly port: number;
  /** When the program connected; NaN before. */
  readonly connected: number;
  /** When the archive's first P-DATA-TF came; NaN before. */
  readonly firstData: number;
  /** Bytes that the archive has sent. */
  readonly answered: number;
}

export async function openRelay(archivePort: number): Promise<Relay> {
  let connected = Number.NaN;
  let firstData = Number.NaN;
  let answered = 0;
  const server = createServer({ noDelay: true }, (near) => {
    connected = performance.now();
    const far = connect({ port: archivePort, host: '127.0.0.1', noDelay: true });
    far.on('data', (chunk) => {
      answered += chunk.length;
      if (Number.isNaN(firstData) && chunk[0] === P_DATA_TF) firstData = performance.now();
    });
    near.pipe(far).pipe(near);
    for (const socket of [near, far]) socket.on('error', () => socket.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    get connected() {
      return connected;
    },
    get firstData() {
      return firstData;
    },
    get answered() {
      return answered;
    },
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      await closed;
    },
  };
}
