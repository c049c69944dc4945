/** What the command line says: one JSON object a line with `--json`, people's words without. Results to stdout, complaints to stderr. */
import type { AssociationEnd, Failure } from '../association/types.ts';
import type { Explanation } from '../contract.ts';
import type { DimseStatus } from '../dimse/types.ts';
import { explainEnd, explainFailure } from '../failures/explain-failure.ts';
import { explainStatus, type AboutStatus, type StatusService } from '../failures/explain-status.ts';
import type { About } from '../failures/types.ts';
import type { Peer } from './arguments.ts';

export interface Io {
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
  /** Settles when a reader that has fallen behind has caught up; `undefined` when it has not. */
  readonly room: () => Promise<void> | undefined;
}

type Fields = Readonly<Record<string, unknown>>;

export interface Report {
  readonly json: boolean;
  /** A result: the object with `--json`, else the words; no words, no line. */
  say(object: Fields, words?: string): void;
  /** For what may be without end: to be waited for between results. */
  room(): Promise<void> | undefined;
  /** The peer's last word on an operation: a complaint when it is a failure, with `--json` one line either way. */
  final(status: DimseStatus, told: FinalWords): void;
  /** Something that was asked for did not happen. */
  failure(failure: Failure | AssociationEnd, about: About): void;
  /** The same with an explanation of the caller's. */
  complain(object: Fields, explanation: Explanation): void;
  /** Something beside the results that the person should know; always on stderr. */
  notice(message: string): void;
}

export interface FinalWords {
  readonly service: StatusService;
  readonly about: AboutStatus;
  readonly fields: Fields;
  /** For people. */
  readonly words: string;
}

export function createReport(io: Io, json: boolean): Report {
  const complain: Report['complain'] = (object, explanation) => {
    if (json) return io.out(JSON.stringify({ ...object, message: explanation.headline }));
    io.err(explanation.headline);
    io.err(`  ${explanation.why}`);
    if (explanation.advice) io.err(`  ${explanation.advice}`);
    if (explanation.theirWords) io.err(`  They said: ${explanation.theirWords}`);
    io.err(`  ${explanation.code}`);
  };
  const say: Report['say'] = (object, words) => {
    if (json) io.out(JSON.stringify(object));
    else if (words !== undefined) io.out(words);
  };

  return {
    json,
    say,
    room: io.room,
    final(status, { service, about, fields, words }) {
      const object = { ...fields, status: status.code };
      if (status.class !== 'failure') return say(object, words);
      if (!json) io.out(words);
      complain({ ...object, ...(status.errorComment && { comment: status.errorComment }) }, explainStatus(status, service, about));
    },
    failure(failure, about) {
      complain(withoutBytes(failure), failure.kind === 'rejected' ? explainFailure(failure, about) : explainEnd(failure, about));
    },
    complain,
    notice: (message) => io.err(message),
  };
}

/** First bytes of a foreign protocol as hex: a typed array is no JSON. */
function withoutBytes(failure: Failure | AssociationEnd): Fields {
  if (failure.kind !== 'failed' || !failure.problem) return { ...failure };
  const firstBytes = Array.from(failure.problem.firstBytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return { ...failure, problem: { ...failure.problem, firstBytes } };
}

export const aboutPeer = (peer: Peer, callingTitle: string): About => ({
  nodeName: peer.title,
  host: peer.host,
  port: peer.port,
  calledTitle: peer.title,
  callingTitle,
});
