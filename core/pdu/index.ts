/** The face of this room. */
export { DATA_HEADER_LENGTH, PDV_OVERHEAD, type DataHeader, fragmentLength, writeDataHeader } from './data-header.ts';
export { decodePdu } from './decode.ts';
export { describeFragment, describePdu, describePduAtLength } from './describe.ts';
export { encodePdu } from './encode.ts';
export {
  DEFAULT_MAXIMUM_LENGTH,
  DICOM_APPLICATION_CONTEXT,
  MAXIMUM_CONTEXTS,
  PDU_HEADER_LENGTH,
  PduType,
  UNUSABLE_MAXIMUM_LENGTH,
} from './layout.ts';
export { createPduSplitter } from './splitter.ts';
export type * from './types.ts';
export { abortWords, contextResultWords, problemWords, rejectionWords } from './words.ts';
