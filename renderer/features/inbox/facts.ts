/** What a row of a group or a study says in each column, so that both are shown and sorted by the same words. */
import type { StudyRow } from '../../../core/contract.ts';
import { nameSortKey } from '../../format/person-name.ts';
import { countText, durationText, pluralText } from '../../format/quantity.ts';
import { onceEach } from '../../lib/once-each.ts';
import type { Group, Session } from './groups.ts';

export interface Facts {
  readonly names: string;
  readonly patientId: string;
  readonly birthDate: string;
  readonly studyDate: string;
  readonly studyTime: string;
  readonly description: string;
  readonly modalities: readonly string[];
  readonly seriesCount: number;
  readonly instanceCount: number;
  readonly fromTitle: string;
  readonly fromAddress: string;
  /** ISO 8601. */
  readonly lastArrived: string;
  readonly bytes: number;
  readonly checks: number;
  readonly duplicates: number;
  readonly flagged: number;
  readonly accession: string;
  readonly studyId: string;
  readonly referring: string;
  readonly institution: string;
  readonly studyUid: string;
}

const sum = (studies: readonly StudyRow[], read: (study: StudyRow) => number): number =>
  studies.reduce((total, study) => total + read(study), 0);

/** The value that all have, else nothing. */
const shared = (studies: readonly StudyRow[], read: (study: StudyRow) => string): string => {
  const [first, ...others] = studies.map(read);
  return first !== undefined && others.every((other) => other === first) ? first : '';
};

const latest = (studies: readonly StudyRow[], read: (study: StudyRow) => string): string =>
  studies.reduce((last, study) => (read(study) > last ? read(study) : last), '');

const studyFacts = (study: StudyRow): Facts => ({
  ...study,
  names: nameSortKey(study.patientName),
  referring: nameSortKey(study.referring),
  checks: study.checks.length,
  flagged: study.flagged ? 1 : 0,
});

const studiesText = ({ studies }: Group): string => pluralText(studies.length, 'study', 'studies');
const tookText = ({ first, last }: Session): string => (last - first >= 1_000 ? durationText(last - first) : '');
const joined = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join(', ');

/** In a narrow cell beside the one that counts the images: '2 studies, 41 s'. */
export const shortly = (group: Group): string =>
  group.kind === 'session' ? joined(studiesText(group), tookText(group)) : factsOf(group).description;

/** '2 studies, 812 images, 41 s' of what arrived; of a patient what was examined, the newest first. */
const describe = (group: Group): string => {
  const studies = studiesText(group);
  if (group.kind === 'session') return joined(studies, pluralText(group.instances, 'image', 'images'), tookText(group));
  const said = [...new Set(group.studies.map(({ description }) => description))].filter((one) => one !== '').join(', ');
  if (group.studies.length === 1) return said;
  return said === '' ? studies : `${studies}: ${said}`;
};

const groupFacts = (group: Group): Facts => {
  const { studies } = group;
  const [first] = studies;
  const isSession = group.kind === 'session';
  return {
    names: isSession ? group.fromTitle || group.fromAddress : first ? nameSortKey(first.patientName) : '',
    patientId: isSession ? '' : shared(studies, (study) => study.patientId),
    birthDate: isSession ? '' : shared(studies, (study) => study.birthDate),
    studyDate: latest(studies, (study) => study.studyDate),
    studyTime: '',
    description: describe(group),
    modalities: [...new Set(studies.flatMap((study) => study.modalities))].sort(),
    seriesCount: sum(studies, (study) => study.seriesCount),
    instanceCount: isSession ? group.instances : sum(studies, (study) => study.instanceCount),
    fromTitle: isSession ? group.fromTitle : shared(studies, (study) => study.fromTitle),
    fromAddress: isSession ? group.fromAddress : shared(studies, (study) => study.fromAddress),
    lastArrived: isSession ? new Date(group.last).toISOString() : latest(studies, (study) => study.lastArrived),
    bytes: isSession ? group.bytes : sum(studies, (study) => study.bytes),
    checks: sum(studies, (study) => study.checks.length),
    duplicates: sum(studies, (study) => study.duplicates),
    flagged: studies.some((study) => study.flagged) ? 1 : 0,
    accession: '',
    studyId: '',
    referring: '',
    institution: shared(studies, (study) => study.institution),
    studyUid: '',
  };
};

export const factsOf = onceEach((subject: StudyRow | Group): Facts => ('kind' in subject ? groupFacts(subject) : studyFacts(subject)));

/** '4/240': series and images. */
export const countsText = ({ seriesCount, instanceCount }: Facts): string => `${countText(seriesCount)}/${countText(instanceCount)}`;
