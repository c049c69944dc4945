/** `FUZZ_CASES` and `FUZZ_SEED` make it longer or another one; `node test/support/run.mjs test/fuzz/run.ts` runs it by hand. */
import { describe, expect, it } from 'vitest';
import { judge, type Tally } from './judge.ts';

const cases = Number(process.env['FUZZ_CASES'] ?? 20_000);
const seed = Number(process.env['FUZZ_SEED'] ?? 1);

describe.each(['acceptor', 'requestor'] as const)('broken sessions as %s', (role) => {
  it(`end in the right abort or not at all, ${cases / 2} of them`, { timeout: 10_000 + cases }, () => {
    const tally: Tally = { cases: 0, ends: new Map() };
    for (let at = 0; at < cases / 2; at += 1) judge(role, seed + at, tally);
    expect(tally.cases).toBe(Math.ceil(cases / 2));
    // The run must have reached what it is for, or it shows nothing.
    for (const end of [
      'unexpected-pdu',
      'unrecognised-pdu',
      'invalid-pdu',
      'pdu-too-long',
      'fragment-out-of-order',
      'unreadable-command',
      'Sta6',
    ]) {
      expect(tally.ends.get(end) ?? 0, end).toBeGreaterThan(0);
    }
  });
});
