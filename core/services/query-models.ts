/** The information models of query and retrieve (PS3.4 Annex C.6) and the classes that carry them. */
import type { QueryModel } from './types.ts';

export const FIND_CLASSES: Readonly<Record<QueryModel, string>> = {
  patient: '1.2.840.10008.5.1.4.1.2.1.1',
  study: '1.2.840.10008.5.1.4.1.2.2.1',
  'patient-study': '1.2.840.10008.5.1.4.1.2.3.1',
};

export const MOVE_CLASSES: Readonly<Record<QueryModel, string>> = {
  patient: '1.2.840.10008.5.1.4.1.2.1.2',
  study: '1.2.840.10008.5.1.4.1.2.2.2',
  'patient-study': '1.2.840.10008.5.1.4.1.2.3.2',
};

export const GET_CLASSES: Readonly<Record<QueryModel, string>> = {
  patient: '1.2.840.10008.5.1.4.1.2.1.3',
  study: '1.2.840.10008.5.1.4.1.2.2.3',
  'patient-study': '1.2.840.10008.5.1.4.1.2.3.3',
};

export const MODALITY_WORKLIST_FIND = '1.2.840.10008.5.1.4.31';

const MODELS: readonly QueryModel[] = ['patient', 'study', 'patient-study'];

/** The model of a find, get or move class; 'other' for hanging protocols and the like. */
export function modelOf(abstractSyntax: string): QueryModel | 'worklist' | 'other' {
  if (abstractSyntax === MODALITY_WORKLIST_FIND) return 'worklist';
  return MODELS.find((model) => [FIND_CLASSES[model], MOVE_CLASSES[model], GET_CLASSES[model]].includes(abstractSyntax)) ?? 'other';
}
