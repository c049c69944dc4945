/** What an object is in plain words, by its SOP class (PS3.4 §B.5, PS3.6 Annex A). */
import type { DataSet } from '../dicom/types.ts';

export type KindName =
  | 'image'
  | 'report'
  | 'key-objects'
  | 'presentation'
  | 'structure-set'
  | 'plan'
  | 'dose'
  | 'treatment-record'
  | 'segmentation'
  | 'registration'
  | 'waveform'
  | 'document'
  | 'raw-data'
  | 'palette'
  | 'mapping'
  | 'directory'
  | 'measurements'
  | 'fiducials'
  | 'stereometric'
  | 'protocol'
  | 'private'
  | 'unnamed'
  | 'other';

export interface Kind {
  readonly name: KindName;
  readonly what: string;
  readonly explanation: string;
}

const STORAGE = '1.2.840.10008.5.1.4.1.1.';

const kind = (name: KindName, what: string, explanation: string): Kind => ({ name, what, explanation });

const PICTURE = kind('image', 'Image', 'Its pixels cannot be shown, for the reason above.');

/** The first prefix that fits wins; a trailing dot means the whole branch. */
const KINDS: readonly (readonly [prefix: string, kind: Kind])[] = [
  [`${STORAGE}88.59`, kind('key-objects', 'Key object selection', 'Somebody marked these objects as important. The list says why.')],
  [`${STORAGE}88.`, kind('report', 'Structured report', 'Findings, measurements or doses as a tree of coded statements.')],
  [`${STORAGE}104.1`, kind('document', 'PDF document', 'A PDF file that lies in a DICOM object.')],
  [
    `${STORAGE}104.2`,
    kind('document', 'Clinical document (CDA)', 'An HL7 document in XML. Save it to open it in a program for such documents.'),
  ],
  [`${STORAGE}104.3`, kind('document', '3D model (STL)', 'A surface for 3D printing. Save it to open it in a program for 3D models.')],
  [`${STORAGE}104.4`, kind('document', '3D model (OBJ)', 'A surface for 3D printing. Save it to open it in a program for 3D models.')],
  [`${STORAGE}104.5`, kind('document', '3D material (MTL)', 'Colours and materials of a 3D model. Save it beside the model.')],
  [
    `${STORAGE}104.`,
    kind('document', 'Encapsulated document', 'A file that lies in a DICOM object. Save it to open it in its own program.'),
  ],
  [`${STORAGE}9.4.`, kind('waveform', 'Sound', 'A recorded sound as a waveform.')],
  [`${STORAGE}9.`, kind('waveform', 'Waveform', 'Signals over time, such as an ECG. The traces are for orientation only.')],
  [
    `${STORAGE}11.`,
    kind(
      'presentation',
      'Presentation state',
      'How other images were shown: windows, annotations, shutters. It changes nothing in the images themselves.',
    ),
  ],
  [`${STORAGE}481.3`, kind('structure-set', 'Radiotherapy structures', 'Outlines of organs and targets, drawn on other images.')],
  [`${STORAGE}481.5`, kind('plan', 'Radiotherapy plan', 'Beams and fractions of a treatment.')],
  [`${STORAGE}481.8`, kind('plan', 'Radiotherapy ion plan', 'Ion beams and fractions of a treatment.')],
  [`${STORAGE}481.2`, kind('dose', 'Radiotherapy dose', 'A calculated dose on a grid; brighter is more.')],
  [`${STORAGE}481.4`, kind('treatment-record', 'Radiotherapy beam record', 'What a treatment session has delivered.')],
  [`${STORAGE}481.6`, kind('treatment-record', 'Brachytherapy record', 'What a treatment session has delivered.')],
  [`${STORAGE}481.7`, kind('treatment-record', 'Radiotherapy summary', 'What treatment sessions have delivered so far.')],
  [`${STORAGE}481.9`, kind('treatment-record', 'Ion beam record', 'What a treatment session has delivered.')],
  [`${STORAGE}66.1`, kind('registration', 'Spatial registration', 'How coordinates of one image series map onto another.')],
  [`${STORAGE}66.2`, kind('fiducials', 'Spatial fiducials', 'Marked points that series have in common.')],
  [`${STORAGE}66.3`, kind('registration', 'Deformable registration', 'How one image series is bent onto another.')],
  [`${STORAGE}66.4`, kind('segmentation', 'Segmentation', 'Regions that were marked on other images, one mask a frame.')],
  [`${STORAGE}66.5`, kind('segmentation', 'Surface segmentation', 'Surfaces of regions that were marked on other images.')],
  [`${STORAGE}66.7`, kind('segmentation', 'Label map segmentation', 'Regions that were marked on other images, one number a region.')],
  [`${STORAGE}66`, kind('raw-data', 'Raw data', 'Data in the form of its maker. Only the maker’s programs can read what is inside.')],
  [`${STORAGE}67`, kind('mapping', 'Real world value mapping', 'How stored values of other images become physical ones.')],
  [`${STORAGE}68.`, kind('measurements', 'Surface scan', 'Points or meshes of a surface scanner.')],
  [`${STORAGE}77.1.5.3`, kind('stereometric', 'Stereometric relationship', 'Which images belong together as stereo pairs.')],
  [`${STORAGE}78.`, kind('measurements', 'Ophthalmic measurements', 'Refraction, lens or acuity measurements.')],
  [`${STORAGE}79.1`, kind('measurements', 'Macular grid report', 'Thickness of the macula in a grid.')],
  [`${STORAGE}80.1`, kind('report', 'Visual field measurements', 'Static perimetry measurements.')],
  [`${STORAGE}200.`, kind('protocol', 'Acquisition protocol', 'Settings of a device for an examination.')],
  ['1.2.840.10008.5.1.4.39.', kind('palette', 'Colour palette', 'Colours for showing grey images in colour.')],
  ['1.2.840.10008.5.1.4.38.', kind('protocol', 'Hanging protocol', 'How images are arranged on a workstation.')],
  ['1.2.840.10008.5.1.4.43.', kind('protocol', 'Implant template', 'Measures of an implant for planning.')],
  [
    '1.2.840.10008.1.3.10',
    kind('directory', 'DICOM directory', 'The table of contents of a DICOM disc. The images lie in files of their own.'),
  ],
  [`${STORAGE}30.`, kind('raw-data', 'Parametric map', 'Computed values on a grid.')],
];

export function kindOf(dataSet: DataSet): Kind {
  const sopClass = dataSet.text('SOPClassUID');
  if (dataSet.has('DirectoryRecordSequence')) return KINDS.find(([prefix]) => prefix === '1.2.840.10008.1.3.10')?.[1] ?? PICTURE;
  if (sopClass === '') return kind('unnamed', 'Unnamed object', 'The object does not say of what class it is, and holds no pixels.');
  const known = KINDS.find(([prefix]) => (prefix.endsWith('.') ? sopClass.startsWith(prefix) : sopClass === prefix));
  if (known) return known[1];
  if (!sopClass.startsWith('1.2.840.10008.'))
    return kind('private', 'Private object', 'An object of a class of its maker’s own. Only the maker’s programs can read what is inside.');
  return dataSet.has('Rows')
    ? PICTURE
    : kind('other', 'Object without a picture', 'There are no pixels in it. The tags show what it holds.');
}
