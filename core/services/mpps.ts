/**
 * Modality performed procedure step (PS3.4 Annex F): a step is created IN PROGRESS, then set, at last to COMPLETED or DISCONTINUED. A step
 * that has ended changes no more.
 */
import type { DataSet } from '../dicom/types.ts';
import type { Association, IncomingN, NResult } from './types.ts';

export const MODALITY_PERFORMED_PROCEDURE_STEP = '1.2.840.10008.3.1.2.3.3';

export interface PerformedProcedureStep {
  readonly sopInstanceUid: string;
  readonly dataSet: DataSet;
}

/** `dataSet` has Performed Procedure Step Status IN PROGRESS (PS3.4 §F.7.2.1). */
export function createPerformedProcedureStep(association: Association, step: PerformedProcedureStep): Promise<NResult> {
  return association.nCreate({ sopClassUid: MODALITY_PERFORMED_PROCEDURE_STEP, ...step });
}

/** `dataSet` holds what has changed. */
export function setPerformedProcedureStep(association: Association, step: PerformedProcedureStep): Promise<NResult> {
  return association.nSet({ sopClassUid: MODALITY_PERFORMED_PROCEDURE_STEP, ...step });
}

/** PS3.4 §F.7.2: what an MPPS provider answers before it looks at its own store. */
export const MppsStatus = {
  Success: 0x0000,
  /** The status of a new step is not IN PROGRESS. */
  InvalidAttributeValue: 0x0106,
  /** The step has ended and may no longer be updated. */
  ProcessingFailure: 0x0110,
  DuplicateSopInstance: 0x0111,
  NoSuchSopInstance: 0x0112,
  MissingAttribute: 0x0120,
} as const;

/**
 * The status that the standard gives to a create or set request, given the status of the step as it is known (`undefined`: no such step).
 * `undefined`: the request is not for a performed procedure step.
 */
export function checkPerformedProcedureStep(request: IncomingN, known: string | undefined): number | undefined {
  if (request.sopClassUid !== MODALITY_PERFORMED_PROCEDURE_STEP) return undefined;
  const status = request.dataSet?.text('PerformedProcedureStepStatus') ?? '';
  switch (request.operation) {
    case 'create':
      if (known !== undefined) return MppsStatus.DuplicateSopInstance;
      if (status === '') return MppsStatus.MissingAttribute;
      return status === 'IN PROGRESS' ? MppsStatus.Success : MppsStatus.InvalidAttributeValue;
    case 'set':
      if (known === undefined) return MppsStatus.NoSuchSopInstance;
      return known === 'IN PROGRESS' ? MppsStatus.Success : MppsStatus.ProcessingFailure;
    default:
      return undefined;
  }
}
