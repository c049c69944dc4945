/** `gantry find` and `gantry worklist`: C-FIND (PS3.4 §C.4.1, Annex K). Matches are written as they come. */
import { toDicomJson } from '../../dicom/json.ts';
import { findContexts, worklistContexts } from '../../services/index.ts';
import type { FindOperation } from '../../services/types.ts';
import { networkOptions, oneOf, peerFrom, readArguments } from '../arguments.ts';
import { keysFrom } from '../keys.ts';
import { describeDataSet } from '../data-set-text.ts';
import { createReport } from '../report.ts';
import type { Command } from '../run.ts';
import { createSession, onAssociation, type Session } from '../session.ts';
import { LEVELS, MODELS, queryOptions } from '../query-options.ts';

export const find: Command = async (args, { io, signal }) => {
  const { values, positionals } = readArguments(args, { ...networkOptions, ...queryOptions });
  const session = createSession({ peer: peerFrom(positionals[0]), values, report: createReport(io, values.json), signal });
  const level = oneOf('level', values.level, LEVELS);
  const model = oneOf('model', values.model, MODELS);
  const keys = keysFrom(values['query-key']);
  return onAssociation(session, { contexts: findContexts(model) }, (association) =>
    printMatches(association.find({ level, model, keys, signal }), session),
  );
};

export const worklist: Command = async (args, { io, signal }) => {
  const { values, positionals } = readArguments(args, { ...networkOptions, 'query-key': queryOptions['query-key'] });
  const session = createSession({ peer: peerFrom(positionals[0]), values, report: createReport(io, values.json), signal });
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
  }
  const final = await operation.final;
  if (final.kind === 'ended') {
    report.failure(final.end, about);
    return false;
  }
  if (final.status.class === 'failure') {
    report.status(final.status, 'C-FIND', about);
    return false;
  }
  report.say({ kind: 'final', status: final.status.code }, `${matches} ${matches === 1 ? 'match' : 'matches'}.`);
  return final.status.class === 'success' || final.status.class === 'warning';
}
