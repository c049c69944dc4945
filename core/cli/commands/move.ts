/** `gantry move AE@host:port -k … --to TITLE`: C-MOVE (PS3.4 §C.4.2); with `--listen` it is its own destination. */
import { UsageError } from '../../errors.ts';
import { moveContexts } from '../../services/index.ts';
import { asOwnServer, maximumLengthFrom, networkOptions, peerFrom, portFrom, readArguments, titleFrom } from '../arguments.ts';
import { openFolder } from '../folder.ts';
import { queryFrom, queryOptions } from '../query-options.ts';
import { createReport } from '../report.ts';
import { printFinal, printProgress } from '../retrieve.ts';
import type { Command } from '../run.ts';
import { serve } from '../serve.ts';
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
  const { values, positionals } = readArguments(args, options, 1);
  const peer = peerFrom(positionals[0]);
  const port = portFrom('--listen', values.listen);
  if ((port === undefined) !== (values.folder === undefined))
    throw new UsageError('invalid-argument', '--listen PORT and --folder DIR go together.');
  if (values.to === undefined && port === undefined)
    throw new UsageError('invalid-argument', 'move needs --to TITLE, or --listen PORT and --folder DIR to be its own destination.');
  const destination = titleFrom(values.to ?? values.as);
  const { level, model, keys } = queryFrom(values);
  const report = createReport(io, values.json);
  const session = await createSession({ peer, values, report, signal });
  const tls = asOwnServer(session.request.tls);
  await using folder = values.folder === undefined ? undefined : await openFolder(values.folder, report);
  const wanted = { title: destination, host: values.host, tls, maximumLength: maximumLengthFrom(values) };
  await using server =
    folder && port !== undefined ? await serve({ ...wanted, port, on: { store: folder.inbox.store } }, report) : undefined;
  if (folder && !server) return false;
  return await onAssociation(session, { contexts: moveContexts(model) }, async (association) => {
    const final = await printProgress(association.move({ level, model, keys, destination, signal }), session);
    return printFinal(final, session, { service: 'C-MOVE', destination });
  });
};
