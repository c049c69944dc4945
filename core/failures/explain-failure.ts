/** Failure of opening or keeping an association -> Explanation, by FAILURES F1-F7. */
import type { Aborted, AssociationEnd, Failed, Failure, Rejected } from '../association/types.ts';
import type { Explanation } from '../contract/failure.ts';
import type { PduProblem } from '../pdu/types.ts';
import type { RejectedContext } from '../upper-layer/types.ts';
import { recognise } from './first-bytes.ts';
import { inferTitle } from './infer-send.ts';
import { render } from './render.ts';
import { tls, tlsAliases } from './tables/tls.ts';
import { broken, clocks, opening } from './tables/transport.ts';
import { aborts, contexts, rejections } from './tables/upper-layer.ts';
import type { About, Cause, CauseTable } from './types.ts';

export function explainFailure(failure: Failure, about: About): Explanation {
  switch (failure.kind) {
    case 'rejected':
      return explainRejection(failure, about);
    case 'aborted':
      return explainAbort(failure, about);
    case 'failed':
      return explainBrokenLine(failure, about);
  }
}

/** As `explainFailure` for an association that ended before an answer came; a release by the peer counts as hanging up. */
export function explainEnd(end: AssociationEnd, about: About): Explanation {
  if (end.kind !== 'released') return explainFailure(end, about);
  return render(cause(aborts, '0'), about, { code: `A-RELEASE-RQ before the answer to ${about.step ?? 'the request'}` });
}

function explainRejection({ result, source, reason }: Rejected, about: About): Explanation {
  const triple = `${result}/${source}/${reason}`;
  if (triple === '1/1/7' && about.provenTitle !== undefined) return inferTitle(about.provenTitle, about);
  const row = rejections[triple] ?? rejections[`${result}/${source}`] ?? cause(rejections, result === 2 ? '2/3' : 'unknown');
  return render(row, about, { code: `A-ASSOCIATE-RJ ${triple}` });
}

function explainAbort({ by, source, reason, detail }: Aborted, about: About): Explanation {
  if (by === 'us') {
    const code = `A-ABORT ${source}/${reason} from us`;
    return render(cause(aborts, 'us'), about, { code, facts: { detail: detail ?? 'a violation that stands in the network log' } });
  }
  const key = source === 2 ? `2/${reason === 5 ? 4 : reason}` : String(source);
  const row = (source === 0 && aborts[`0 ${abortMoment(about)}`]) || (aborts[key] ?? cause(aborts, 'unknown'));
  const words = source === 0 ? 'A-ABORT 0' : `A-ABORT ${source}/${reason}`;
  return render(row, about, { code: `${words}${momentText(about)}` });
}

/** Hanging up at once when asked tells more than hanging up in the middle (FAILURES F12). */
const AT_ONCE_MS = 1_000;

function abortMoment({ step, afterMs, objects = 0 }: About): string {
  const atOnce = objects === 0 && (afterMs === undefined || afterMs <= AT_ONCE_MS);
  switch (step) {
    case undefined:
    case 'associate':
      return 'associate';
    case 'C-FIND':
      return atOnce ? 'search' : '';
    case 'C-GET':
    case 'C-MOVE':
      return atOnce ? 'retrieve' : '';
    case 'C-STORE':
      return 'store';
    default:
      return '';
  }
}

function momentText({ step, afterMs }: About): string {
  if (step === undefined || step === 'associate') return ' after A-ASSOCIATE-RQ';
  return ` after ${step}-RQ${afterMs === undefined ? '' : `, ${Math.round(afterMs)} ms`}`;
}

function explainBrokenLine(failed: Failed, about: About): Explanation {
  if (failed.problem && failed.phase !== 'established') return explainProblem(failed.problem, about);
  switch (failed.phase) {
    case 'name':
    case 'connect':
      return render(opening[connectionCode(failed.code)] ?? clocks[failed.code] ?? cause(opening, 'unknown'), about, { code: failed.code });
    case 'tls':
      return explainHandshake(failed, about);
    case 'first-byte': {
      const row = opening[failed.code === 'ECONNRESET' || failed.code === 'EPIPE' ? 'ECONNRESET' : 'closed'] ?? cause(opening, 'unknown');
      return render(row, about, { code: `${failed.code} after A-ASSOCIATE-RQ` });
    }
    case 'established':
      return render(broken[failed.code] ?? cause(broken, 'ECONNRESET'), about, { code: `${failed.code}${momentText(about)}` });
    case 'timer':
      return render(clocks[failed.code] ?? cause(clocks, 'message-timeout'), about, { code: timerText(failed, about) });
    case 'cancelled':
      return render(CANCELLED, about, { code: 'cancelled' });
    case 'no-context':
      return explainNoContext(failed.rejected ?? [], about);
  }
}

function explainHandshake({ code, certificate }: Failed, about: About): Explanation {
  const row = tls[tlsKey(code)] ?? opening[code] ?? cause(tls, 'unknown');
  return render(row, { ...about, ...(certificate && { certificate }) }, { code: `TLS ${code}` });
}

function timerText(failed: Failed, about: About): string {
  return about.seconds === undefined ? failed.code : `${failed.code} ${about.seconds} s`;
}

const CANCELLED: Cause = {
  headline: 'Cancelled by you; {node} was told to stop.',
  why: 'It was stopped on request.',
  confidence: 'certain',
  advice: '',
  remedies: ['retry'],
  who: 'you',
};

/** What answered was not DICOM: the first bytes tell what it was (F3). */
export function explainProblem(problem: PduProblem, about: About): Explanation {
  const { name, cause: row } = recognise(problem.firstBytes);
  return render(row, about, { code: `first bytes ${name === 'not-dicom' ? problem.detail : name.toUpperCase()}` });
}

function explainNoContext(rejected: readonly RejectedContext[], about: About): Explanation {
  const row = contexts[`none ${about.step ?? ''}`] ?? cause(contexts, 'none');
  const results = [...new Set(rejected.map(({ result }) => result))].sort((a, b) => a - b);
  return render(row, about, { code: results.length === 0 ? 'no context accepted' : `no context accepted: result ${results.join(', ')}` });
}

/** One refused presentation context (F5). `what` and `syntax` are names for people. */
export function explainContext(
  refused: { readonly result: number; readonly what: string; readonly syntax: string },
  about: About,
): Explanation {
  const row = contexts[String(refused.result)] ?? cause(contexts, '2');
  return render(row, about, {
    code: `presentation context result ${refused.result}`,
    facts: { what: refused.what, syntax: refused.syntax },
  });
}

/** Whether another try without any change may succeed: busy, broken or silent, not refused (FAILURES F4, F7). */
export function isTransient(failure: AssociationEnd | Failure): boolean {
  switch (failure.kind) {
    case 'rejected':
      return failure.result === 2;
    case 'aborted':
      return failure.by === 'peer';
    case 'released':
      return true;
    case 'failed':
      return failure.problem === undefined && !['tls', 'cancelled', 'no-context'].includes(failure.phase);
  }
}

function connectionCode(code: string): string {
  switch (code) {
    case 'EAI_NONAME':
    case 'EAI_NODATA':
      return 'ENOTFOUND';
    case 'ENETUNREACH':
    case 'ENETDOWN':
    case 'EHOSTDOWN':
      return 'EHOSTUNREACH';
    case 'ENFILE':
      return 'EMFILE';
    case 'EPERM':
      return 'EACCES';
    default:
      return code;
  }
}

/** OpenSSL's, BoringSSL's and Node's spellings of one reason. */
function tlsKey(code: string): string {
  const bare = code
    .toUpperCase()
    .replace(/^ERR_(?:OSSL|SSL|TLS)_/, '')
    .replace(/^(?:TLSV?\d*(?:_\d)?|SSLV?\d+)_/, '')
    .replace(/^ALERT_/, '');
  if (tls[code]) return code;
  return tlsAliases[bare] ?? bare;
}

/** A row that the table is known to have. */
function cause(table: CauseTable, key: string): Cause {
  const row = table[key];
  if (!row) throw new RangeError(`the catalogue has no row ${key}`);
  return row;
}
