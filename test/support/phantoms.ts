// Studies of patients who do not exist, drawn by formula: a chest of ellipses, slice by slice. For tests that look, and for the README.
import { buildDataSet } from '../../core/dicom/build.ts';
import { encodeDataSet } from '../../core/dicom/encode.ts';
import { sourceOfBytes } from '../../core/association/bytes-source.ts';
import type { StoreItem } from '../../core/services/types.ts';

const CT = '1.2.840.10008.5.1.4.1.1.2';
const EXPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2.1';
const ROOT = '1.2.826.0.1.3680043.8.1055.9';
const SIZE = 256;

export interface PhantomStudy {
  /** Tells the study's UIDs from those of the others. */
  readonly number: number;
  readonly name: string;
  readonly patientId: string;
  readonly born: string;
  readonly date: string;
  readonly description: string;
  readonly slices: number;
}

export function phantomItems(study: PhantomStudy): readonly StoreItem[] {
  return Array.from({ length: study.slices }, (_, index) => phantomItem(study, index));
}

function phantomItem(study: PhantomStudy, index: number): StoreItem {
  const studyUid = `${ROOT}.${study.number}`;
  const sopInstanceUid = `${studyUid}.1.${index + 1}`;
  const dataSet = buildDataSet({
    SpecificCharacterSet: 'ISO_IR 192',
    SOPClassUID: CT,
    SOPInstanceUID: sopInstanceUid,
    StudyInstanceUID: studyUid,
    SeriesInstanceUID: `${studyUid}.1`,
    PatientName: study.name,
    PatientID: study.patientId,
    PatientBirthDate: study.born,
    PatientSex: 'O',
    StudyDate: study.date,
    StudyTime: '101500',
    StudyDescription: study.description,
    SeriesDescription: 'Axial 2.0',
    AccessionNumber: `A${700 + study.number}`,
    Modality: 'CT',
    SeriesNumber: '1',
    InstanceNumber: String(index + 1),
    SamplesPerPixel: 1,
    PhotometricInterpretation: 'MONOCHROME2',
    Rows: SIZE,
    Columns: SIZE,
    BitsAllocated: 16,
    BitsStored: 16,
    HighBit: 15,
    PixelRepresentation: 1,
    RescaleIntercept: '0',
    RescaleSlope: '1',
    WindowCenter: '40',
    WindowWidth: '1200',
    PixelData: chest(index / Math.max(1, study.slices - 1)),
  });
  const bytes = encodeDataSet(dataSet, EXPLICIT_LITTLE_ENDIAN);
  return { sopClassUid: CT, sopInstanceUid, transferSyntaxUid: EXPLICIT_LITTLE_ENDIAN, open: () => sourceOfBytes(bytes) };
}

interface Ellipse {
  readonly x: number;
  readonly y: number;
  readonly a: number;
  readonly b: number;
  readonly value: number;
}

/** One slice in Hounsfield units; `depth` runs from 0 to 1 through the chest. The later ellipse covers the earlier. */
function chest(depth: number): Uint8Array {
  const breath = Math.sin(Math.PI * (0.2 + 0.7 * depth));
  const shapes: readonly Ellipse[] = [
    { x: 0, y: 0, a: 0.9, b: 0.66, value: -90 },
    { x: 0, y: 0, a: 0.84, b: 0.6, value: 45 },
    { x: -0.4, y: -0.02, a: 0.32 * breath, b: 0.46 * breath, value: -820 },
    { x: 0.4, y: -0.02, a: 0.32 * breath, b: 0.46 * breath, value: -820 },
    { x: 0.1, y: -0.12, a: 0.2, b: 0.2 * (1.2 - depth), value: 70 },
    { x: 0.02, y: 0.2, a: 0.06, b: 0.06, value: 180 },
    { x: 0, y: 0.38, a: 0.12, b: 0.11, value: 520 },
    { x: 0, y: 0.38, a: 0.05, b: 0.045, value: 60 },
    ...ribs(depth),
  ];
  const pixels = new Int16Array(SIZE * SIZE);
  let seed = 1 + Math.round(depth * 1000);
  for (let at = 0; at < pixels.length; at += 1) {
    const x = ((at % SIZE) / SIZE) * 2 - 1;
    const y = (Math.floor(at / SIZE) / SIZE) * 2 - 1;
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    pixels[at] = valueAt(shapes, x, y) + ((seed / 2_147_483_648) * 50 - 25);
  }
  return new Uint8Array(pixels.buffer);
}

function valueAt(shapes: readonly Ellipse[], x: number, y: number): number {
  let value = -1000;
  for (const shape of shapes) {
    const dx = (x - shape.x) / shape.a;
    const dy = (y - shape.y) / shape.b;
    if (dx * dx + dy * dy <= 1) ({ value } = shape);
  }
  return value;
}

function ribs(depth: number): readonly Ellipse[] {
  return Array.from({ length: 12 }, (_, index) => {
    const angle = (index + depth * 3) * (Math.PI / 6);
    return { x: 0.76 * Math.cos(angle), y: 0.53 * Math.sin(angle), a: 0.055, b: 0.035, value: 620 };
  });
}
