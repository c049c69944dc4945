/** Where an object goes within an exported folder or ZIP file: patient, study, series, number. Names for people, made safe. */
import type { DataSet } from '../dicom/types.ts';
import { safeName, Names } from './safe-name.ts';
import { patientKey } from './patient-key.ts';
import type { OpenObject } from './types.ts';

interface Level {
  readonly names: Names;
  readonly below: Map<string, Level>;
}

const level = (): Level => ({ names: new Names(), below: new Map() });

export class Layout {
  readonly #root = level();
  #count = 0;

  /** The parts of the path, the file's name last. No two objects are given the same. */
  place({ header }: OpenObject): readonly string[] {
    const parts: string[] = [];
    let at = this.#root;
    for (const { key, wanted } of [patientOf(header), studyOf(header), seriesOf(header)]) {
      const name = at.names.nameOf(key, wanted);
      parts.push(name);
      const below = at.below.get(name) ?? level();
      at.below.set(name, below);
      at = below;
    }
    this.#count += 1;
    return [...parts, at.names.nameOf(String(this.#count), numbered(header.text('InstanceNumber'), 4) || 'object', '.dcm')];
  }
}

interface Named {
  readonly key: string;
  readonly wanted: string;
}

function patientOf(header: DataSet): Named {
  const { alphabetic = '', ideographic = '' } = header.personName('PatientName') ?? {};
  return { key: patientKey(header), wanted: safeName(`${alphabetic || ideographic} ${header.text('PatientID')}`, 'Patient') };
}

function studyOf(header: DataSet): Named {
  const date = header.text('StudyDate').replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3');
  return { key: header.text('StudyInstanceUID'), wanted: safeName(`${date} ${header.text('StudyDescription')}`, 'Study') };
}

function seriesOf(header: DataSet): Named {
  const words = `${numbered(header.text('SeriesNumber'), 3)} ${header.text('Modality')} ${header.text('SeriesDescription')}`;
  return { key: header.text('SeriesInstanceUID'), wanted: safeName(words, 'Series') };
}

/** An IS value with leading zeros, so that names sort as numbers do; '' for what is none. */
const numbered = (text: string, digits: number): string => (/^\+?\d{1,9}$/.test(text) ? String(Number(text)).padStart(digits, '0') : '');
