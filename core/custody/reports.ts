/** The N-EVENT-REPORT of a node that was asked for commitment (PS3.4 §J.3.3), on whatever association it comes. */
import type { IncomingN, NAnswer } from '../services/types.ts';
import { readCommitmentReport, STORAGE_COMMITMENT, type CommitmentReport } from '../services/commitment.ts';

const SUCCESS = 0x0000;
/** PS3.7 Annex C: no such SOP class, unrecognised operation, no such argument. */
const NO_SUCH_SOP_CLASS = 0x0118;
const UNRECOGNISED_OPERATION = 0x0211;
const NO_SUCH_ARGUMENT = 0x0114;

/** @param take gives false when nobody asked with this transaction UID. */
export function receiveReports(take: (report: CommitmentReport) => boolean): (request: IncomingN) => NAnswer {
  return (request) => {
    if (request.sopClassUid !== STORAGE_COMMITMENT) return NO_SUCH_SOP_CLASS;
    if (request.operation !== 'event-report') return UNRECOGNISED_OPERATION;
    const report = readCommitmentReport(request);
    if (report && take(report)) return SUCCESS;
    return { status: NO_SUCH_ARGUMENT, errorComment: 'no request with this Transaction UID is open' };
  };
}
