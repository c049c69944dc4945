import { describe, expect, it } from 'vitest';
import type { NodeAbilities } from '../../core/contract.ts';
import { climbed, learnt } from '../../core/nodes/learning.ts';
import { UNKNOWN } from '../../core/nodes/node-table.ts';

const NOW = '2026-01-31T10:10:05.000Z';
const nothing = UNKNOWN.abilities;
const explanation = { headline: 'No.', why: '', confidence: 'likely', advice: '', remedies: [], who: 'peer', code: '' } as const;
const refusedQuery = learnt(UNKNOWN, { kind: 'failed', failure: null, explanation, refused: 'query' }, NOW);
const ladder = (abilities: NodeAbilities) =>
  climbed(
    refusedQuery,
    { failedAt: null, failure: null, explanation: null, roundTripMs: 2, implementation: null, abilities, certificate: null },
    NOW,
  );

describe('what a climb makes of a search that was refused before', () => {
  it('stays refused where queries are accepted: some accept them and hang up when they are used', () => {
    expect(ladder({ ...nothing, query: true })).toMatchObject({ outcome: 'refused', stateText: 'no query', abilities: { query: false } });
  });

  it('is no trouble where queries are not offered at all', () => {
    const known = ladder({ ...nothing, query: false, store: true });
    expect(known).toMatchObject({ outcome: 'ok', abilities: { query: false, store: true } });
    expect(learnt(known, { kind: 'failed', failure: null, explanation, refused: 'query' }, NOW)).toMatchObject({ outcome: 'ok' });
  });
});
