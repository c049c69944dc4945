/** Objects that an object speaks of (PS3.3 §10.3, §C.18.3 to §C.18.5). */
import type { ObjectReference } from '../contract/objects.ts';
import { uidName } from '../dicom/uids.ts';
import type { DataSet } from '../dicom/types.ts';

export const MOST_REFERENCES = 500;

/** One item of a sequence with Referenced SOP Class and Instance UID; nothing without an instance. */
export function referenceOf(item: DataSet): readonly ObjectReference[] {
  const sopInstanceUid = item.text('ReferencedSOPInstanceUID');
  if (sopInstanceUid === '' || sopInstanceUid.length > 64) return [];
  return [{ sopClassName: uidName(item.text('ReferencedSOPClassUID')), sopInstanceUid, part: partOf(item) }];
}

function partOf(item: DataSet): string {
  const list = (word: string, numbers: readonly number[]): readonly string[] => {
    if (numbers.length === 0) return [];
    const shown = numbers.slice(0, 20).join(', ');
    return [`${word}${numbers.length > 1 ? 's' : ''} ${shown}${numbers.length > 20 ? ', …' : ''}`];
  };
  return [
    ...list('frame', item.numbers('ReferencedFrameNumber')),
    ...list('segment', item.numbers('ReferencedSegmentNumber')),
    ...list('channel', channels(item.numbers('ReferencedWaveformChannels'))),
  ].join('; ');
}

/** Pairs of multiplex group and channel; 0 is every channel of the group. */
const channels = (pairs: readonly number[]): readonly number[] =>
  pairs.filter((_, index) => index % 2 === 1).filter((channel) => channel > 0);

const CARRIERS = [
  'ReferencedSeriesSequence',
  'ReferencedImageSequence',
  'ReferencedInstanceSequence',
  'ReferencedSOPSequence',
  'ReferencedStructureSetSequence',
  'ReferencedRTPlanSequence',
  'ReferencedDoseSequence',
  'ReferencedRawDataSequence',
  'ReferencedWaveformSequence',
  'ReferencedStudySequence',
  'StudiesContainingOtherReferencedInstancesSequence',
  'CurrentRequestedProcedureEvidenceSequence',
  'PertinentOtherEvidenceSequence',
  'SourceInstanceSequence',
  'SourceImageSequence',
  'ReferencedFrameOfReferenceSequence',
  'RTReferencedStudySequence',
  'RTReferencedSeriesSequence',
  'ContourImageSequence',
  'RegistrationSequence',
  'DeformableRegistrationSequence',
  'ReferencedTreatmentRecordSequence',
] as const;

const DEEPEST = 6;

/** Instances that an object names in the sequences that are for it, each once. */
export function referencesOf(dataSet: DataSet): readonly ObjectReference[] {
  const found = new Map<string, ObjectReference>();
  const visit = (level: DataSet, depth: number): void => {
    for (const carrier of depth > DEEPEST || found.size > MOST_REFERENCES * 4 ? [] : CARRIERS) {
      for (const item of level.items(carrier)) {
        for (const reference of referenceOf(item))
          if (!isStudy(item)) found.set(`${reference.sopInstanceUid} ${reference.part}`, reference);
        visit(item, depth + 1);
      }
    }
  };
  visit(dataSet, 0);
  return [...found.values()];
}

/** Studies are named by retired classes of their own and are no objects that could be opened. */
const isStudy = (item: DataSet): boolean => /^1\.2\.840\.10008\.3\.1\.2\./.test(item.text('ReferencedSOPClassUID'));
