/** `gantry listen --folder DIR`: our SCP over a folder. It stores, answers echo and, over what it holds, C-FIND, C-GET and C-MOVE. */
import { once } from 'node:events';
import { UsageError } from '../../errors.ts';
import {
  asServer,
  maximumLengthFrom,
  networkOptions,
  peerFrom,
  portFrom,
  readArguments,
  titleFrom,
  tlsFrom,
  tlsOptions,
} from '../arguments.ts';
import { openFolder } from '../folder.ts';
import { createReport } from '../report.ts';
import type { Command } from '../run.ts';
import { serve } from '../serve.ts';

const DEFAULT_PORT = '11112';

const options = {
  ...tlsOptions,
  title: { type: 'string', default: 'GANTRY' },
  host: { type: 'string', default: '127.0.0.1' },
  port: { type: 'string', default: DEFAULT_PORT },
  folder: { type: 'string' },
  destination: { type: 'string', multiple: true, default: [] as string[] },
  'max-pdu': networkOptions['max-pdu'],
  json: networkOptions.json,
} as const;

export const listen: Command = async (args, { io, signal }) => {
  const { values } = readArguments(args, options, 0);
  if (!values.folder) throw new UsageError('invalid-argument', 'listen needs --folder DIR, where the objects are to go.');
  const title = titleFrom(values.title);
  const port = portFrom('--port', values.port) ?? 0;
  const maximumLength = maximumLengthFrom(values);
  const tls = asServer(await tlsFrom(values, signal));
  const destinations = new Map(values.destination.map(peerFrom).map((peer) => [peer.title, peer]));
  const report = createReport(io, values.json);
  await using folder = await openFolder(values.folder, report);
  const retrieval = folder.inbox.provide({ title: () => title, destination: (wanted) => destinations.get(wanted) });
  const on = { store: folder.inbox.store, ...retrieval };
  await using server = await serve({ title, host: values.host, port, on, tls, maximumLength }, report);
  if (!server) return false;
  if (!signal.aborted) await once(signal, 'abort');
  return true;
};
