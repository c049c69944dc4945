/** Three small synthetic objects of a patient who does not exist: an image with a Japanese name, a structured report, a JPEG image. */
import { randomUUID } from 'node:crypto';
import { buildDataSet, type EntryValue } from '../../dicom/build.ts';
import { encodeDataSet } from '../../dicom/encode.ts';
import { uidFromUuid } from '../../dicom/uid.ts';
import { sourceOfBytes } from '../../association/bytes-source.ts';
import type { StoreItem } from '../../services/types.ts';

const SECONDARY_CAPTURE = '1.2.840.10008.5.1.4.1.1.7';
const BASIC_TEXT_SR = '1.2.840.10008.5.1.4.1.1.88.11';
const EXPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2.1';
const JPEG_BASELINE = '1.2.840.10008.1.2.4.50';

const NOTHING = new Uint8Array(0);

/** A grey ramp of 16 x 16 in baseline JPEG. */
const JPEG =
  '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxOUlNSMj5aYVpQYEpRUk//wAALCAAQABAB' +
  'AREA/8QAFgABAQEAAAAAAAAAAAAAAAAAAAYH/8QAFxAAAwEAAAAAAAAAAAAAAAAAABViof/aAAgBAQAAPwCVQRgQRhqiCMCCMP/Z';

export interface TestObject extends StoreItem {
  readonly bytes: Uint8Array;
}

export interface TestStudy {
  readonly studyUid: string;
  readonly objects: readonly TestObject[];
}

interface Making {
  readonly sopClassUid: string;
  readonly transferSyntaxUid?: string;
  readonly entries: Record<string, EntryValue>;
  /** Pixel data that are written as they are. */
  readonly after?: Uint8Array;
}

export function makeTestStudy(today: string): TestStudy {
  const studyUid = uidFromUuid(randomUUID());
  const study = {
    SpecificCharacterSet: 'ISO_IR 192',
    // The example of PS3.5 Annex H.3.1.
    PatientName: 'Yamada^Tarou=山田^太郎=やまだ^たろう',
    PatientID: 'GANTRY-SELF-TEST',
    PatientBirthDate: '',
    PatientSex: 'O',
    StudyInstanceUID: studyUid,
    StudyID: '1',
    StudyDate: today,
    StudyTime: '000000',
    AccessionNumber: '',
    ReferringPhysicianName: '',
    StudyDescription: 'Gantry self-test',
  };
  const make = ({ sopClassUid, transferSyntaxUid = EXPLICIT_LITTLE_ENDIAN, entries, after = NOTHING }: Making): TestObject => {
    const sopInstanceUid = uidFromUuid(randomUUID());
    const dataSet = buildDataSet({
      ...study,
      SOPClassUID: sopClassUid,
      SOPInstanceUID: sopInstanceUid,
      SeriesInstanceUID: uidFromUuid(randomUUID()),
      InstanceNumber: '1',
      ...entries,
    });
    const bytes = Buffer.concat([encodeDataSet(dataSet, transferSyntaxUid), after]);
    return { sopClassUid, sopInstanceUid, transferSyntaxUid, bytes, open: () => sourceOfBytes(bytes) };
  };
  return {
    studyUid,
    objects: [
      make({ sopClassUid: SECONDARY_CAPTURE, entries: { ...image(8), Modality: 'OT', SeriesNumber: '1', PixelData: ramp(8) } }),
      make({ sopClassUid: BASIC_TEXT_SR, entries: { ...report(today), Modality: 'SR', SeriesNumber: '2' } }),
      make({
        sopClassUid: SECONDARY_CAPTURE,
        transferSyntaxUid: JPEG_BASELINE,
        entries: { ...image(16), ...lossy, Modality: 'OT', SeriesNumber: '3' },
        after: encapsulated(Buffer.from(JPEG, 'base64')),
      }),
    ],
  };
}

const image = (size: number) => ({
  ConversionType: 'SYN',
  SamplesPerPixel: 1,
  PhotometricInterpretation: 'MONOCHROME2',
  Rows: size,
  Columns: size,
  BitsAllocated: 8,
  BitsStored: 8,
  HighBit: 7,
  PixelRepresentation: 0,
});

const lossy = { LossyImageCompression: '01', LossyImageCompressionMethod: 'ISO_10918_1' };

const report = (today: string) => ({
  ContentDate: today,
  ContentTime: '000000',
  CompletionFlag: 'COMPLETE',
  VerificationFlag: 'UNVERIFIED',
  ReferencedPerformedProcedureStepSequence: [],
  PerformedProcedureCodeSequence: [],
  ValueType: 'CONTAINER',
  ContinuityOfContent: 'SEPARATE',
  ConceptNameCodeSequence: [{ CodeValue: '18748-4', CodingSchemeDesignator: 'LN', CodeMeaning: 'Diagnostic Imaging Report' }],
  ContentSequence: [
    {
      RelationshipType: 'CONTAINS',
      ValueType: 'TEXT',
      ConceptNameCodeSequence: [{ CodeValue: '121071', CodingSchemeDesignator: 'DCM', CodeMeaning: 'Finding' }],
      TextValue: 'This report was made by a machine to test itself.',
    },
  ],
});

function ramp(size: number): Uint8Array {
  return Uint8Array.from({ length: size * size }, (_, index) => index * 4);
}

/** Pixel Data as one fragment behind an empty offset table, in Explicit VR Little Endian (PS3.5 §A.4). */
function encapsulated(frame: Uint8Array): Uint8Array {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(frame.length);
  const start = Buffer.from('e07f10004f420000ffffffff' + 'feff00e000000000' + 'feff00e0', 'hex');
  return Buffer.concat([start, length, frame, Buffer.from('feffdde000000000', 'hex')]);
}
