/** What a de-identified object says of itself (PS3.15 §E.1.1, PS3.3 §C.7.1.1 and CID 7050 of PS3.16). */
import { encodeText } from '../dicom/character-set-encode.ts';
import type { PlainElement } from '../dicom/encode.ts';
import type { Tag } from '../dicom/types.ts';
import type { ProfileOptions } from './types.ts';

interface Method {
  readonly code: string;
  readonly meaning: string;
}

const BASIC: Method = { code: '113100', meaning: 'Basic Application Confidentiality Profile' };

/** The profile and the options that were in force, as coded in CID 7050. */
export function methodsOf(options: ProfileOptions): readonly Method[] {
  const optional: readonly (readonly [boolean, string, string])[] = [
    [options.cleanGraphics, '113103', 'Clean Graphics Option'],
    [options.cleanStructuredContent, '113104', 'Clean Structured Content Option'],
    [options.cleanDescriptors, '113105', 'Clean Descriptors Option'],
    [options.dates === 'keep', '113106', 'Retain Longitudinal Temporal Information Full Dates Option'],
    [options.dates === 'shift', '113107', 'Retain Longitudinal Temporal Information Modified Dates Option'],
    [options.keepPatientCharacteristics, '113108', 'Retain Patient Characteristics Option'],
    [options.keepDevice, '113109', 'Retain Device Identity Option'],
    [options.keepUids, '113110', 'Retain UIDs Option'],
    [options.keepSafePrivate, '113111', 'Retain Safe Private Option'],
    [options.keepInstitution, '113112', 'Retain Institution Identity Option'],
  ];
  return [BASIC, ...optional.filter(([inForce]) => inForce).map(([, code, meaning]) => ({ code, meaning }))];
}

const text = (tag: Tag, vr: string, value: string): PlainElement => ({ tag, vr, value: encodeText(value, vr, []) });

const MODIFIED = { remove: 'REMOVED', shift: 'MODIFIED', keep: 'UNMODIFIED' } as const;

/** In ascending order of tags. */
export function statement(options: ProfileOptions): readonly PlainElement[] {
  const methods = methodsOf(options);
  const items = methods.map(({ code, meaning }) => [
    text(0x00080100, 'SH', code),
    text(0x00080102, 'SH', 'DCM'),
    text(0x00080104, 'LO', meaning),
  ]);
  return [
    text(0x00120062, 'CS', 'YES'),
    text(0x00120063, 'LO', methods.map(({ meaning }) => meaning).join('\\')),
    { tag: 0x00120064, vr: 'SQ', value: items },
    text(0x00280303, 'CS', MODIFIED[options.dates]),
  ];
}
