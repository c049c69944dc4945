/** What the command line says: one JSON object a line with `--json`, people's words without. Results to stdout, complaints to stderr. */
import type { AssociationEnd, Failure } from '../association/types.ts';
import type { Explanation } from '../contract.ts';
import type { DimseStatus } from '../dimse/types.ts';
import { explainEnd, explainFailure } from '../failures/explain-failure.ts';
import { explainStatus, type StatusService } from '../failures/explain-status.ts';
import type { About } from '../failures/types.ts';
import type { Peer } from './arguments.ts';

export interface Io {
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
}

export interface Report {
  readonly json: boolean;
  /** A result: the object with `--json`, else the words; no words, no line. */
  say(object: Readonly<Record<string, unknown>>, words?: string): void;
  /** Something that was asked for did not happen. */
  failure(failure: Failure | AssociationEnd, about: About): void;
  status(status: DimseStatus, service: StatusService, about: About): void;
}

export function createReport(io: Io, json: boolean): Report {
  const complain = (object: Readonly<Record<string, unknown>>, explanation: Explanation): void => {
    if (json) return io.out(JSON.stringify({ ...object, message: explanation.headline }));
    io.err(explanation.headline);
    io.err(`  ${explanation.why}`);
    if (explanation.advice) io.err(`  ${explanation.advice}`);
    if (explanation.theirWords) io.err(`  They said: ${explanation.theirWords}`);
    io.err(`  ${explanation.code}`);
  };

  return {
    json,
    say(object, words) {
      if (json) io.out(JSON.stringify(object));
      else if (words !== undefined) io.out(words);
    },
    failure(failure, about) {
      complain(withoutBytes(failure), failure.kind === 'rejected' ? explainFailure(failure, about) : explainEnd(failure, about));
    },
    status(status, service, about) {
      complain(
        { kind: 'status', status: status.code, class: status.class, comment: status.errorComment },
        explainStatus(status, service, about),
      );
    },
  };
}

/** First bytes of a foreign protocol as hex: a typed array is no JSON. */
function withoutBytes(failure: Failure | AssociationEnd): Readonly<Record<string, unknown>> {
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
