/** An object for people: what it is, its key facts, what it speaks of, and what can be read or drawn of it. Pure: a data set in, a view out. */
import type { ObjectContent, ObjectFact, ObjectView } from '../contract/objects.ts';
import { uidName } from '../dicom/uids.ts';
import type { DataSet } from '../dicom/types.ts';
import { encapsulatedDocument } from './encapsulated.ts';
import { kindOf, type Kind } from './kinds.ts';
import { dose, plan, structureSet, treatmentRecord, type Described } from './radiotherapy.ts';
import { MOST_REFERENCES, referencesOf } from './references.ts';
import { reportFacts, reportOf } from './report.ts';
import { tableOf } from './table.ts';
import { waveformGroups } from './waveform.ts';
import { codeOf, countWords, dateTimeOf, factsOf, meaningOf, momentOf, numberText, personOf, termWords } from './words.ts';

/** What the data set alone cannot tell: the stream that lies in its pixel data. */
export interface Stream {
  readonly extension: string;
  readonly bytes: number;
}

/** @param video when the transfer syntax says that the pixel data are a video stream. */
export function describeObject(dataSet: DataSet, video: Stream | undefined): ObjectView {
  const kind: Kind = video
    ? { name: 'image', what: 'Video', explanation: 'Gantry does not play videos. Save the stream to watch it in a video player.' }
    : kindOf(dataSet);
  const { facts, tables } = video ? { facts: videoFacts(dataSet), tables: [] } : ofKind(kind, dataSet);
  const references = referencesOf(dataSet);
  return {
    what: kind.what,
    sopClassName: uidName(dataSet.text('SOPClassUID')),
    explanation: kind.explanation,
    facts: [...facts, ...commonFacts(dataSet)],
    tables: tables.filter(({ rows }) => rows.length > 0),
    references: references.slice(0, MOST_REFERENCES),
    referencesLeftOut: Math.max(0, references.length - MOST_REFERENCES),
    content: video ? { kind: 'video', ...video } : contentOf(kind, dataSet),
  };
}

function contentOf(kind: Kind, dataSet: DataSet): ObjectContent {
  if (dataSet.has('ContentSequence') || kind.name === 'report' || kind.name === 'key-objects')
    return { kind: 'report', ...reportOf(dataSet) };
  const document = encapsulatedDocument(dataSet);
  if (document) return { kind: 'file', extension: document.extension, bytes: document.bytes.length, isPdf: document.extension === 'pdf' };
  return dataSet.has('WaveformSequence') ? { kind: 'waveform', groups: waveformGroups(dataSet) } : { kind: 'none' };
}

const NOTHING: Described = { facts: [], tables: [] };

function ofKind({ name }: Kind, dataSet: DataSet): Described {
  switch (name) {
    case 'report':
    case 'key-objects':
      return { ...NOTHING, facts: [...factsOf(['Title', meaningOf(dataSet, 'ConceptNameCodeSequence')]), ...reportFacts(dataSet)] };
    case 'presentation':
      return presentation(dataSet);
    case 'structure-set':
      return structureSet(dataSet);
    case 'plan':
      return plan(dataSet);
    case 'dose':
      return dose(dataSet);
    case 'treatment-record':
      return treatmentRecord(dataSet);
    case 'segmentation':
      return segmentation(dataSet);
    case 'registration':
    case 'fiducials':
      return registration(dataSet);
    case 'document':
      return { ...NOTHING, facts: documentFacts(dataSet) };
    case 'mapping':
      return mapping(dataSet);
    case 'directory':
      return directory(dataSet);
    case 'palette':
      return palette(dataSet);
    case 'image':
      return { ...NOTHING, facts: [...labelled(dataSet), ...pixelFacts(dataSet)] };
    case 'waveform':
    case 'raw-data':
    case 'measurements':
    case 'stereometric':
    case 'protocol':
    case 'private':
    case 'unnamed':
    case 'other':
      return { ...NOTHING, facts: labelled(dataSet) };
  }
}

/** The Content Identification macro and what other classes have like it. */
const labelled = (dataSet: DataSet): readonly ObjectFact[] =>
  factsOf(
    ['Label', dataSet.text('ContentLabel')],
    ['Description', dataSet.text('ContentDescription')],
    ['Made by', personOf(dataSet, 'ContentCreatorName')],
    ['Image type', dataSet.texts('ImageType').map(termWords).join(', ')],
  );

const commonFacts = (dataSet: DataSet): readonly ObjectFact[] =>
  factsOf(
    ['Content of', dateTimeOf(dataSet, 'ContentDate', 'ContentTime')],
    ['Acquired', momentOf(dataSet, 'AcquisitionDateTime')],
    ['Series', dataSet.text('SeriesDescription')],
    ['Device', [dataSet.text('Manufacturer'), dataSet.text('ManufacturerModelName')].filter((part) => part !== '').join(' ')],
    ['Software', dataSet.texts('SoftwareVersions').join(', ')],
  );

const pixelFacts = (dataSet: DataSet): readonly ObjectFact[] =>
  factsOf(
    ['Pixels', dataSet.has('Rows') ? `${numberText(dataSet.number('Columns'))} × ${numberText(dataSet.number('Rows'))}` : ''],
    ['Frames', numberText(dataSet.number('NumberOfFrames'))],
    ['Colours', dataSet.text('PhotometricInterpretation')],
    [
      'Bits',
      dataSet.has('BitsStored') ? `${numberText(dataSet.number('BitsStored'))} of ${numberText(dataSet.number('BitsAllocated'))}` : '',
    ],
    ['Transfer syntax', uidName(dataSet.transferSyntaxUid)],
  );

const videoFacts = (dataSet: DataSet): readonly ObjectFact[] => {
  const rate = dataSet.number('CineRate') ?? dataSet.number('RecommendedDisplayFrameRate') ?? reciprocal(dataSet.number('FrameTime'));
  const frames = dataSet.number('NumberOfFrames');
  return factsOf(
    ['Compression', uidName(dataSet.transferSyntaxUid)],
    ['Size', `${numberText(dataSet.number('Columns'))} × ${numberText(dataSet.number('Rows'))}`],
    ['Frames', numberText(frames)],
    ['Frames a second', numberText(rate === undefined ? undefined : Math.round(rate * 100) / 100)],
    ['Length', rate === undefined || frames === undefined ? '' : `${numberText(Math.round((frames / rate) * 10) / 10)} s`],
  );
};

const reciprocal = (ms: number | undefined): number | undefined => (ms !== undefined && ms > 0 ? 1000 / ms : undefined);

function presentation(dataSet: DataSet): Described {
  const annotations = dataSet.items('GraphicAnnotationSequence');
  const texts = annotations.flatMap((annotation) => annotation.items('TextObjectSequence'));
  const graphics = annotations.flatMap((annotation) => annotation.items('GraphicObjectSequence'));
  const windows = dataSet
    .items('SoftcopyVOILUTSequence')
    .flatMap((voi) =>
      voi.numbers('WindowCenter').map((center, index) => `C ${numberText(center)} W ${numberText(voi.numbers('WindowWidth')[index])}`),
    );
  return {
    facts: factsOf(
      ['Label', dataSet.text('ContentLabel')],
      ['Description', dataSet.text('ContentDescription')],
      ['Made by', personOf(dataSet, 'ContentCreatorName')],
      ['Made', dateTimeOf(dataSet, 'PresentationCreationDate', 'PresentationCreationTime')],
      ['Windows', [...new Set(windows)].slice(0, 8).join('; ')],
      ['Polarity', termWords(dataSet.text('PresentationLUTShape'))],
      [
        'Annotations',
        annotations.length === 0
          ? ''
          : `${countWords(texts.length, 'text', 'texts')}, ${countWords(graphics.length, 'graphic', 'graphics')}`,
      ],
      ['Shutter', dataSet.texts('ShutterShape').map(termWords).join(', ')],
      [
        'Turned',
        dataSet.has('ImageRotation')
          ? `${numberText(dataSet.number('ImageRotation'))}°${dataSet.text('ImageHorizontalFlip') === 'Y' ? ', mirrored' : ''}`
          : '',
      ],
    ),
    tables: [tableOf('Texts', ['Text'], texts, (text) => [text.text('UnformattedTextValue')])],
  };
}

function segmentation(dataSet: DataSet): Described {
  const segments = dataSet.items('SegmentSequence');
  return {
    facts: [
      ...labelled(dataSet),
      ...factsOf(
        ['Kind', termWords(dataSet.text('SegmentationType'))],
        ['Segments', String(segments.length)],
        ['Masks', numberText(dataSet.number('NumberOfFrames'))],
      ),
    ],
    tables: [
      tableOf('Segments', ['No.', 'Label', 'Type', 'Category', 'Made'], segments, (segment) => [
        numberText(segment.number('SegmentNumber')),
        segment.text('SegmentLabel') || segment.text('SegmentDescription'),
        meaningOf(segment, 'SegmentedPropertyTypeCodeSequence'),
        meaningOf(segment, 'SegmentedPropertyCategoryCodeSequence'),
        [termWords(segment.text('SegmentAlgorithmType')), segment.text('SegmentAlgorithmName')].filter((part) => part !== '').join(', '),
      ]),
    ],
  };
}

function registration(dataSet: DataSet): Described {
  const matrices = dataSet
    .items('RegistrationSequence')
    .flatMap((item) => item.items('MatrixRegistrationSequence').flatMap((matrix) => matrix.items('MatrixSequence')));
  const deformed = dataSet.items('DeformableRegistrationSequence');
  const fiducials = dataSet.items('FiducialSetSequence').flatMap((set) => set.items('FiducialSequence'));
  return {
    facts: [
      ...labelled(dataSet),
      ...factsOf(
        ['Series mapped', numberText(dataSet.items('RegistrationSequence').length + deformed.length || undefined)],
        [
          'Mapping',
          [...new Set(matrices.map((matrix) => termWords(matrix.text('FrameOfReferenceTransformationMatrixType'))))].join(', ') ||
            (deformed.length > 0 ? 'Deformable' : ''),
        ],
        ['Points', fiducials.length === 0 ? '' : String(fiducials.length)],
      ),
    ],
    tables: [
      tableOf('Matrices', ['Kind', 'Matrix'], matrices, (matrix) => [
        termWords(matrix.text('FrameOfReferenceTransformationMatrixType')),
        matrix
          .numbers('FrameOfReferenceTransformationMatrix')
          .map((value) => numberText(Math.round(value * 1e4) / 1e4))
          .join(' '),
      ]),
      tableOf('Points', ['Name', 'Description'], fiducials, (fiducial) => [
        fiducial.text('FiducialIdentifier'),
        fiducial.text('FiducialDescription'),
      ]),
    ],
  };
}

const documentFacts = (dataSet: DataSet): readonly ObjectFact[] =>
  factsOf(
    ['Title', dataSet.text('DocumentTitle')],
    ['Concept', meaningOf(dataSet, 'ConceptNameCodeSequence')],
    ['Kind of file', dataSet.text('MIMETypeOfEncapsulatedDocument')],
    ['Verification', termWords(dataSet.text('VerificationFlag'))],
    ['Burned-in annotation', termWords(dataSet.text('BurnedInAnnotation'))],
  );

function mapping(dataSet: DataSet): Described {
  const mappings = dataSet
    .items('ReferencedImageRealWorldValueMappingSequence')
    .flatMap((item) => item.items('RealWorldValueMappingSequence'));
  return {
    facts: labelled(dataSet),
    tables: [
      tableOf('Mappings', ['Label', 'Unit', 'Slope', 'Intercept'], mappings, (item) => [
        item.text('LUTLabel') || item.text('LUTExplanation'),
        meaningOf(item, 'MeasurementUnitsCodeSequence') || codeOf(item.items('MeasurementUnitsCodeSequence')[0]),
        numberText(item.number('RealWorldValueSlope')),
        numberText(item.number('RealWorldValueIntercept')),
      ]),
    ],
  };
}

function directory(dataSet: DataSet): Described {
  const records = dataSet.items('DirectoryRecordSequence');
  const count = (type: string): number => records.filter((record) => record.text('DirectoryRecordType') === type).length;
  return {
    tables: [],
    facts: factsOf(
      ['Name', dataSet.text('FileSetID')],
      ['Patients', String(count('PATIENT'))],
      ['Studies', String(count('STUDY'))],
      ['Series', String(count('SERIES'))],
      ['Images', String(count('IMAGE'))],
      ['Entries', String(records.length)],
    ),
  };
}

function palette(dataSet: DataSet): Described {
  const [entries = 0] = dataSet.numbers('RedPaletteColorLookupTableDescriptor');
  return { tables: [], facts: [...labelled(dataSet), ...factsOf(['Colours', entries === 0 ? '' : String(entries)])] };
}
