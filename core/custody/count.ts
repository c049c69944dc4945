/**
 * The weaker question, for nodes that offer no commitment: which of these objects do you list? One C-FIND at IMAGE level a series, with the
 * unique keys from the top (PS3.4 §C.4.1.2.1), compared UID by UID. A list promises nothing, so it is never called safe.
 */
import type { Listing } from '../contract/custody.ts';
import type { Explanation } from '../contract/failure.ts';
import { explainEnd, explainFailure } from '../failures/explain-failure.ts';
import { explainStatus } from '../failures/explain-status.ts';
import type { Nodes } from '../nodes/types.ts';
import { findContexts } from '../services/context-lists.ts';
import type { ApplicationEntity, Association } from '../services/types.ts';
import type { FactTable } from './fact-table.ts';

/** Objects of one series. */
export interface SeriesObjects {
  readonly studyUid: string;
  readonly seriesUid: string;
  readonly instances: readonly string[];
}

export interface CountOptions {
  readonly nodeId: string;
  readonly series: readonly SeriesObjects[];
  readonly nodes: Nodes;
  readonly entity: ApplicationEntity;
  readonly facts: FactTable;
  readonly wallClock: () => number;
  readonly signal: AbortSignal;
}

export async function countListed(options: CountOptions): Promise<Listing> {
  const { nodeId, series, nodes, entity, facts, signal, wallClock } = options;
  const node = nodes.require(nodeId);
  const objects = series.reduce((sum, { instances }) => sum + instances.length, 0);
  const about = nodes.about(nodeId, 'C-FIND');
  const opened = await entity.associate({ ...nodes.associateRequest(nodeId), contexts: findContexts('study'), signal });
  if (opened.kind !== 'established') {
    const refused = opened.kind === 'failed' && opened.phase === 'no-context';
    return { objects, listed: 0, failure: explainFailure(opened, refused ? about : { ...about, step: 'associate' }) };
  }
  await using association = opened.association;
  facts.name(nodeId, node.name);
  let listed = 0;
  for (const one of series) {
    const found = await listSeries(association, one, { signal, about });
    if ('failure' in found) return { objects, listed, failure: found.failure };
    const at = wallClock();
    for (const instance of one.instances) {
      if (found.uids.has(instance)) facts.listed({ instance, node: nodeId, at });
      else facts.unlisted({ instance, node: nodeId });
    }
    listed += one.instances.filter((uid) => found.uids.has(uid)).length;
  }
  return { objects, listed, failure: null };
}

type Found = { readonly uids: ReadonlySet<string> } | { readonly failure: Explanation };

async function listSeries(
  association: Association,
  { studyUid, seriesUid }: SeriesObjects,
  { signal, about }: { readonly signal: AbortSignal; readonly about: ReturnType<Nodes['about']> },
): Promise<Found> {
  const keys = { StudyInstanceUID: studyUid, SeriesInstanceUID: seriesUid, SOPInstanceUID: '' };
  const operation = association.find({ level: 'IMAGE', keys, signal });
  const uids = new Set<string>();
  for await (const { dataSet } of operation) uids.add(dataSet.text('SOPInstanceUID'));
  const final = await operation.final;
  if (final.kind === 'ended') return { failure: explainEnd(final.end, about) };
  return final.status.class === 'failure' ? { failure: explainStatus(final.status, 'C-FIND', about) } : { uids };
}
