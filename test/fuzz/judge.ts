/** What must hold of every case, whatever came. A sentence says what does not. */
import { concat, latin1 } from '../../core/lib/bytes.ts';
import type { AssociationRole } from '../../core/upper-layer/types.ts';
import { type Outcome, runEndpoint } from './endpoint.ts';
import { echoRequest, fullRequest } from '../pdu/golden.ts';
import { makeCase } from './mutate.ts';
import { acceptorSessions, requestorSessions } from './sessions.ts';

const reasons = new Set([1, 2, 4, 5, 6]);

/** The request that the full accept answers: contexts 1 and 3. */
const fullRequested = { ...fullRequest.value, contexts: [...echoRequest.value.contexts, ...fullRequest.value.contexts] };

export interface Tally {
  cases: number;
  readonly ends: Map<string, number>;
}

/** Judges the case of that number as that side; throws with the number when something does not hold. */
export function judge(role: AssociationRole, seed: number, tally: Tally): void {
  const { chunks } = makeCase(role === 'acceptor' ? acceptorSessions : requestorSessions, seed);
  const whole = concat(chunks);
  const side = { role, request: latin1(whole).includes('ANY-SCP') ? fullRequested : echoRequest.value };
  const outcome = runEndpoint(side, chunks);
  const complaint = complaintAbout(outcome, runEndpoint(side, [whole]), whole.length);
  if (complaint !== undefined) throw new Error(`case ${seed} as ${role}: ${complaint}`);
  const end = endOf(outcome);
  tally.cases += 1;
  tally.ends.set(end, (tally.ends.get(end) ?? 0) + 1);
}

function complaintAbout(outcome: Outcome, again: Outcome, length: number): string | undefined {
  const { aborts, fault, state, dataBytes } = outcome;
  if (fault !== undefined && aborts.length !== 1) return `a fault was answered by ${aborts.length} aborts`;
  if (fault === undefined && aborts.length > 0) return 'an abort without a cause';
  if (fault !== undefined && state !== 13) return `a fault left Sta${state}`;
  const [abort] = aborts;
  if (abort && (abort.source !== 2 || !reasons.has(abort.reason))) return `the abort is ${abort.source}/${abort.reason}`;
  if (typeof fault === 'object' && 'kind' in fault && abort?.reason !== fault.reason) return 'the abort does not say what the problem was';
  if (dataBytes > length) return 'more data came out than went in';
  const same = (['state', 'messages', 'dataBytes'] as const).every((key) => outcome[key] === again[key]);
  return same && JSON.stringify(aborts) === JSON.stringify(again.aborts) ? undefined : 'it depends on how the bytes were cut';
}

/** How a session ended, in one word. */
function endOf({ fault, state }: Outcome): string {
  if (fault === undefined) return `Sta${state}`;
  if (typeof fault === 'string') return fault;
  return 'code' in fault ? fault.code : fault.kind;
}
