// Peers that misbehave on purpose, as raw sockets: another protocol, silence, a reset, a refusal, hanging up at a given moment.
import { createServer, type Server, type Socket } from 'node:net';

export interface FaultyPeer extends AsyncDisposable {
  readonly port: number;
  /** Connections so far. */
  readonly calls: number;
}

/** Serves each connection as told; `said` gets what the caller sent, chunk by chunk. */
export async function faultyPeer(serve: (socket: Socket) => void): Promise<FaultyPeer> {
  const sockets = new Set<Socket>();
  let calls = 0;
  const server: Server = createServer((socket) => {
    calls += 1;
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    serve(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    get calls() {
      return calls;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const afterFirst = (answer: (socket: Socket) => void) => (socket: Socket) => void socket.once('data', () => answer(socket));

export const http = (): Promise<FaultyPeer> => faultyPeer(afterFirst((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')));
/** An SSH server speaks first. */
export const ssh = (): Promise<FaultyPeer> => faultyPeer((socket) => void socket.write('SSH-2.0-OpenSSH_9.2\r\n'));
export const tlsAlert = (): Promise<FaultyPeer> => faultyPeer(afterFirst((socket) => socket.end(Buffer.from('15030100020246', 'hex'))));
export const silent = (): Promise<FaultyPeer> => faultyPeer(() => undefined);
export const resets = (): Promise<FaultyPeer> => faultyPeer(afterFirst((socket) => socket.resetAndDestroy()));
/** FIN without a word after the request. */
export const hangsUp = (): Promise<FaultyPeer> => faultyPeer(afterFirst((socket) => socket.end()));
export const rejects = (result: number, source: number, reason: number): Promise<FaultyPeer> =>
  faultyPeer(afterFirst((socket) => socket.end(Buffer.from([3, 0, 0, 0, 0, 4, 0, result, source, reason]))));
export const abortsAtOnce = (): Promise<FaultyPeer> =>
  faultyPeer(afterFirst((socket) => socket.end(Buffer.from('07000000000400000000', 'hex'))));
