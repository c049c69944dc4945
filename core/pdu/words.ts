/** Numbers of the upper layer in the standard's words: results, sources and reasons of PS3.8 Tables 9-18, 9-21 and 9-26. */
import type { Abort, AssociateRj, PduProblem } from './types.ts';

const contextResults: Readonly<Record<number, string>> = {
  0: 'accepted',
  1: 'rejected by the user',
  2: 'rejected without a reason',
  3: 'abstract syntax not supported',
  4: 'transfer syntaxes not supported',
};

/** Result of one presentation context. */
export function contextResultWords(result: number): string {
  return contextResults[result] ?? `rejected with result ${result}`;
}

const rejectionResults: Readonly<Record<number, string>> = { 1: 'permanent', 2: 'transient' };

const rejectionSources: Readonly<Record<number, string>> = {
  1: 'service user',
  2: 'service provider, association control',
  3: 'service provider, presentation',
};

const rejectionReasons: Readonly<Record<string, string>> = {
  '1/1': 'no reason given',
  '1/2': 'application context name not supported',
  '1/3': 'calling AE title not recognised',
  '1/7': 'called AE title not recognised',
  '2/1': 'no reason given',
  '2/2': 'protocol version not supported',
  '3/1': 'temporary congestion',
  '3/2': 'local limit exceeded',
};

/** 'permanent, service user: called AE title not recognised (1/1/7)' */
export function rejectionWords({ result, source, reason }: Omit<AssociateRj, 'kind'>): string {
  const how = rejectionResults[result] ?? 'of unknown result';
  const who = rejectionSources[source] ?? 'unknown source';
  const why = rejectionReasons[`${source}/${reason}`] ?? 'unknown reason';
  return `${how}, ${who}: ${why} (${result}/${source}/${reason})`;
}

const abortReasons: Readonly<Record<number, string>> = {
  0: 'no reason given',
  1: 'unrecognised PDU',
  2: 'unexpected PDU',
  4: 'unrecognised PDU parameter',
  5: 'unexpected PDU parameter',
  6: 'invalid PDU parameter value',
};

/** 'by the service provider: unexpected PDU (2/2)'; a user's abort has no reason. */
export function abortWords({ source, reason }: Omit<Abort, 'kind'>): string {
  if (source === 0) return `by the service user (0/${reason})`;
  const who = source === 2 ? 'the service provider' : 'an unknown source';
  return `by ${who}: ${abortReasons[reason] ?? 'unknown reason'} (${source}/${reason})`;
}

/** 'not a PDU: PDU type 16H is not known (16 03 01 …)' */
export function problemWords(problem: PduProblem): string {
  const bytes = Array.from(problem.firstBytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
  return `${problem.kind === 'unrecognised-pdu' ? 'not a PDU' : 'broken PDU'}: ${problem.detail} (${bytes})`;
}
