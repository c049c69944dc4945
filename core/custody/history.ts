/** What happened to a study, newest first, told from the index and from the facts. */
import type { CommitmentView, HistoryEntry } from '../contract/custody.ts';
import type { StudyRow } from '../contract/inbox.ts';
import type { Reception } from '../inbox/browse.ts';
import { explainStatus } from '../failures/explain-status.ts';
import type { FactRow, FactTable } from './fact-table.ts';

export interface HistoryOptions {
  readonly study: StudyRow;
  readonly receptions: readonly Reception[];
  readonly instances: readonly string[];
  readonly facts: FactTable;
  readonly commitments: readonly CommitmentView[];
}

/** What happened to objects within this time is one line. */
const TOGETHER_MS = 10 * 60_000;
const CHANGED = (status: number | null): boolean => status !== null && status !== 0 && status !== 0x0111;

export function historyOf({ study, receptions, instances, facts, commitments }: HistoryOptions): readonly HistoryEntry[] {
  const rows = facts.of(instances);
  const entries: HistoryEntry[] = [
    ...receptions.map((reception): HistoryEntry => {
      const { objects, fromTitle, fromAddress } = reception;
      return { kind: 'received', at: iso(reception.last), since: iso(reception.first), objects, fromTitle, fromAddress };
    }),
    { kind: 'checked', at: study.lastArrived, problems: study.checks, duplicates: study.duplicates },
    ...commitments.map((commitment): HistoryEntry => ({ kind: 'asked', at: commitment.created, commitment })),
    ...facts.exports(study.studyUid).map(({ at, form, objects }): HistoryEntry => ({ kind: 'exported', at: iso(at), form, objects })),
  ];
  for (const node of new Set(rows.map((row) => row.node))) {
    entries.push(
      ...ofNode(
        facts.nameOf(node),
        rows.filter((row) => row.node === node),
      ),
    );
  }
  // Of what happened in the same moment the later step comes first: checked after received.
  return entries
    .map((entry, index) => ({ entry, index }))
    .sort((a, b) => order(b.entry, a.entry) || b.index - a.index)
    .map(({ entry }) => entry);
}

const order = (a: HistoryEntry, b: HistoryEntry): number => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0);

function ofNode(nodeName: string, rows: readonly FactRow[]): readonly HistoryEntry[] {
  const entries: HistoryEntry[] = [];
  for (const { first, last, group } of together(rows, ({ sent_at }) => sent_at)) {
    const warned = group.filter(({ status }) => CHANGED(status)).length;
    entries.push({ kind: 'sent', at: iso(last), since: iso(first), nodeName, objects: group.length, warned });
  }
  for (const { last, group } of together(rows, ({ committed_at }) => committed_at))
    entries.push({ kind: 'committed', at: iso(last), nodeName, objects: group.length });
  for (const reason of new Set(rows.flatMap((row) => (row.refused_at === null ? [] : [row.reason ?? 0])))) {
    const about = { nodeName, host: '', port: 0, calledTitle: '', callingTitle: '' };
    const words = explainStatus({ code: reason, class: 'failure' }, 'commitment-reason', about).headline;
    const refused = rows.filter((row) => row.reason === reason);
    for (const { last, group } of together(refused, ({ refused_at }) => refused_at))
      entries.push({ kind: 'not-committed', at: iso(last), nodeName, objects: group.length, words });
  }
  for (const { last, group } of together(rows, ({ listed_at }) => listed_at))
    entries.push({ kind: 'listed', at: iso(last), nodeName, objects: group.length });
  return entries;
}

interface Together {
  readonly first: number;
  readonly last: number;
  readonly group: readonly FactRow[];
}

/** In groups between which a long time passed. */
function together(rows: readonly FactRow[], timeOf: (row: FactRow) => number | null): readonly Together[] {
  const timed = rows.flatMap((row) => {
    const at = timeOf(row);
    return at === null ? [] : [{ at, row }];
  });
  const groups: { first: number; last: number; group: FactRow[] }[] = [];
  for (const { at, row } of timed.sort((a, b) => a.at - b.at)) {
    const current = groups.at(-1);
    if (current && at - current.last <= TOGETHER_MS) {
      current.last = at;
      current.group.push(row);
    } else groups.push({ first: at, last: at, group: [row] });
  }
  return groups;
}

const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();
