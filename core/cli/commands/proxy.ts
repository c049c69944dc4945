/** `gantry proxy LISTEN-PORT AE@host:port`: passes bytes through untouched and prints every PDU. */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { numberFrom, peerFrom, readArguments, type Peer } from '../arguments.ts';
import { createPrinter } from '../pdu-printer.ts';
import { createReport, type Report } from '../report.ts';
import type { Command } from '../run.ts';

const options = { host: { type: 'string', default: '127.0.0.1' }, json: { type: 'boolean', default: false } } as const;

export const proxy: Command = async (args, { io, signal }) => {
  const { values, positionals } = readArguments(args, options);
  const port = numberFrom('LISTEN-PORT', positionals[0] ?? '', { least: 0, most: 65_535 }) ?? 0;
  const peer = peerFrom(positionals[1]);
  const report = createReport(io, values.json);
  const open = new Set<Socket>();
  let connections = 0;

  // Half-open: when one side has said its last word, the other may still speak.
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (caller) => {
    connections += 1;
    for (const socket of [caller, join(caller, { peer, report, connection: connections })]) {
      open.add(socket);
      socket.once('close', () => open.delete(socket));
    }
  });
  server.listen(port, values.host);
  await once(server, 'listening');
  const address = server.address();
  const bound = typeof address === 'object' && address ? address.port : port;
  report.say(
    { kind: 'listening', host: values.host, port: bound, peer: `${peer.host}:${peer.port}` },
    `Listening on ${values.host}:${bound}, passing on to ${peer.host}:${peer.port}.`,
  );
  if (!signal.aborted) await once(signal, 'abort');
  server.close();
  for (const socket of open) socket.destroy();
  return true;
};

interface Line {
  readonly peer: Peer;
  readonly report: Report;
  readonly connection: number;
}

/** Joins a caller with a line of its own to the peer; what either says is printed and passed on as it is. */
function join(caller: Socket, { peer, report, connection }: Line): Socket {
  const callee = connect({ host: peer.host, port: peer.port, noDelay: true, allowHalfOpen: true });
  const end = (reason: string): void => report.say({ kind: 'closed', connection, reason }, `#${connection} closed: ${reason}`);
  watch(caller, 'to-peer');
  watch(callee, 'from-peer');
  caller.pipe(callee);
  callee.pipe(caller);
  caller.on('error', ({ message }) => {
    end(`the caller's line broke: ${message}`);
    callee.destroy();
  });
  callee.on('error', ({ message }) => {
    end(`${peer.host}:${peer.port}: ${message}`);
    caller.destroy();
  });
  caller.once('close', (failed) => {
    if (!failed) end('by both sides');
    callee.destroy();
  });
  return callee;

  function watch(socket: Socket, direction: 'to-peer' | 'from-peer'): void {
    const arrow = direction === 'to-peer' ? '->' : '<-';
    const printer = createPrinter((pdu) => {
      report.say({ kind: 'pdu', connection, direction, ...pdu }, `#${connection} ${arrow} ${pdu.text}`);
    });
    socket.on('data', (chunk) => printer.push(chunk));
  }
}
