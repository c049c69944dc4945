/** Types of directory records by SOP class, and what each must say (PS3.3 §F.4, §F.5). */

export interface RecordType {
  readonly name: string;
  /** Keywords of what is copied from the object; `records.ts` knows what stands in for those that may not be missing. */
  readonly keys: readonly string[];
  /** Stands beside the patients instead of below a series. */
  readonly root?: true;
}

/** Stand-ins as directories have them where an object says nothing: type 1 may not be empty. */
export const NO_DATE = '19000101';
export const NO_TIME = '000000';

const content = ['ContentDate', 'ContentTime', 'InstanceNumber', 'ContentLabel', 'ContentDescription', 'ContentCreatorName'];
const type = (name: string, keys: readonly string[] = content): RecordType => ({ name, keys });
const root = (name: string, keys: readonly string[]): RecordType => ({ name, keys, root: true });

const image = type('IMAGE', ['InstanceNumber']);
const plan = type('RT PLAN', ['InstanceNumber', 'RTPlanLabel', 'RTPlanDate', 'RTPlanTime']);
const treatment = type('RT TREAT RECORD', ['InstanceNumber', 'TreatmentDate', 'TreatmentTime']);
const measurement = type('MEASUREMENT', ['ContentDate', 'ContentTime', 'InstanceNumber']);
const surfaceScan = type('SURFACE SCAN', ['ContentDate', 'ContentTime']);
const implant = ['Manufacturer', 'ImplantName', 'ImplantSize', 'ImplantPartNumber'];

/** Behind 1.2.840.10008.5.1.4; the longest prefix counts. What is not here is an IMAGE. */
const byClass: readonly (readonly [prefix: string, type: RecordType])[] = [
  [
    '1.1.4.2',
    type('SPECTROSCOPY', [
      'ImageType',
      'ContentDate',
      'ContentTime',
      'InstanceNumber',
      'NumberOfFrames',
      'Rows',
      'Columns',
      'DataPointRows',
      'DataPointColumns',
    ]),
  ],
  ['1.1.9', type('WAVEFORM', ['InstanceNumber', 'ContentDate', 'ContentTime'])],
  [
    '1.1.11',
    type('PRESENTATION', [
      'PresentationCreationDate',
      'PresentationCreationTime',
      'InstanceNumber',
      'ContentLabel',
      'ContentDescription',
      'ContentCreatorName',
      'ReferencedSeriesSequence',
      'BlendingSequence',
    ]),
  ],
  ['1.1.66', type('RAW DATA', ['ContentDate', 'ContentTime', 'InstanceNumber'])],
  ['1.1.66.1', type('REGISTRATION')],
  ['1.1.66.2', type('FIDUCIAL')],
  ['1.1.66.3', type('REGISTRATION')],
  ['1.1.66.4', image],
  ['1.1.66.5', type('SURFACE')],
  ['1.1.66.6', type('TRACT')],
  ['1.1.67', type('VALUE MAP')],
  ['1.1.68', surfaceScan],
  ['1.1.77.1.5.3', type('STEREOMETRIC')],
  ['1.1.78', measurement],
  ['1.1.79', measurement],
  ['1.1.80', measurement],
  ['1.1.81', measurement],
  [
    '1.1.88',
    type('SR DOCUMENT', [
      'InstanceNumber',
      'CompletionFlag',
      'VerificationFlag',
      'ContentDate',
      'ContentTime',
      'VerificationDateTime',
      'ConceptNameCodeSequence',
      'ContentSequence',
    ]),
  ],
  ['1.1.88.59', type('KEY OBJECT DOC', ['InstanceNumber', 'ContentDate', 'ContentTime', 'ConceptNameCodeSequence', 'ContentSequence'])],
  ['1.1.90', type('ASSESSMENT', ['InstanceNumber', 'InstanceCreationDate', 'InstanceCreationTime'])],
  ['1.1.91', type('ANNOTATION')],
  [
    '1.1.104',
    type('ENCAP DOC', [
      'ContentDate',
      'ContentTime',
      'InstanceNumber',
      'DocumentTitle',
      'HL7InstanceIdentifier',
      'ConceptNameCodeSequence',
      'MIMETypeOfEncapsulatedDocument',
    ]),
  ],
  ['1.1.481.2', type('RT DOSE', ['InstanceNumber', 'DoseSummationType', 'DoseComment'])],
  ['1.1.481.3', type('RT STRUCTURE SET', ['InstanceNumber', 'StructureSetLabel', 'StructureSetDate', 'StructureSetTime'])],
  ['1.1.481.4', treatment],
  ['1.1.481.5', plan],
  ['1.1.481.6', treatment],
  ['1.1.481.7', treatment],
  ['1.1.481.8', plan],
  ['1.1.481.9', treatment],
  [
    '38',
    root('HANGING PROTOCOL', [
      'HangingProtocolName',
      'HangingProtocolDescription',
      'HangingProtocolLevel',
      'HangingProtocolCreator',
      'HangingProtocolCreationDateTime',
      'HangingProtocolDefinitionSequence',
      'NumberOfPriorsReferenced',
      'HangingProtocolUserIdentificationCodeSequence',
    ]),
  ],
  ['39', root('PALETTE', ['ContentLabel', 'ContentDescription'])],
  ['43', root('IMPLANT', implant)],
  ['44', root('IMPLANT ASSY', ['ImplantAssemblyTemplateName', 'Manufacturer', 'ProcedureTypeCodeSequence'])],
  ['45', root('IMPLANT GROUP', ['ImplantTemplateGroupName', 'ImplantTemplateGroupIssuer'])],
];

const STORAGE = '1.2.840.10008.5.1.4.';

export function recordTypeOf(sopClassUid: string): RecordType {
  if (!sopClassUid.startsWith(STORAGE)) return image;
  const own = sopClassUid.slice(STORAGE.length);
  const fits = byClass.filter(([prefix]) => own === prefix || own.startsWith(`${prefix}.`));
  const [, best] = fits.reduce<readonly [string, RecordType]>(
    (longest, one) => (one[0].length > longest[0].length ? one : longest),
    ['', image],
  );
  return best;
}
