/** Key facts of radiotherapy objects (PS3.3 §A.18 to §A.24, §A.49). */
import type { ObjectFact, ObjectTable } from '../contract/objects.ts';
import type { DataSet } from '../dicom/types.ts';
import { countWords, dateTimeOf, factsOf, numberText, personOf, termWords } from './words.ts';
import { tableOf } from './table.ts';

export interface Described {
  readonly facts: readonly ObjectFact[];
  readonly tables: readonly ObjectTable[];
}

export function structureSet(dataSet: DataSet): Described {
  const observations = new Map(dataSet.items('RTROIObservationsSequence').map((item) => [item.number('ReferencedROINumber'), item]));
  const contours = new Map(
    dataSet.items('ROIContourSequence').map((item) => [item.number('ReferencedROINumber'), item.items('ContourSequence').length]),
  );
  const regions = dataSet.items('StructureSetROISequence');
  return {
    facts: factsOf(
      ['Label', dataSet.text('StructureSetLabel')],
      ['Name', dataSet.text('StructureSetName')],
      ['Description', dataSet.text('StructureSetDescription')],
      ['Made', dateTimeOf(dataSet, 'StructureSetDate', 'StructureSetTime')],
      ['Approval', termWords(dataSet.text('ApprovalStatus'))],
      ['Regions', String(regions.length)],
    ),
    tables: [
      tableOf('Regions', ['No.', 'Name', 'Type', 'Contours'], regions, (region) => {
        const number = region.number('ROINumber');
        return [
          numberText(number),
          region.text('ROIName'),
          termWords(observations.get(number)?.text('RTROIInterpretedType') ?? ''),
          String(contours.get(number) ?? 0),
        ];
      }),
    ],
  };
}

export function plan(dataSet: DataSet): Described {
  const ion = dataSet.items('IonBeamSequence');
  const beams = ion.length > 0 ? ion : dataSet.items('BeamSequence');
  const groups = dataSet.items('FractionGroupSequence');
  const setups = dataSet.items('ApplicationSetupSequence');
  const meterset = new Map(
    groups.flatMap((group) =>
      group.items('ReferencedBeamSequence').map((beam) => [beam.number('ReferencedBeamNumber'), beam.number('BeamMeterset')] as const),
    ),
  );
  return {
    facts: factsOf(
      ['Label', dataSet.text('RTPlanLabel')],
      ['Name', dataSet.text('RTPlanName')],
      ['Description', dataSet.text('RTPlanDescription')],
      ['Made', dateTimeOf(dataSet, 'RTPlanDate', 'RTPlanTime')],
      ['Intent', termWords(dataSet.text('PlanIntent'))],
      ['Geometry', termWords(dataSet.text('RTPlanGeometry'))],
      [
        'Approval',
        [termWords(dataSet.text('ApprovalStatus')), personOf(dataSet, 'ReviewerName')].filter((part) => part !== '').join(' by '),
      ],
      [
        'Fractions planned',
        groups
          .map((group) => numberText(group.number('NumberOfFractionsPlanned')))
          .filter((text) => text !== '')
          .join(', '),
      ],
      [
        'Prescribed',
        dataSet
          .items('DoseReferenceSequence')
          .map(prescription)
          .filter((text) => text !== '')
          .join('; '),
      ],
    ),
    tables: [
      tableOf('Beams', ['No.', 'Name', 'Type', 'Radiation', 'Energy', 'Meterset', 'Machine'], beams, (beam) => {
        const first = beam.items(ion.length > 0 ? 'IonControlPointSequence' : 'ControlPointSequence')[0];
        const number = beam.number('BeamNumber');
        return [
          numberText(number),
          beam.text('BeamName') || beam.text('BeamDescription'),
          termWords(beam.text('BeamType')),
          termWords(beam.text('RadiationType')),
          numberText(first?.number('NominalBeamEnergy')),
          numberText(meterset.get(number)),
          beam.text('TreatmentMachineName'),
        ];
      }),
      tableOf('Sources', ['No.', 'Type', 'Name', 'Channels'], setups, (setup) => [
        numberText(setup.number('ApplicationSetupNumber')),
        termWords(setup.text('ApplicationSetupType')),
        setup.text('ApplicationSetupName'),
        String(setup.items('ChannelSequence').length),
      ]),
    ],
  };
}

const prescription = (reference: DataSet): string => {
  const dose = reference.number('TargetPrescriptionDose') ?? reference.number('DeliveryMaximumDose');
  const where = reference.text('DoseReferenceDescription') || termWords(reference.text('DoseReferenceType'));
  return dose === undefined ? where : `${numberText(dose)} Gy${where === '' ? '' : `, ${where}`}`;
};

export const dose = (dataSet: DataSet): Described => ({
  facts: factsOf(
    ['Unit', dataSet.text('DoseUnits') === 'GY' ? 'Gy' : termWords(dataSet.text('DoseUnits'))],
    ['Type', termWords(dataSet.text('DoseType'))],
    ['Of', termWords(dataSet.text('DoseSummationType'))],
    ['Comment', dataSet.text('DoseComment')],
    [
      'One step of a value',
      [numberText(dataSet.number('DoseGridScaling')), dataSet.text('DoseUnits') === 'GY' ? 'Gy' : ''].join(' ').trim(),
    ],
    ['Planes', numberText(dataSet.number('NumberOfFrames'))],
  ),
  tables: [
    tableOf('Dose volume histograms', ['Type', 'Unit', 'Lowest', 'Mean', 'Highest'], dataSet.items('DVHSequence'), (histogram) => [
      termWords(histogram.text('DVHType')),
      histogram.text('DoseUnits'),
      numberText(histogram.number('DVHMinimumDose')),
      numberText(histogram.number('DVHMeanDose')),
      numberText(histogram.number('DVHMaximumDose')),
    ]),
  ],
});

export function treatmentRecord(dataSet: DataSet): Described {
  const beams = [...dataSet.items('TreatmentSessionBeamSequence'), ...dataSet.items('TreatmentSessionIonBeamSequence')];
  return {
    facts: factsOf(
      ['Treated', dateTimeOf(dataSet, 'TreatmentDate', 'TreatmentTime')],
      ['First treated', dateTimeOf(dataSet, 'FirstTreatmentDate', 'FirstTreatmentTime')],
      ['Status', termWords(dataSet.text('CurrentTreatmentStatus'))],
      ['Fractions planned', numberText(dataSet.number('NumberOfFractionsPlanned'))],
      [
        'Machine',
        dataSet
          .items('TreatmentMachineSequence')
          .map((machine) => machine.text('TreatmentMachineName'))
          .join(', '),
      ],
      ['Beams', beams.length === 0 ? '' : countWords(beams.length, 'beam', 'beams')],
    ),
    tables: [
      tableOf('Beams', ['No.', 'Name', 'Fraction', 'Meterset', 'Ended'], beams, (beam) => [
        numberText(beam.number('ReferencedBeamNumber')),
        beam.text('BeamName'),
        numberText(beam.number('CurrentFractionNumber')),
        numberText(beam.number('DeliveredPrimaryMeterset') ?? beam.number('DeliveredMeterset')),
        termWords(beam.text('TreatmentTerminationStatus')),
      ]),
    ],
  };
}
