/**
 * The state machine's one step (PS3.8 §9.2): a look-up in the table, nothing remembered and nothing allocated. Beside it, what the edge
 * needs to turn what it met into an event and an abort into a PDU.
 */
import type { Abort, ControlPdu, PduProblem } from '../pdu/types.ts';
import { actions, table } from './table.ts';
import type { ActionName, AssociationRole, EventNumber, Step, Transition } from './types.ts';

export const step: Step = (state, event, role) => {
  const action = table[event][state - 1];
  return action ? transitions[role].get(action) : undefined;
};

const transitions: Readonly<Record<AssociationRole, ReadonlyMap<ActionName, Transition>>> = {
  requestor: transitionsOf('requestor'),
  acceptor: transitionsOf('acceptor'),
};

function transitionsOf(role: AssociationRole): ReadonlyMap<ActionName, Transition> {
  return new Map(actions.filter(({ only }) => only === undefined || only === role).map((transition) => [transition.action, transition]));
}

/** The event of Table 9-10 that the arrival of a PDU is. A P-DATA-TF, which is never a value, is event 10. */
export function eventOf(pdu: ControlPdu): EventNumber {
  switch (pdu.kind) {
    case 'associate-ac':
      return 3;
    case 'associate-rj':
      return 4;
    case 'associate-rq':
      return 6;
    case 'release-rq':
      return 12;
    case 'release-rp':
      return 13;
    case 'abort':
      return 16;
  }
}

/**
 * The A-ABORT that answers an event which must not be (PS3.8 Table 9-26): the service provider's, with the reason that says what was wrong.
 * A local abort (event 15) is the service user's. In Sta2 the standard's AA-1 names the service user as the source; the cause is more
 * useful to a peer than that, so the provider's form is sent there too.
 */
export function abortFor(event: EventNumber, problem?: PduProblem): Abort {
  if (event === 15) return { kind: 'abort', source: 0, reason: 0 };
  return { kind: 'abort', source: 2, reason: problem?.reason ?? 2 };
}
