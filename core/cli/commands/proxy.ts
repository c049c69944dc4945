/** `gantry proxy LISTEN-PORT AE@host:port`: passes bytes through untouched and prints every PDU. */
import { once } from 'node:events';
import { openProxy, type ProxyEvent } from '../../proxy/proxy.ts';
import { peerFrom, portFrom, readArguments } from '../arguments.ts';
import { createReport, type Report } from '../report.ts';
import type { Command } from '../run.ts';

const options = { host: { type: 'string', default: '127.0.0.1' }, json: { type: 'boolean', default: false } } as const;

export const proxy: Command = async (args, { io, signal }) => {
  const { values, positionals } = readArguments(args, options, 2);
  const port = portFrom('LISTEN-PORT', positionals[0] ?? '') ?? 0;
  const peer = peerFrom(positionals[1]);
  const report = createReport(io, values.json);
  await using opened = await openProxy({ host: values.host, port, peer, said: (event) => print(report, event) });
  const { host } = opened;
  report.say(
    { kind: 'listening', host, port: opened.port, peer: `${peer.host}:${peer.port}` },
    `Listening on ${host}:${opened.port}, passing on to ${peer.host}:${peer.port}.`,
  );
  if (!signal.aborted) await once(signal, 'abort');
  return true;
};

function print(report: Report, event: ProxyEvent): void {
  const { connection } = event;
  switch (event.kind) {
    case 'opened':
      return report.say(event, `#${connection} ${event.caller} connected`);
    case 'pdu': {
      const { direction, entry } = event;
      const arrow = direction === 'to-peer' ? '->' : '<-';
      return report.say(
        { kind: 'pdu', connection, direction, pdu: entry.kind, text: entry.lines.join('\n') },
        `#${connection} ${arrow} ${entry.lines.join('\n      ')}`,
      );
    }
    case 'closed':
      return report.say(event, `#${connection} closed: ${event.reason}`);
  }
}
