/** `gantry find` and `gantry worklist`: C-FIND (PS3.4 §C.4.1, Annex K). Matches are written as they come. */
import { toDicomJson } from '../../dicom/json.ts';
import { findContexts, worklistContexts } from '../../services/index.ts';
import type { FindOperation } from '../../services/types.ts';
import { networkOptions, peerFrom, readArguments } from '../arguments.ts';
import { describeDataSet } from '../data-set-text.ts';
import { keysFrom } from '../keys.ts';
import { keyOption, queryFrom, queryOptions } from '../query-options.ts';
import { createReport } from '../report.ts';
import type { Command } from '../run.ts';
import { createSession, onAssociation, type Session } from '../session.ts';

export const find: Command = async (args, { io, signal }) => {
  const { values, positionals } = readArguments(args, { ...networkOptions, ...queryOptions }, 1);
  const session = await createSession({ peer: peerFrom(positionals[0]), values, report: createReport(io, values.json), signal });
  const query = queryFrom(values);
  return onAssociation(session, { contexts: findContexts(query.model) }, (association) =>
    printMatches(association.find({ ...query, signal }), session),
  );
};

export const worklist: Command = async (args, { io, signal }) => {
  const { values, positionals } = readArguments(args, { ...networkOptions, ...keyOption }, 1);
  const session = await createSession({ peer: peerFrom(positionals[0]), values, report: createReport(io, values.json), signal });
  const keys = keysFrom(values['query-key']);
  return onAssociation(session, { contexts: worklistContexts() }, (association) =>
    printMatches(association.worklist({ keys, signal }), session),
  );
};

async function printMatches(operation: FindOperation, { report, about }: Session): Promise<boolean> {
  let matches = 0;
  for await (const { dataSet } of operation) {
    matches += 1;
    if (report.json) report.say({ kind: 'match', dataset: toDicomJson(dataSet) });
    else report.say({}, describeDataSet(dataSet));
    const room = report.room();
    if (room) await room;
  }
  const final = await operation.final;
  if (final.kind === 'ended') {
    report.failure(final.end, { ...about, step: 'C-FIND' });
    return false;
  }
  const words = `${matches} ${matches === 1 ? 'match' : 'matches'}.`;
  report.final(final.status, { service: 'C-FIND', about, fields: { kind: 'final' }, words });
  return final.status.class === 'success';
}
