/**
 * F12: what the node said about a retrieve, held against what was seen at our own port meanwhile. Rules are data, asked in order; the
 * first that fits speaks. Nothing fits when both ends agree.
 */
import type { Knock } from '../association/types.ts';
import type { Explanation } from '../contract/failure.ts';
import type { RetrieveFinal } from '../services/types.ts';
import { explainEnd } from './explain-failure.ts';
import { explainKnock } from './explain-local.ts';
import { explainStatus, hex, type AboutStatus } from './explain-status.ts';
import { countOf, render, type Facts } from './render.ts';
import type { Cause } from './types.ts';

/** Both ends of one retrieve. */
export interface RetrieveSeen {
  readonly method: 'C-GET' | 'C-MOVE';
  /** Ours, or a third system at whose port we see nothing. */
  readonly destination: 'inbox' | 'third-system';
  readonly final: RetrieveFinal;
  /** Objects that reached our inbox for this retrieve. */
  readonly arrived: number;
  /** Objects that our inbox refused, and the status that it gave first. */
  readonly refusedHere: number;
  readonly refusal?: { readonly status: number; readonly comment: string };
  /** What the node said beforehand that it has. */
  readonly expected: number | null;
  /** Associations that our port accepted since the request, from the node's address or for our move. */
  readonly acceptedHere: number;
  /** Who touched our port since the request without coming in. */
  readonly knocks: readonly Knock[];
}

interface Rule {
  readonly fits: (seen: RetrieveSeen) => boolean;
  readonly cause: Cause;
}

const moved = ({ method, destination }: RetrieveSeen): boolean => method === 'C-MOVE' && destination === 'inbox';
const code = ({ final }: RetrieveSeen): number | undefined => (final.kind === 'status' ? final.status.code : undefined);
const succeeded = (seen: RetrieveSeen): boolean => code(seen) === 0;
/** Failed in a way that may be a failed delivery: A7xx, B000, Cxxx. A801 and the rest speak for themselves. */
const undelivered = (seen: RetrieveSeen): boolean => {
  const status = code(seen) ?? 0;
  return status === 0xb000 || (status >= 0xa700 && status < 0xa800) || (status & 0xf000) === 0xc000;
};
const announced = ({ final, expected }: RetrieveSeen): number => Math.max(final.counters.completed + final.counters.warning, expected ?? 0);

const rules: readonly Rule[] = [
  {
    fits: (seen) => seen.refusedHere > 0,
    cause: {
      headline: 'This computer refused {refused} from {node}.',
      why: 'They came, and our inbox answered {refusal}.',
      confidence: 'certain',
      advice: 'Mend what the inbox complains of, then retry.',
      remedies: ['settings-inbox', 'retry'],
      who: 'you',
      clause: 'PS3.4 B.2.3',
    },
  },
  {
    fits: (seen) => moved(seen) && undelivered(seen) && seen.arrived === 0 && seen.acceptedHere === 0 && seen.knocks.length === 0,
    cause: {
      headline: '{node} could not deliver to this computer.',
      why: 'Nobody reached port {ourPort} since the request: its entry for {destination} has another address or port, or a firewall blocks the way back.',
      confidence: 'likely',
      advice: 'Let its administrator check the entry against the address card, or use C-GET.',
      remedies: ['show-address', 'use-get', 'copy-request'],
      who: 'peer',
      clause: 'PS3.4 C.4.2.1.5',
    },
  },
  {
    fits: (seen) => succeeded(seen) && seen.arrived === 0 && seen.final.counters.completed + seen.final.counters.warning === 0,
    cause: {
      headline: '{node} reports success, but had nothing to send.',
      why: 'The study is gone or offline there, or the number or level is wrong.',
      confidence: 'likely',
      advice: 'Search again to see what is there now.',
      remedies: ['search-again'],
      who: 'peer',
      clause: 'PS3.4 C.4.2.1.5',
    },
  },
  {
    fits: (seen) => succeeded(seen) && seen.destination === 'inbox' && seen.arrived === 0,
    cause: {
      headline: '{node} says it sent everything, but nothing came.',
      why: 'It reports {completed}: its entry for {destination} probably leads to another computer.',
      confidence: 'likely',
      advice: 'Let its administrator check the entry against the address card.',
      remedies: ['show-address', 'use-get', 'copy-request'],
      who: 'peer',
      clause: 'PS3.4 C.4.2.1.5',
    },
  },
  {
    fits: (seen) => succeeded(seen) && seen.destination === 'inbox' && seen.arrived < announced(seen),
    cause: {
      headline: '{node} reports success, but {missing} did not come.',
      why: '{arrived} of {announced} reached the inbox.',
      confidence: 'certain',
      advice: 'Retry, so that what is missing is asked for again.',
      remedies: ['retry', 'search-again'],
      who: 'peer',
      clause: 'PS3.4 C.4.2.1.5',
    },
  },
];

/** `undefined`: the node said success, and what came agrees with it. */
export function inferRetrieve(seen: RetrieveSeen, about: AboutStatus): Explanation | undefined {
  const { final, method } = seen;
  if (final.kind === 'ended') return explainEnd(final.end, { step: method, objects: seen.arrived, ...about });
  const text = `${method} ${hex(final.status.code)}, ${final.counters.completed} of ${announced(seen)}`;
  const knock = knockBehind(seen, about);
  if (knock) return { ...knock, code: `${text} · ${knock.code}` };
  const rule = rules.find(({ fits }) => fits(seen));
  if (rule) return render(rule.cause, about, { code: text, facts: facts(seen, about), theirWords: final.status.errorComment });
  return final.status.class === 'success' ? undefined : explainStatus(final.status, method, about);
}

/** The node tried, and our port turned it away: our own reason is the cause. */
function knockBehind(seen: RetrieveSeen, about: AboutStatus): Explanation | undefined {
  if (!moved(seen) || !undelivered(seen) || seen.arrived > 0) return undefined;
  const knock = seen.knocks.find(({ remote }) => remote.address === about.host) ?? seen.knocks[0];
  if (!knock) return undefined;
  const explained = explainKnock(knock, { title: about.inbox?.title ?? about.callingTitle, host: '', port: about.inbox?.port ?? 0 });
  const sameCaller = knock.remote.address === about.host || knock.callingTitle === about.calledTitle;
  return sameCaller
    ? explained
    : {
        ...explained,
        confidence: 'likely',
        why: `It came right after our request: ${about.nodeName} seems to send under another name or address. ${explained.why}`,
      };
}

function facts(seen: RetrieveSeen, about: AboutStatus): Facts {
  const { status, comment } = seen.refusal ?? { status: 0xa700, comment: '' };
  const total = announced(seen);
  return {
    destination: about.destination ?? about.callingTitle,
    refused: countOf(seen.refusedHere),
    refusal: comment === '' ? hex(status) : `${hex(status)} (${comment})`,
    completed: countOf(seen.final.counters.completed + seen.final.counters.warning),
    arrived: seen.arrived,
    announced: total,
    missing: countOf(Math.max(0, total - seen.arrived)),
  };
}
