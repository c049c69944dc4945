/** What was decided: of a transfer's own groups, and of what a node is sent from now on. */
import type { PreflightDecision } from '../contract/preflight.ts';
import type { Database } from '../storage/database.ts';
import { holdsFor, PROBLEMS, type ProblemAt, type Way } from './problem.ts';

export interface DecisionTable {
  /** @param scope a transfer's id, a node's id, or that of imports. */
  get(scope: string, at: ProblemAt): PreflightDecision | undefined;
  put(scope: string, at: ProblemAt, decision: PreflightDecision): void;
  forget(scope: string, at: ProblemAt): void;
  clear(scope: string): void;
  /** Drops what was remembered for nodes that are no more: a removal can be undone until the application ends, not later. */
  keepNodes(ids: ReadonlySet<string>): void;
}

export function openDecisionTable(database: Database): DecisionTable {
  const where = 'scope = ? AND problem = ? AND sop_class = ? AND syntax = ?';
  const keys = (scope: string, { problem, sopClassUid, transferSyntaxUid }: ProblemAt) =>
    [scope, problem, sopClassUid, transferSyntaxUid] as const;
  return {
    get(scope, at) {
      const row = database.statement<{ decision: string }>(`SELECT decision FROM transfer_decision WHERE ${where}`).get(...keys(scope, at));
      return row && (row.decision === 'take' ? 'take' : 'leave');
    },
    put(scope, at, decision) {
      database
        .statement('INSERT OR REPLACE INTO transfer_decision (scope, problem, sop_class, syntax, decision) VALUES (?,?,?,?,?)')
        .run(...keys(scope, at), decision);
    },
    forget: (scope, at) => void database.statement(`DELETE FROM transfer_decision WHERE ${where}`).run(...keys(scope, at)),
    keepNodes(ids) {
      const scopes = database.statement<{ scope: string }>("SELECT DISTINCT scope FROM transfer_decision WHERE scope LIKE '% %'").all();
      const gone = scopes.filter(({ scope }) => !ids.has(scope.slice(scope.indexOf(' ') + 1)));
      for (const { scope } of gone) database.statement('DELETE FROM transfer_decision WHERE scope = ?').run(scope);
    },
    clear: (scope) => void database.statement('DELETE FROM transfer_decision WHERE scope = ?').run(scope),
  };
}

export interface Decided {
  readonly decision: PreflightDecision;
  /** By a person, for this transfer or for all like it. */
  readonly by: 'transfer' | 'remembered' | 'nobody';
}

/** For one transfer: what was decided for it, else for its node, else what is safe. */
export interface Decisions {
  of(at: ProblemAt): Decided;
  decide(at: ProblemAt, decision: PreflightDecision): void;
  remember(at: ProblemAt, decision: PreflightDecision | null): void;
}

export interface DecisionsOf {
  readonly table: DecisionTable;
  readonly id: string;
  readonly nodeId: string;
  readonly way: Way;
}

export function decisionsOf({ table, id, nodeId, way }: DecisionsOf): Decisions {
  const always = `${way} ${nodeId}`;
  return {
    of(at) {
      const first = PROBLEMS[at.problem].first?.[way];
      if (first === undefined) return { decision: 'leave', by: 'nobody' };
      const own = table.get(id, at);
      if (own) return { decision: own, by: 'transfer' };
      const remembered = table.get(always, holdsFor(at));
      return remembered ? { decision: remembered, by: 'remembered' } : { decision: first, by: 'nobody' };
    },
    decide: (at, decision) => table.put(id, at, decision),
    remember(at, decision) {
      if (decision === null) table.forget(always, holdsFor(at));
      else table.put(always, holdsFor(at), decision);
    },
  };
}
