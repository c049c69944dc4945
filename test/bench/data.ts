/**
 * The objects that are sent to and fro: valid CT images of a patient who does not exist, with the sequences and private elements that a
 * scanner writes. Deterministic: the same names, UIDs and bytes on every machine. Large objects are the same header over more frames.
 */
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, renameSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { buildDataSet, type EntryValue } from '../../core/dicom/build.ts';
import { encodeDataSet } from '../../core/dicom/encode.ts';
import { encodeFileMeta } from '../../core/dicom/file-meta.ts';
import { TransferSyntax } from '../../core/dicom/transfer-syntax.ts';

/** A folder of objects, made when it is asked for and not there yet. */
export interface ObjectSet {
  readonly folder: string;
  readonly objects: number;
  /** Bytes of the files together. */
  readonly bytes: number;
}

export interface ObjectSetSpec {
  readonly name: string;
  readonly objects: number;
  readonly rows: number;
  readonly columns: number;
  readonly frames?: number;
  /** Each object is a study of a patient of its own. */
  readonly apart?: boolean;
}

export const SLICES: ObjectSetSpec = { name: 'slices', objects: 1000, rows: 512, columns: 512 };
export const SMALL: ObjectSetSpec = { name: 'small', objects: 5000, rows: 48, columns: 48 };
/** Little more than headers. */
export const HEADERS: ObjectSetSpec = { name: 'headers', objects: 1000, rows: 8, columns: 8 };
export const QUARTERS: ObjectSetSpec = { name: 'quarters', objects: 4, rows: 512, columns: 512, frames: 477 };
export const HUGE: ObjectSetSpec = { name: 'huge', objects: 1, rows: 512, columns: 512, frames: 2047 };

const CT = '1.2.840.10008.5.1.4.1.1.2';
const MULTI_FRAME_GRAYSCALE = '1.2.840.10008.5.1.4.1.1.7.3';
const ROOT = '1.2.826.0.1.3680043.10.1437';
const MEBIBYTE = 1024 * 1024;

export function objectSet(parent: string, spec: ObjectSetSpec): ObjectSet {
  const folder = path.join(parent, `${spec.name}-${spec.objects}`);
  const length = fileOf(spec, 0).length + pixelBytes(spec);
  const made = { folder, objects: spec.objects, bytes: length * spec.objects };
  if (existsSync(folder)) return made;
  const making = `${folder}.part`;
  rmSync(making, { recursive: true, force: true });
  mkdirSync(making, { recursive: true });
  const noise = noiseOf(MEBIBYTE);
  for (let index = 0; index < spec.objects; index += 1) {
    const fd = openSync(path.join(making, `CT.${String(index).padStart(5, '0')}.dcm`), 'wx');
    writeSync(fd, fileOf(spec, index));
    for (let left = pixelBytes(spec); left > 0; left -= MEBIBYTE) writeSync(fd, noise, 0, Math.min(left, MEBIBYTE));
    closeSync(fd);
  }
  renameSync(making, folder);
  return made;
}

/** The objects of one round: all contestants of a round get the same, and no receiver gets the same twice. */
export type RoundSets = (round: number) => ObjectSet;

/** Only one round's objects lie there at a time. */
export function roundSets(parent: string, spec: ObjectSetSpec): RoundSets {
  let current: { readonly round: number; readonly set: ObjectSet } | undefined;
  return (round) => {
    if (current?.round === round) return current.set;
    if (current) removeSet(current.set);
    current = { round, set: objectSet(parent, { ...spec, name: `${spec.name}-round-${round + 1}` }) };
    return current.set;
  };
}

/** With its shares beside it. */
function removeSet({ folder }: ObjectSet): void {
  const [place, name] = [path.dirname(folder), path.basename(folder)];
  const belongs = readdirSync(place).filter((found) => found === name || found.startsWith(`${name}-`));
  for (const found of belongs) rmSync(path.join(place, found), { recursive: true });
}

const pixelBytes = ({ rows, columns, frames = 1 }: ObjectSetSpec): number => rows * columns * 2 * frames;

/** Everything up to the first byte of the pixel data. */
function fileOf(spec: ObjectSetSpec, index: number): Uint8Array {
  const sopClassUid = spec.frames === undefined ? CT : MULTI_FRAME_GRAYSCALE;
  const sopInstanceUid = instanceUid(spec, index);
  const dataSet = buildDataSet([...Object.entries(header(spec, index)), ...privateElements(index)]);
  const meta = encodeFileMeta({
    sopClassUid,
    sopInstanceUid,
    transferSyntaxUid: TransferSyntax.ExplicitLittleEndian,
    implementationClassUid: ROOT,
    implementationVersionName: 'GANTRY_BENCH',
  });
  const pixelData = Buffer.from('e07f10004f57000000000000', 'hex');
  pixelData.writeUInt32LE(pixelBytes(spec), 8);
  return Buffer.concat([meta, encodeDataSet(dataSet, TransferSyntax.ExplicitLittleEndian), pixelData]);
}

export const studyUid = ({ name }: ObjectSetSpec): string =>
  `${ROOT}.${Array.from(name, (letter) => letter.charCodeAt(0)).reduce((sum, unit) => sum * 31 + unit, 7) % 1_000_000}`;
export const seriesUid = (spec: ObjectSetSpec): string => `${studyUid(spec)}.2`;
/** As long for each object. */
export const instanceUid = (spec: ObjectSetSpec, index: number): string => `${seriesUid(spec)}.${10_000 + index}`;

const code = (value: string, scheme: string, meaning: string) => ({
  CodeValue: value,
  CodingSchemeDesignator: scheme,
  CodeMeaning: meaning,
});

function header(spec: ObjectSetSpec, index: number): Readonly<Record<string, EntryValue | undefined>> {
  const { rows, columns, frames, apart = false } = spec;
  const sopClassUid = frames === undefined ? CT : MULTI_FRAME_GRAYSCALE;
  const position = (index * 0.625 - 300).toFixed(3);
  return {
    SpecificCharacterSet: 'ISO_IR 100',
    ImageType: ['ORIGINAL', 'PRIMARY', 'AXIAL', 'CT_SOM5 SPI'],
    SOPClassUID: sopClassUid,
    SOPInstanceUID: instanceUid(spec, index),
    StudyDate: '20260314',
    SeriesDate: '20260314',
    AcquisitionDate: '20260314',
    ContentDate: '20260314',
    StudyTime: '091523.117000',
    SeriesTime: '091702.402000',
    AcquisitionTime: '091711.230175',
    ContentTime: '091711.230175',
    AccessionNumber: 'B0001437',
    Modality: frames === undefined ? 'CT' : 'OT',
    ConversionType: frames === undefined ? undefined : 'WSD',
    Manufacturer: 'Gantry bench',
    InstitutionName: 'Hospital of nobody',
    ReferringPhysicianName: 'Nobody^Refers',
    StationName: 'CTBENCH1',
    StudyDescription: 'Thorax^ThorRoutine (Adult)',
    ProcedureCodeSequence: [code('CTTHOR', '99BENCH', 'CT of thorax')],
    SeriesDescription: 'Thorax 0.6 I40f 3',
    ManufacturerModelName: 'Made by arithmetic',
    ReferencedStudySequence: [{ ReferencedSOPClassUID: '1.2.840.10008.3.1.2.3.1', ReferencedSOPInstanceUID: `${studyUid(spec)}.1` }],
    ReferencedImageSequence: [0, 1, 2].map((scout) => ({
      ReferencedSOPClassUID: CT,
      ReferencedSOPInstanceUID: `${studyUid(spec)}.1.${scout + 1}`,
    })),
    SourceImageSequence: [
      {
        ReferencedSOPClassUID: '1.3.12.2.1107.5.9.1',
        ReferencedSOPInstanceUID: `${studyUid(spec)}.9.1`,
        PurposeOfReferenceCodeSequence: [code('121322', 'DCM', 'Source image for image processing operation')],
      },
    ],
    PatientName: 'Bench^Patient',
    PatientID: apart ? `BENCH-${index}` : 'BENCH-1437',
    PatientBirthDate: '19600229',
    PatientSex: 'O',
    PatientAge: '066Y',
    BodyPartExamined: 'CHEST',
    SliceThickness: '0.6',
    KVP: '120',
    DataCollectionDiameter: '500',
    SoftwareVersions: 'bench 1',
    ProtocolName: 'ThorRoutine',
    ReconstructionDiameter: '354',
    DistanceSourceToDetector: '1040',
    DistanceSourceToPatient: '570',
    GantryDetectorTilt: '0',
    TableHeight: '142',
    RotationDirection: 'CW',
    ExposureTime: '500',
    XRayTubeCurrent: '96',
    Exposure: '48',
    FilterType: '0',
    GeneratorPower: '24',
    FocalSpots: '1.2',
    ConvolutionKernel: ['I40f', '3'],
    PatientPosition: 'HFS',
    StudyInstanceUID: apart ? `${studyUid(spec)}.${10_000 + index}` : studyUid(spec),
    SeriesInstanceUID: apart ? `${seriesUid(spec)}.${10_000 + index}.1` : seriesUid(spec),
    StudyID: '1437',
    SeriesNumber: '3',
    AcquisitionNumber: '2',
    InstanceNumber: String(index + 1),
    ImagePositionPatient: ['-177.65', '-319.15', position],
    ImageOrientationPatient: ['1', '0', '0', '0', '1', '0'],
    FrameOfReferenceUID: `${studyUid(spec)}.4`,
    PositionReferenceIndicator: '',
    SliceLocation: position,
    SamplesPerPixel: 1,
    PhotometricInterpretation: 'MONOCHROME2',
    NumberOfFrames: frames === undefined ? undefined : String(frames),
    FrameIncrementPointer: frames === undefined ? undefined : Uint8Array.of(0x18, 0x00, 0x65, 0x10),
    FrameTimeVector: frames === undefined ? undefined : Array.from({ length: frames }, () => '40'),
    Rows: rows,
    Columns: columns,
    PixelSpacing: ['0.69140625', '0.69140625'],
    BitsAllocated: 16,
    BitsStored: 12,
    HighBit: 11,
    PixelRepresentation: 0,
    WindowCenter: ['40', '-600'],
    WindowWidth: ['400', '1200'],
    RescaleIntercept: '-1024',
    RescaleSlope: '1',
    RescaleType: 'HU',
    WindowCenterWidthExplanation: ['WINDOW1', 'WINDOW2'],
    RequestAttributesSequence: [
      {
        RequestedProcedureID: 'B0001437',
        ScheduledProcedureStepID: 'B0001437-1',
        ScheduledProtocolCodeSequence: [code('ROUT', '99BENCH', 'Routine')],
      },
    ],
    PerformedProcedureStepStartDate: '20260314',
    PerformedProcedureStepStartTime: '091523.117000',
    PerformedProcedureStepID: 'B0001437-1',
  };
}

/** As a scanner writes them: text, numbers, a blob of its own and a sequence under one private creator. */
function privateElements(index: number) {
  return [
    [0x00290010, { vr: 'LO', value: 'GANTRY BENCH HEADER' }],
    [0x00291008, { vr: 'CS', value: 'IMAGE NUM 4' }],
    [0x00291009, { vr: 'LO', value: '20260314' }],
    [0x00291010, { vr: 'OB', value: new Uint8Array(1536).fill(index & 0xff) }],
    [0x00291031, { vr: 'FD', value: [index * 0.625, 0.5, 0.25] }],
    [0x00291040, { vr: 'SQ', value: [{ CodeValue: 'P1', CodeMeaning: 'private item' }] }],
  ] as const;
}

/** The same noise everywhere, 12 bits in 16: pixel data that nothing on the way could shorten. */
function noiseOf(length: number): Uint8Array {
  const words = new Uint16Array(length / 2);
  let state = 0x2545f491;
  for (let index = 0; index < words.length; index += 1) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    words[index] = state & 0x0fff;
  }
  return new Uint8Array(words.buffer);
}
