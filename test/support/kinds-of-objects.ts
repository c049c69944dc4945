// One object of every kind that a preview meets, of one patient who does not exist: made by formula, small, a series each.
import { sourceOfBytes } from '../../core/association/bytes-source.ts';
import { elementsOf, type EntryValue, type TypedEntry } from '../../core/dicom/build.ts';
import { encodeElements, type PlainElement } from '../../core/dicom/encode.ts';
import { transferSyntaxProperties } from '../../core/dicom/transfer-syntax.ts';
import type { StoreItem } from '../../core/services/types.ts';
import { joinedFragments } from './fragments.ts';
import { smallPdf } from './small-pdf.ts';

type Entries = Readonly<Record<string, EntryValue | TypedEntry>>;

const ROOT = '1.2.826.0.1.3680043.8.1055.10';
const STORAGE = '1.2.840.10008.5.1.4.1.1.';
const EXPLICIT = '1.2.840.10008.1.2.1';
const SIDE = 128;

interface Made {
  readonly series: number;
  readonly instance?: number;
  readonly modality: string;
  readonly description: string;
  readonly sopClassUid: string;
  readonly entries: Entries;
  readonly pixels?: Uint8Array;
  readonly transferSyntaxUid?: string;
  readonly fragments?: readonly Uint8Array[];
}

function itemOf({
  series,
  instance = 1,
  modality,
  description,
  sopClassUid,
  entries,
  pixels,
  transferSyntaxUid = EXPLICIT,
  fragments,
}: Made): StoreItem {
  const sopInstanceUid = `${ROOT}.${series}.${instance}`;
  const described: Entries = {
    SpecificCharacterSet: 'ISO_IR 192',
    SOPClassUID: sopClassUid,
    SOPInstanceUID: sopInstanceUid,
    StudyInstanceUID: ROOT,
    SeriesInstanceUID: `${ROOT}.${series}`,
    PatientName: 'Every^Kind',
    PatientID: 'P2001',
    StudyDate: '20260131',
    StudyTime: '101500',
    StudyDescription: 'One of every kind',
    SeriesDescription: description,
    Modality: modality,
    SeriesNumber: String(series),
    InstanceNumber: String(instance),
    ...entries,
  };
  const elements: PlainElement[] = [...elementsOf(described, ['ISO_IR 192'])];
  if (pixels) elements.push({ tag: 0x7fe00010, vr: entries['BitsAllocated'] === 8 ? 'OB' : 'OW', value: pixels });
  if (fragments) elements.push({ tag: 0x7fe00010, vr: 'OB', value: joinedFragments(fragments), encapsulated: true });
  elements.sort((a, b) => a.tag - b.tag);
  const bytes = encodeElements(elements, transferSyntaxProperties(transferSyntaxUid));
  return { sopClassUid, sopInstanceUid, transferSyntaxUid, open: () => sourceOfBytes(bytes) };
}

const size: Entries = { Rows: SIDE, Columns: SIDE };
const bits = (allocated: number, stored = allocated): Entries => ({
  BitsAllocated: allocated,
  BitsStored: stored,
  HighBit: stored - 1,
  PixelRepresentation: 0,
});
const grey: Entries = { ...size, SamplesPerPixel: 1, PhotometricInterpretation: 'MONOCHROME2' };

/** A ball whose place depends on `turn`, brightest in its middle: 0 to 1 a pixel. */
const ball = (turn: number): readonly number[] =>
  Array.from({ length: SIDE * SIDE }, (_, at) => {
    const x = (at % SIDE) / SIDE - 0.5 - 0.22 * Math.cos(turn);
    const y = Math.floor(at / SIDE) / SIDE - 0.5 - 0.22 * Math.sin(turn);
    return Math.max(0, 1 - Math.hypot(x, y) * 4);
  });

const words = (values: readonly number[]): Uint8Array => new Uint8Array(Uint16Array.from(values, Math.round).buffer);

/** A loop of colour frames, 25 a second. */
export const CLIP_FRAMES = 30;
const clip = (): Uint8Array => {
  const out = new Uint8Array(CLIP_FRAMES * SIDE * SIDE * 3);
  for (let frame = 0; frame < CLIP_FRAMES; frame += 1) {
    ball((frame / CLIP_FRAMES) * 2 * Math.PI).forEach((value, at) => {
      out.set([value * 255, value * 160, 40 + value * 60], (frame * SIDE * SIDE + at) * 3);
    });
  }
  return out;
};

const ramp = (from: number, to: number): TypedEntry => ({
  vr: 'OW',
  value: words(Array.from({ length: 256 }, (_, at) => (from + ((to - from) * at) / 255) * 257)),
});

const palette: Entries = Object.fromEntries(
  (
    [
      ['Red', 0, 255],
      ['Green', 40, 120],
      ['Blue', 255, 0],
    ] as const
  ).flatMap(([colour, from, to]) => [
    [`${colour}PaletteColorLookupTableDescriptor`, { vr: 'US', value: [256, 0, 16] }],
    [`${colour}PaletteColorLookupTableData`, ramp(from, to)],
  ]),
);

/** A ring, a bit a pixel. */
const ring = (): Uint8Array => {
  const out = new Uint8Array((SIDE * SIDE) / 8);
  for (let at = 0; at < SIDE * SIDE; at += 1) {
    const distance = Math.hypot((at % SIDE) - SIDE / 2, Math.floor(at / SIDE) - SIDE / 2);
    if (Math.abs(distance - 50) < 1.5) out[at >> 3] = (out[at >> 3] ?? 0) | (1 << (at & 7));
  }
  return out;
};

const overlay: Entries = {
  OverlayRows: SIDE,
  OverlayColumns: SIDE,
  OverlayType: 'G',
  OverlayOrigin: { vr: 'SS', value: [1, 1] },
  OverlayBitsAllocated: 1,
  OverlayBitPosition: 0,
  OverlayLabel: 'Ring',
  OverlayData: { vr: 'OW', value: ring() },
};

const code = (value: string, meaning: string, scheme = 'DCM'): readonly Record<string, string>[] => [
  { CodeValue: value, CodingSchemeDesignator: scheme, CodeMeaning: meaning },
];

const text = (name: string, TextValue: string) => ({
  RelationshipType: 'CONTAINS',
  ValueType: 'TEXT',
  ConceptNameCodeSequence: code('121106', name),
  TextValue,
});

const report: Entries = {
  ValueType: 'CONTAINER',
  ConceptNameCodeSequence: code('126000', 'Imaging Measurement Report'),
  CompletionFlag: 'COMPLETE',
  VerificationFlag: 'UNVERIFIED',
  ContentSequence: [
    {
      RelationshipType: 'HAS OBS CONTEXT',
      ValueType: 'PNAME',
      ConceptNameCodeSequence: code('121008', 'Person Observer Name'),
      PersonName: 'Reader^Anna',
    },
    {
      RelationshipType: 'CONTAINS',
      ValueType: 'CONTAINER',
      ConceptNameCodeSequence: code('121070', 'Findings'),
      ContentSequence: [
        text('Comment', 'A round bright ball, moving along a circle.\r\nNothing else was seen.'),
        {
          RelationshipType: 'CONTAINS',
          ValueType: 'NUM',
          ConceptNameCodeSequence: code('M-02550', 'Diameter', 'SRT'),
          MeasuredValueSequence: [{ NumericValue: '12.5', MeasurementUnitsCodeSequence: code('mm', 'millimeter', 'UCUM') }],
          ContentSequence: [
            {
              RelationshipType: 'INFERRED FROM',
              ValueType: 'IMAGE',
              ReferencedSOPSequence: [{ ReferencedSOPClassUID: `${STORAGE}2`, ReferencedSOPInstanceUID: `${ROOT}.1.3` }],
            },
            {
              RelationshipType: 'INFERRED FROM',
              ValueType: 'IMAGE',
              ReferencedSOPSequence: [{ ReferencedSOPClassUID: `${STORAGE}2`, ReferencedSOPInstanceUID: `${ROOT}.99.1` }],
            },
          ],
        },
      ],
    },
  ],
};

const plan: Entries = {
  RTPlanLabel: 'BALL 60 Gy',
  PlanIntent: 'CURATIVE',
  RTPlanGeometry: 'PATIENT',
  ApprovalStatus: 'APPROVED',
  FractionGroupSequence: [
    { NumberOfFractionsPlanned: '30', ReferencedBeamSequence: [{ ReferencedBeamNumber: '1', BeamMeterset: '116.5' }] },
  ],
  BeamSequence: [
    {
      BeamNumber: '1',
      BeamName: 'AP',
      BeamType: 'STATIC',
      RadiationType: 'PHOTON',
      TreatmentMachineName: 'LINAC 2',
      ControlPointSequence: [{ NominalBeamEnergy: '6' }],
    },
    { BeamNumber: '2', BeamName: 'PA', BeamType: 'DYNAMIC', RadiationType: 'PHOTON', TreatmentMachineName: 'LINAC 2' },
  ],
};

const SAMPLES = 2_500;
const ecg: Entries = {
  WaveformSequence: [
    {
      MultiplexGroupLabel: 'RHYTHM',
      NumberOfWaveformChannels: 3,
      NumberOfWaveformSamples: SAMPLES,
      SamplingFrequency: '500',
      WaveformBitsAllocated: 16,
      WaveformSampleInterpretation: 'SS',
      ChannelDefinitionSequence: ['I', 'II', 'V1'].map((lead) => ({
        ChannelLabel: `Lead ${lead}`,
        ChannelSensitivity: '0.005',
        ChannelSensitivityUnitsSequence: code('mV', 'millivolt', 'UCUM'),
        FilterLowFrequency: '0.05',
        FilterHighFrequency: '150',
      })),
      WaveformData: { vr: 'OW', value: beats() },
    },
  ],
};

function beats(): Uint8Array {
  const out = new Int16Array(SAMPLES * 3);
  for (let at = 0; at < out.length; at += 1) {
    const second = (Math.floor(at / 3) / 500) % 0.8;
    const wave = (middle: number, width: number, height: number): number => height * Math.exp(-(((second - middle) / width) ** 2));
    out[at] = (wave(0.2, 0.03, 30) + wave(0.34, 0.012, 220) - wave(0.37, 0.012, 60) + wave(0.58, 0.05, 55)) * (at % 3 === 2 ? -0.6 : 1);
  }
  return new Uint8Array(out.buffer);
}

const padded = (bytes: Uint8Array): Uint8Array => (bytes.length % 2 === 0 ? bytes : Uint8Array.of(...bytes, 0));

/** What a video object holds: the beginning of an MP4 file is enough, nobody plays it here. */
export const VIDEO_BYTES = Uint8Array.from([0, 0, 0, 24, ...Buffer.from('ftypmp42'), ...Array.from({ length: 100 }, (_, at) => at)]);

const slices = (count: number): readonly StoreItem[] =>
  Array.from({ length: count }, (_, at) =>
    itemOf({
      series: 1,
      instance: at + 1,
      modality: 'CT',
      description: 'Slices',
      sopClassUid: `${STORAGE}2`,
      entries: {
        ...grey,
        ...bits(16),
        RescaleSlope: '1',
        RescaleIntercept: '-1000',
        RescaleType: 'HU',
        WindowCenter: ['40', '-500'],
        WindowWidth: ['600', '1400'],
        WindowCenterWidthExplanation: ['SOFT', 'AIR'],
      },
      pixels: words(ball(at / 4).map((value) => 400 + value * 1_200)),
    }),
  );

export const everyKind = (): readonly StoreItem[] => {
  const pdf = smallPdf(['A letter in a DICOM object', 'Second page']);
  return [
    ...slices(20),
    itemOf({
      series: 2,
      modality: 'US',
      description: 'Colour clip',
      sopClassUid: `${STORAGE}3.1`,
      entries: {
        ...size,
        ...bits(8),
        SamplesPerPixel: 3,
        PhotometricInterpretation: 'RGB',
        PlanarConfiguration: 0,
        NumberOfFrames: String(CLIP_FRAMES),
        FrameTime: '40',
      },
      pixels: clip(),
    }),
    itemOf({
      series: 3,
      modality: 'NM',
      description: 'Palette colour',
      sopClassUid: `${STORAGE}7`,
      entries: { ...size, ...bits(8), SamplesPerPixel: 1, PhotometricInterpretation: 'PALETTE COLOR', ...palette },
      pixels: Uint8Array.from(ball(1), (value) => value * 255),
    }),
    itemOf({
      series: 4,
      modality: 'CR',
      description: 'Low values are white',
      sopClassUid: `${STORAGE}1`,
      entries: { ...grey, PhotometricInterpretation: 'MONOCHROME1', ...bits(16, 12) },
      pixels: words(ball(2).map((value) => value * 4_095)),
    }),
    itemOf({
      series: 5,
      modality: 'OT',
      description: 'With an overlay',
      sopClassUid: `${STORAGE}7`,
      entries: { ...grey, ...bits(8), ...overlay },
      pixels: Uint8Array.from(ball(3), (value) => value * 255),
    }),
    itemOf({
      series: 6,
      modality: 'DOC',
      description: 'Letter',
      sopClassUid: `${STORAGE}104.1`,
      entries: {
        DocumentTitle: 'Letter',
        MIMETypeOfEncapsulatedDocument: 'application/pdf',
        EncapsulatedDocument: { vr: 'OB', value: padded(pdf) },
        EncapsulatedDocumentLength: pdf.length,
      },
    }),
    itemOf({ series: 7, modality: 'SR', description: 'Measurements', sopClassUid: `${STORAGE}88.33`, entries: report }),
    itemOf({ series: 8, modality: 'ECG', description: 'Rhythm', sopClassUid: `${STORAGE}9.1.1`, entries: ecg }),
    itemOf({
      series: 9,
      modality: 'ES',
      description: 'Video',
      sopClassUid: `${STORAGE}77.1.1.1`,
      transferSyntaxUid: '1.2.840.10008.1.2.4.102',
      entries: {
        ...size,
        ...bits(8),
        SamplesPerPixel: 3,
        PhotometricInterpretation: 'YBR_PARTIAL_420',
        PlanarConfiguration: 0,
        NumberOfFrames: '250',
        CineRate: '25',
      },
      fragments: [new Uint8Array(0), VIDEO_BYTES],
    }),
    itemOf({ series: 10, modality: 'RTPLAN', description: 'Plan', sopClassUid: `${STORAGE}481.5`, entries: plan }),
    itemOf({
      series: 11,
      modality: 'OT',
      description: 'Broken',
      sopClassUid: `${STORAGE}7`,
      transferSyntaxUid: '1.2.840.10008.1.2.4.90',
      entries: { ...grey, ...bits(8) },
      fragments: [new Uint8Array(0), Uint8Array.of(0xff, 0x4f, 0xff, 0x51, 1, 2)],
    }),
    itemOf({ series: 12, modality: 'MR', description: 'Raw', sopClassUid: `${STORAGE}66`, entries: { ContentLabel: 'KSPACE' } }),
  ];
};
