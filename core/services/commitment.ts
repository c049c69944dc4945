/**
 * Storage commitment push model (PS3.4 Annex J): the request to keep objects safe (N-ACTION 1) and the report on it (N-EVENT-REPORT), which
 * may come on the same association or on a new one, hours later.
 */
import { buildDataSet } from '../dicom/build.ts';
import type { DataSet } from '../dicom/types.ts';
import type { Association, IncomingN, NAnswer, NResult } from './types.ts';

export const STORAGE_COMMITMENT = '1.2.840.10008.1.20.1';
/** The well-known instance that all requests are for (PS3.4 §J.3.5). */
export const STORAGE_COMMITMENT_INSTANCE = '1.2.840.10008.1.20.1.1';

const REQUEST_COMMITMENT = 1;
const ALL_COMMITTED = 1;
const SOME_FAILED = 2;

export interface ReferencedInstance {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
}

export interface FailedInstance extends ReferencedInstance {
  /** (0008,1197), PS3.3 §C.14. */
  readonly reason: number;
}

export interface CommitmentReport {
  readonly transactionUid: string;
  readonly committed: readonly ReferencedInstance[];
  readonly failed: readonly FailedInstance[];
}

export interface CommitmentRequest {
  /** New for every request; the report repeats it. */
  readonly transactionUid: string;
  readonly instances: readonly ReferencedInstance[];
}

/** Asks for commitment; Success means that the report will come to the entity's `n` handler. */
export function requestCommitment(association: Association, { transactionUid, instances }: CommitmentRequest): Promise<NResult> {
  return association.nAction({
    sopClassUid: STORAGE_COMMITMENT,
    sopInstanceUid: STORAGE_COMMITMENT_INSTANCE,
    actionTypeId: REQUEST_COMMITMENT,
    dataSet: buildDataSet({ TransactionUID: transactionUid, ReferencedSOPSequence: instances.map(reference) }),
  });
}

/** The report in an N-EVENT-REPORT, or `undefined` when the request is something else. */
export function readCommitmentReport(request: IncomingN): CommitmentReport | undefined {
  if (request.operation !== 'event-report' || request.sopClassUid !== STORAGE_COMMITMENT || !request.dataSet) return undefined;
  const { dataSet } = request;
  return {
    transactionUid: dataSet.text('TransactionUID'),
    committed: dataSet.items('ReferencedSOPSequence').map(instanceOf),
    failed: dataSet.items('FailedSOPSequence').map((item) => ({ ...instanceOf(item), reason: item.number('FailureReason') ?? 0 })),
  };
}

/** A report that is still to come. `n` takes it: give it to the entity and, for a node that calls back, to the listener. */
export interface ExpectedCommitment {
  readonly n: (request: IncomingN) => NAnswer;
  readonly report: Promise<CommitmentReport>;
}

/** No such argument (PS3.7 §10.1.1.1.8). */
const NO_SUCH_ARGUMENT = 0x0114;

/** Waits for the report on one transaction, on whatever association it comes; reports on others are refused. */
export function expectCommitment(transactionUid: string): ExpectedCommitment {
  let arrived: (report: CommitmentReport) => void = () => undefined;
  const report = new Promise<CommitmentReport>((resolve) => {
    arrived = resolve;
  });
  const n = (request: IncomingN): NAnswer => {
    const found = readCommitmentReport(request);
    if (found?.transactionUid !== transactionUid) return NO_SUCH_ARGUMENT;
    arrived(found);
    return 0;
  };
  return { n, report };
}

/** The request in an N-ACTION, for a provider; `undefined` when the request is something else. */
export function readCommitmentRequest(request: IncomingN): CommitmentRequest | undefined {
  if (request.operation !== 'action' || request.typeId !== REQUEST_COMMITMENT || request.sopClassUid !== STORAGE_COMMITMENT)
    return undefined;
  if (!request.dataSet) return undefined;
  return {
    transactionUid: request.dataSet.text('TransactionUID'),
    instances: request.dataSet.items('ReferencedSOPSequence').map(instanceOf),
  };
}

/** As provider: tells the requestor what became of its objects. */
export function reportCommitment(association: Association, { transactionUid, committed, failed }: CommitmentReport): Promise<NResult> {
  return association.nEventReport({
    sopClassUid: STORAGE_COMMITMENT,
    sopInstanceUid: STORAGE_COMMITMENT_INSTANCE,
    eventTypeId: failed.length > 0 ? SOME_FAILED : ALL_COMMITTED,
    dataSet: buildDataSet({
      TransactionUID: transactionUid,
      ReferencedSOPSequence: committed.length > 0 ? committed.map(reference) : undefined,
      FailedSOPSequence:
        failed.length > 0 ? failed.map((instance) => ({ ...reference(instance), FailureReason: instance.reason })) : undefined,
    }),
  });
}

function reference({ sopClassUid, sopInstanceUid }: ReferencedInstance): {
  readonly ReferencedSOPClassUID: string;
  readonly ReferencedSOPInstanceUID: string;
} {
  return { ReferencedSOPClassUID: sopClassUid, ReferencedSOPInstanceUID: sopInstanceUid };
}

function instanceOf(item: DataSet): ReferencedInstance {
  return { sopClassUid: item.text('ReferencedSOPClassUID'), sopInstanceUid: item.text('ReferencedSOPInstanceUID') };
}
