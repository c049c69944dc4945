// What came of a call to the inbox, in words, and whether it waits for a person.
import type { KnockOutcome, KnockView } from '../../core/contract.ts';
import type { Mark } from '../ui/status-mark.tsx';

const words: Readonly<Record<KnockOutcome, string>> = {
  accepted: 'let in',
  'unknown-caller': 'refused: unknown caller',
  'wrong-title': 'refused: asked for another title',
  paused: 'turned away: receiving was paused',
  limit: 'turned away: too many at once',
  refused: 'refused',
  'tls-on-plain-port': 'refused: TLS on a plain port',
  'tls-failed': 'refused: TLS handshake failed',
  http: 'refused: a web request',
  'not-dicom': 'refused: not DICOM',
  silent: 'said nothing',
};

/** Refused for what the settings say: a person can let it in. */
export const canBeAllowed = ({ outcome, admitted }: KnockView): boolean =>
  !admitted && (outcome === 'unknown-caller' || outcome === 'wrong-title');

export const isIgnored = ({ ignoredUntil }: KnockView): boolean => ignoredUntil !== null && Date.parse(ignoredUntil) > Date.now();

/** Counted in the rail: somebody was refused and nobody has decided on it. Web requests and port scans want no decision. */
export const waitsForYou = (knock: KnockView): boolean =>
  !isIgnored(knock) && (canBeAllowed(knock) || knock.outcome === 'tls-on-plain-port' || knock.outcome === 'tls-failed');

export function knockWords(knock: KnockView): string {
  const { outcome, admitted } = knock;
  const since = admitted && (outcome === 'unknown-caller' || outcome === 'wrong-title') ? ', let in from now on' : '';
  return `${words[outcome]}${since}${isIgnored(knock) ? ', ignored' : ''}`;
}

export function knockMark(knock: KnockView): Mark {
  const word = knockWords(knock);
  if (knock.outcome === 'accepted') return { shape: 'full', tone: 'ok', word };
  if (waitsForYou(knock)) return { shape: 'triangle', tone: 'warn', word };
  return { shape: 'empty', tone: 'idle', word };
}
