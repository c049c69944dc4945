/** Attributes that enhanced multi-frame objects keep per frame or shared by all (PS3.3 §C.7.6.16), or plain ones at the top. */
import type { DataSet } from '../dicom/types.ts';

/** The data set that holds `macro`'s attributes for a frame: per frame, else shared, else the object itself. */
export function macroOf(dataSet: DataSet, macro: string, frame: number): DataSet {
  const perFrame = dataSet.items('PerFrameFunctionalGroupsSequence')[frame]?.items(macro)[0];
  return perFrame ?? dataSet.items('SharedFunctionalGroupsSequence')[0]?.items(macro)[0] ?? dataSet;
}
