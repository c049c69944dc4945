/** Storage commitment that was not refused by a status (F13): nobody offers it, no report came, or we could not ask. */
import type { Explanation } from '../contract/failure.ts';
import { render } from './render.ts';
import type { About, CauseTable } from './types.ts';

export type CommitmentTrouble = 'not-offered' | 'overdue' | 'unreachable' | 'not-sent';

const causes = {
  'not-offered': {
    headline: '{node} does not offer storage commitment.',
    why: 'It took the call and refused the service: it stores objects, but vouches for none.',
    confidence: 'certain',
    advice: 'Count what it lists instead: weaker, since a list promises nothing.',
    remedies: [],
    who: 'peer',
    clause: 'PS3.8 9.3.3.2',
  },
  overdue: {
    headline: '{node} has not reported on the commitment.',
    why: 'It took the request and did not come back: it cannot reach {ourAddress} port {ourPort}, or works it off later.',
    confidence: 'possible',
    advice: 'Ask again, or count what it lists. A report that still comes counts.',
    remedies: ['retry', 'show-address', 'copy-request'],
    who: 'peer',
    clause: 'PS3.4 J.3.3',
  },
  unreachable: {
    headline: '{node} cannot report to this computer.',
    why: 'The inbox is open to this computer only, and the report on a commitment often comes on a call of its own.',
    confidence: 'likely',
    advice: 'Open the inbox to the network, then ask again.',
    remedies: ['open-network', 'retry'],
    who: 'you',
    clause: 'PS3.4 J.3.3',
  },
  'not-sent': {
    headline: 'The request to {node} could not be made.',
    why: '{detail}',
    confidence: 'certain',
    advice: 'Nothing was asked. The network log has what was said.',
    remedies: ['retry'],
    who: 'app',
  },
} as const satisfies CauseTable;

const CODES: Readonly<Record<CommitmentTrouble, string>> = {
  'not-offered': 'storage commitment refused as context',
  overdue: 'no N-EVENT-REPORT',
  unreachable: 'no N-EVENT-REPORT',
  'not-sent': 'N-ACTION not sent',
};

export function explainCommitment(trouble: CommitmentTrouble, about: About, detail = ''): Explanation {
  return render(causes[trouble], about, { code: CODES[trouble], facts: { detail } });
}
