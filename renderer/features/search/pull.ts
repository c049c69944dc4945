/** What to ask for when rows are pulled: items by node, each with all the unique keys above it (PS3.4 §C.4.2.1.4.1). */
import type { PullItem } from '../../../core/contract.ts';
import { bestSource, type Match } from './results.ts';

export interface Pull {
  readonly nodeId: string;
  readonly items: readonly PullItem[];
  readonly matches: readonly Match[];
}

const present = (key: 'patientId' | 'studyUid' | 'seriesUid' | 'sopInstanceUid', value: string): Partial<PullItem> =>
  value === '' ? {} : { [key]: value };

/** null: the row lacks its unique key, so that no node could be told what is meant. */
export const pullItem = (match: Match, nodeId: string): PullItem | null => {
  const row = match.answers.get(nodeId) ?? match.row;
  const below = match.level === 'SERIES' || match.level === 'IMAGE';
  const ownUid = match.level === 'IMAGE' ? row.sopInstanceUid : below ? row.seriesUid : row.studyUid;
  if (match.level !== 'PATIENT' && (ownUid === '' || row.studyUid === '')) return null;
  return {
    level: match.level,
    ...present('patientId', row.patientId),
    ...present('studyUid', row.studyUid),
    ...(below ? present('seriesUid', row.seriesUid) : {}),
    ...(match.level === 'IMAGE' ? present('sopInstanceUid', row.sopInstanceUid) : {}),
    expected: match.level === 'IMAGE' ? 1 : row.instanceCount,
  };
};

/** A series of a selected study comes with it, so it is not asked for twice. */
export const outermost = (matches: readonly Match[]): readonly Match[] => {
  const studies = new Set(matches.filter(({ level }) => level === 'STUDY').map(({ row }) => row.studyUid));
  const series = new Set(matches.filter(({ level }) => level === 'SERIES').map(({ row }) => row.seriesUid));
  return matches.filter(({ level, row }) => {
    if (level === 'STUDY' || level === 'PATIENT') return true;
    return !studies.has(row.studyUid) && (level === 'SERIES' || !series.has(row.seriesUid));
  });
};

/** One pull a node; `from` takes all from that one, otherwise each from where most of it is. */
export const pullsOf = (matches: readonly Match[], order: readonly string[], from?: string): readonly Pull[] => {
  const byNode = new Map<string, { readonly items: PullItem[]; readonly matches: Match[] }>();
  for (const match of outermost(matches)) {
    const nodeId = from === undefined ? bestSource(match, order) : match.answers.has(from) ? from : null;
    const item = nodeId === null ? null : pullItem(match, nodeId);
    if (nodeId === null || item === null) continue;
    const group = byNode.get(nodeId) ?? { items: [], matches: [] };
    group.items.push(item);
    group.matches.push(match);
    byNode.set(nodeId, group);
  }
  return [...byNode].map(([nodeId, group]) => ({ nodeId, ...group }));
};
