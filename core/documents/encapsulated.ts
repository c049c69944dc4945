/** The file that lies in an encapsulated document (PS3.3 §C.24): its bytes without padding, and what to call it. */
import type { DataSet } from '../dicom/types.ts';

export interface EncapsulatedFile {
  /** 'pdf', 'xml', 'stl', …; 'bin' when neither the object nor the bytes say. */
  readonly extension: string;
  readonly bytes: Uint8Array;
}

const BY_MIME: Readonly<Record<string, string>> = {
  'application/pdf': 'pdf',
  'text/xml': 'xml',
  'application/xml': 'xml',
  'model/stl': 'stl',
  'application/sla': 'stl',
  'model/obj': 'obj',
  'model/mtl': 'mtl',
  'image/jpeg': 'jpg',
  'text/plain': 'txt',
};

const BY_CLASS: Readonly<Record<string, string>> = {
  '1.2.840.10008.5.1.4.1.1.104.1': 'pdf',
  '1.2.840.10008.5.1.4.1.1.104.2': 'xml',
  '1.2.840.10008.5.1.4.1.1.104.3': 'stl',
  '1.2.840.10008.5.1.4.1.1.104.4': 'obj',
  '1.2.840.10008.5.1.4.1.1.104.5': 'mtl',
};

/** undefined when the object encapsulates nothing. */
export function encapsulatedDocument(dataSet: DataSet): EncapsulatedFile | undefined {
  const element = dataSet.element('EncapsulatedDocument');
  if (!element) return undefined;
  const { bytes } = element;
  const declared = dataSet.number('EncapsulatedDocumentLength');
  const length = declared !== undefined && declared <= bytes.length && declared >= bytes.length - 1 ? declared : bytes.length;
  const mime = dataSet.text('MIMETypeOfEncapsulatedDocument').toLowerCase().split(';')[0]?.trim() ?? '';
  const extension = isPdf(bytes) ? 'pdf' : (BY_MIME[mime] ?? BY_CLASS[dataSet.text('SOPClassUID')] ?? 'bin');
  return { extension, bytes: bytes.subarray(0, length) };
}

/** '%PDF-' within the first kilobyte, as readers accept it. */
function isPdf(bytes: Uint8Array): boolean {
  const start = String.fromCharCode(...bytes.subarray(0, 1024));
  return start.includes('%PDF-');
}
