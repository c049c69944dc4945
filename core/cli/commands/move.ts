/** `gantry move AE@host:port -k … --to TITLE`: C-MOVE (PS3.4 §C.4.2); with `--listen` it is its own destination. */
import { UsageError } from '../../errors.ts';
import { moveContexts } from '../../services/index.ts';
import { networkOptions, numberFrom, oneOf, peerFrom, readArguments, titleFrom } from '../arguments.ts';
import { openFolder } from '../folder.ts';
import { keysFrom } from '../keys.ts';
import { LEVELS, MODELS, queryOptions } from '../query-options.ts';
import { createReport } from '../report.ts';
import { printRetrieve } from '../retrieve.ts';
import type { Command } from '../run.ts';
import { serveStorage } from '../serve-storage.ts';
import { createSession, onAssociation } from '../session.ts';

const options = {
  ...networkOptions,
  ...queryOptions,
  to: { type: 'string' },
  listen: { type: 'string' },
  host: { type: 'string', default: '127.0.0.1' },
  folder: { type: 'string' },
} as const;

export const move: Command = async (args, { io, signal }) => {
  const { values, positionals } = readArguments(args, options);
  const peer = peerFrom(positionals[0]);
  const port = numberFrom('listen', values.listen, { least: 0, most: 65_535 });
  if ((port === undefined) !== (values.folder === undefined))
    throw new UsageError('invalid-argument', '--listen PORT and --folder DIR go together.');
  const destination = titleFrom(values.to ?? values.as);
  const report = createReport(io, values.json);
  const session = createSession({ peer, values, report, signal });
  await using folder = values.folder === undefined ? undefined : await openFolder(values.folder, report);
  await using server =
    folder && port !== undefined
      ? await serveStorage({ title: destination, host: values.host, port, on: { store: folder.inbox.store } })
      : undefined;
  if (server) report.say({ kind: 'listening', title: destination, host: server.host, port: server.port });
  const level = oneOf('level', values.level, LEVELS);
  const model = oneOf('model', values.model, MODELS);
  const keys = keysFrom(values['query-key']);
  return await onAssociation(session, { contexts: moveContexts(model) }, (association) =>
    printRetrieve(association.move({ level, model, keys, destination, signal }), 'C-MOVE', session),
  );
};
