/** One association of the log while it is in memory: what it begins with, what it gathers, how it is shown. */
import type { AssociateRequest, AssociationEnd, AssociationFacts, Failure, Knock, ObservedMessage, Traffic } from '../association/types.ts';
import type { Explanation } from '../contract/failure.ts';
import type { LogContext, LogDetail, LogMessage, LogRow } from '../contract/log.ts';
import { explainEnd, explainFailure } from '../failures/explain-failure.ts';
import { explainKnock } from '../failures/explain-local.ts';
import type { About, Step } from '../failures/types.ts';
import { loggableText } from '../lib/redact.ts';
import { contextsOf, proposalsOf } from './contexts.ts';
import { messageOf, stepOf } from './messages.ts';

/** What the address book calls a peer. */
export type Naming = (peer: { readonly title: string; readonly address: string; readonly port: number }) => string | undefined;

/** First and last messages that are kept of an association. */
export const MESSAGES_KEPT = 500;

export interface Beginning {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The same moment on the clock. */
  readonly from: number;
  readonly nameOf: Naming;
}

export interface Entry {
  readonly id: string;
  readonly at: number;
  readonly from: number;
  readonly direction: 'in' | 'out';
  readonly peer: string;
  readonly callingTitle: string;
  readonly calledTitle: string;
  readonly facts: LogDetail['facts'];
  readonly contexts: readonly LogContext[];
  readonly traffic: Traffic;
  readonly about: About;
  readonly first: LogMessage[];
  readonly last: LogMessage[];
  messageCount: number;
  /** The request under way when it ends. */
  step: Step;
  stepAt: number;
  durationMs: number | null;
  end: LogRow['end'] | undefined;
  endText: string;
  explanation: Explanation | null;
}

const noTraffic = (): Traffic => ({ bytesIn: 0, bytesOut: 0, messagesIn: 0, messagesOut: 0 });

interface Said {
  readonly direction: 'in' | 'out';
  readonly callingTitle: string;
  readonly calledTitle: string;
  readonly address: string;
  readonly port: number;
  readonly facts: LogDetail['facts'];
  readonly contexts: readonly LogContext[];
  readonly traffic: Traffic;
}

function newEntry({ nameOf, ...beginning }: Beginning, said: Said): Entry {
  const callingTitle = loggableText(said.callingTitle, 16);
  const calledTitle = loggableText(said.calledTitle, 16);
  const title = said.direction === 'in' ? callingTitle : calledTitle;
  const peer = nameOf({ title, address: said.address, port: said.port }) ?? (title === '' ? said.address : title);
  return {
    ...beginning,
    direction: said.direction,
    peer,
    callingTitle,
    calledTitle,
    facts: said.facts,
    contexts: said.contexts,
    traffic: said.traffic,
    about: { nodeName: peer, host: said.address, port: said.port, calledTitle, callingTitle },
    first: [],
    last: [],
    messageCount: 0,
    step: 'associate',
    stepAt: beginning.from,
    durationMs: null,
    end: undefined,
    endText: '',
    explanation: null,
  };
}

export function beginEntry(beginning: Beginning, facts: AssociationFacts, traffic: Traffic): Entry {
  return newEntry(beginning, {
    direction: facts.role === 'acceptor' ? 'in' : 'out',
    callingTitle: facts.callingTitle,
    calledTitle: facts.calledTitle,
    address: facts.remote.address,
    port: facts.remote.port,
    facts: factsOf(facts),
    contexts: contextsOf(facts),
    traffic,
  });
}

export function refusedEntry(
  beginning: Beginning,
  request: AssociateRequest & { readonly callingTitle: string; readonly calledTitle: string },
  failure: Failure,
): Entry {
  const entry = newEntry(beginning, {
    direction: 'out',
    callingTitle: request.callingTitle,
    calledTitle: request.calledTitle,
    address: request.host,
    port: request.port,
    facts: [{ name: 'Remote address', value: `${request.host}:${request.port}` }],
    contexts: proposalsOf(request.contexts ?? [], failure),
    traffic: noTraffic(),
  });
  entry.explanation = explainFailure(failure, entry.about);
  entry.durationMs = 0;
  entry.end = endOf(failure);
  entry.endText = endTextOf(failure);
  return entry;
}

export function knockEntry(beginning: Beginning, knock: Knock): Entry {
  const entry = newEntry(beginning, {
    direction: 'in',
    callingTitle: knock.callingTitle ?? '',
    calledTitle: knock.calledTitle ?? '',
    address: knock.remote.address,
    port: knock.remote.port,
    facts: [{ name: 'Remote address', value: `${knock.remote.address}:${knock.remote.port}` }],
    contexts: [],
    traffic: noTraffic(),
  });
  entry.explanation = explainKnock(knock, { title: entry.calledTitle, host: '', port: 0 });
  entry.durationMs = 0;
  entry.end = 'knock';
  const refusal = knock.refusal;
  entry.endText = refusal ? `A-ASSOCIATE-RJ ${refusal.result}/${refusal.source}/${refusal.reason}` : knock.outcome;
  return entry;
}

export function noteMessage(entry: Entry, message: ObservedMessage, now: number): void {
  const step = stepOf(message);
  if (step) {
    entry.step = step;
    entry.stepAt = now;
  }
  entry.messageCount += 1;
  const shown = messageOf(message, now - entry.from);
  if (entry.first.length < MESSAGES_KEPT) entry.first.push(shown);
  else {
    entry.last.push(shown);
    // Trimmed now and then: shifting one by one costs too much at thousands of messages a second.
    if (entry.last.length >= MESSAGES_KEPT * 2) entry.last.splice(0, entry.last.length - MESSAGES_KEPT);
  }
}

export function endEntry(entry: Entry, end: AssociationEnd, now: number): void {
  entry.durationMs = Math.round(now - entry.from);
  entry.end = endOf(end);
  entry.endText = endTextOf(end);
  if (end.kind !== 'released') {
    const about: About =
      entry.direction === 'out' ? { ...entry.about, step: entry.step, afterMs: now - entry.stepAt } : { ...entry.about, step: 'C-ECHO' };
    entry.explanation = explainEnd(end, about);
  }
}

function endOf(end: AssociationEnd | Failure): LogRow['end'] {
  switch (end.kind) {
    case 'released':
    case 'rejected':
    case 'failed':
      return end.kind;
    case 'aborted':
      return end.by === 'us' ? 'aborted-by-us' : 'aborted-by-peer';
  }
}

function endTextOf(end: AssociationEnd | Failure): string {
  switch (end.kind) {
    case 'released':
      return end.by === 'us' ? 'released by us' : 'released by them';
    case 'rejected':
      return `A-ASSOCIATE-RJ ${end.result}/${end.source}/${end.reason}`;
    case 'aborted':
      return end.source === 0 ? 'A-ABORT 0' : `A-ABORT ${end.source}/${end.reason}`;
    case 'failed':
      return end.code;
  }
}

export function rowOf(entry: Entry): LogRow {
  const { traffic } = entry;
  return {
    id: entry.id,
    at: new Date(entry.at).toISOString(),
    direction: entry.direction,
    peer: entry.peer,
    callingTitle: entry.callingTitle,
    calledTitle: entry.calledTitle,
    durationMs: entry.durationMs,
    messages: traffic.messagesIn + traffic.messagesOut,
    bytesIn: traffic.bytesIn,
    bytesOut: traffic.bytesOut,
    end: entry.end ?? 'open',
    endText: entry.endText,
  };
}

export function detailOf(entry: Entry): LogDetail {
  const last = entry.last.slice(-MESSAGES_KEPT);
  return {
    row: rowOf(entry),
    facts: entry.facts,
    contexts: entry.contexts,
    messages: [...entry.first, ...last],
    leftOut: entry.messageCount - entry.first.length - last.length,
    explanation: entry.explanation,
  };
}

/** What both sides said of themselves. The user identity is never looked at. */
function factsOf({ local, remote, agreement, peer, tls }: AssociationFacts): LogDetail['facts'] {
  const { invoked, performed } = agreement.asynchronousOperations;
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['Local address', `${local.address}:${local.port}`],
    ['Remote address', `${remote.address}:${remote.port}`],
    ['Their implementation', peer.implementationVersionName && loggableText(peer.implementationVersionName)],
    ['Their implementation class', peer.implementationClassUid && loggableText(peer.implementationClassUid)],
    [
      'Their maximum length',
      peer.maximumLength === undefined ? undefined : peer.maximumLength === 0 ? 'unlimited' : `${peer.maximumLength} bytes`,
    ],
    ['Operations at once', invoked === 1 && performed === 1 ? undefined : `${invoked} invoked, ${performed} performed`],
    ['Encryption', tls ? `${tls.protocol}, ${tls.cipher}` : 'none'],
    ['Their certificate', tls?.peerCertificate && loggableText(tls.peerCertificate.subject, 200)],
  ];
  return facts.flatMap(([name, value]) => (value === undefined || value === '' ? [] : [{ name, value }]));
}
