/** `gantry get AE@host:port -k … --folder DIR`: C-GET (PS3.4 §C.4.3), objects into a folder of Part 10 files. */
import { UsageError } from '../../errors.ts';
import { filtered, getCompletely, type ObjectFilter } from '../../services/get-completely.ts';
import { networkOptions, peerFrom, readArguments } from '../arguments.ts';
import { openFolder } from '../folder.ts';
import { queryFrom, queryOptions } from '../query-options.ts';
import { createReport } from '../report.ts';
import { printFinal, printProgress } from '../retrieve.ts';
import type { Command } from '../run.ts';
import { createSession, endingSoon } from '../session.ts';

export const get: Command = async (args, { io, signal }) => {
  const { values, positionals } = readArguments(args, { ...networkOptions, ...queryOptions, folder: { type: 'string' } }, 1);
  const peer = peerFrom(positionals[0]);
  if (!values.folder) throw new UsageError('invalid-argument', 'get needs --folder DIR, where the objects are to go.');
  const query = queryFrom(values);
  const report = createReport(io, values.json);
  await using folder = await openFolder(values.folder, report);
  const filter: ObjectFilter = { wanted: undefined };
  const session = await createSession({ peer, values, report, signal, store: filtered(folder.inbox.store, filter) });
  const { entity, request } = session;
  const outcome = await getCompletely(
    {
      model: query.model,
      associate: (proposal) => entity.associate({ ...request, ...proposal }),
      get: (association) => endingSoon(session, association, () => printProgress(association.get({ ...query, signal }), session)),
      signal,
    },
    filter,
  );
  if (outcome.kind === 'status' || outcome.kind === 'ended') return printFinal(outcome, session, { service: 'C-GET' });
  report.failure(outcome, session.about);
  return false;
};
