// A node's state as shape, colour and word.
import type { NodeState, NodeView } from '../../core/contract.ts';
import type { Mark } from '../ui/status-mark.tsx';

const marks: Readonly<Record<NodeState, Mark>> = {
  ok: { shape: 'full', tone: 'ok', word: 'answers' },
  unchecked: { shape: 'half', tone: 'idle', word: 'not checked lately' },
  refused: { shape: 'triangle', tone: 'warn', word: 'refused something' },
  unreachable: { shape: 'cross', tone: 'error', word: 'unreachable' },
  disabled: { shape: 'empty', tone: 'idle', word: 'switched off' },
  checking: { shape: 'busy', tone: 'running', word: 'checking' },
};

export function nodeMark({ state, stateText }: Pick<NodeView, 'state' | 'stateText'>): Mark {
  const mark = marks[state];
  return stateText === '' ? mark : { ...mark, word: stateText };
}

/** The last echo's round trip in ms, or null. */
export const lastRoundTrip = ({ roundTrips }: NodeView): number | null => roundTrips.at(-1) ?? null;
