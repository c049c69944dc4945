/**
 * A logging proxy: joins each caller with a line of its own to one peer, passes the bytes of both through untouched, and tells every PDU.
 * Half-open lines stay half-open, a line that breaks on one side breaks on the other. It never answers in anybody's place.
 */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { createLineReader, type LineEntry } from './line-reader.ts';

export interface ProxyOptions {
  /** The address to listen on. */
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly peer: { readonly host: string; readonly port: number };
  /** Called in the order in which the bytes came. */
  readonly said: (event: ProxyEvent) => void;
}

export type Direction = 'to-peer' | 'from-peer';

/** Connections are numbered from 1. */
export type ProxyEvent = { readonly connection: number } & (
  | { readonly kind: 'opened'; readonly caller: string }
  | { readonly kind: 'pdu'; readonly direction: Direction; readonly entry: LineEntry }
  | { readonly kind: 'closed'; readonly reason: string }
);

export interface Proxy extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
}

/** Rejects with what the system says when the port cannot be opened. Disposing cuts every line. */
export async function openProxy({ host, port, peer, said }: ProxyOptions): Promise<Proxy> {
  const open = new Set<Socket>();
  let connections = 0;
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (caller) => {
    connections += 1;
    const connection = connections;
    said({ kind: 'opened', connection, caller: `${caller.remoteAddress ?? ''}:${caller.remotePort ?? 0}` });
    const callee = connect({ ...peer, noDelay: true, allowHalfOpen: true });
    for (const socket of [caller, callee]) {
      open.add(socket);
      socket.once('close', () => open.delete(socket));
    }
    join({ caller, callee, connection, said });
  });
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address();
  return {
    host,
    port: typeof address === 'object' && address ? address.port : port,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}

interface Joint {
  readonly caller: Socket;
  readonly callee: Socket;
  readonly connection: number;
  readonly said: ProxyOptions['said'];
}

function join({ caller, callee, connection, said }: Joint): void {
  let reason = 'both sides closed';
  const broken =
    (side: string, other: Socket) =>
    ({ message }: Error): void => {
      reason = `${side}: ${message}`;
      other.resetAndDestroy();
    };
  tell(caller, 'to-peer');
  tell(callee, 'from-peer');
  caller.pipe(callee);
  callee.pipe(caller);
  caller.on('error', broken('the caller', callee));
  callee.on('error', broken('the peer', caller));
  let left = 2;
  for (const socket of [caller, callee]) {
    socket.once('close', () => {
      left -= 1;
      if (left === 0) said({ kind: 'closed', connection, reason });
    });
  }

  function tell(socket: Socket, direction: Direction): void {
    const reader = createLineReader((entry) => said({ kind: 'pdu', connection, direction, entry }));
    socket.on('data', (chunk) => reader.push(chunk));
  }
}
