/**
 * The sixth rung: one association that proposes what Gantry may ever want and reads nothing; what was accepted is what the node can do
 * (PS3.8 §9.3.3.2). C-GET counts only where the SCP role for a storage class came with it (PS3.7 §D.3.3.4).
 */
import type { AcceptedContext, ProposedSyntaxes } from '../association/types.ts';
import type { NodeAbilities } from '../contract/nodes.ts';
import { uidOfKeyword } from '../dicom/uids.ts';
import type { RoleSelection } from '../pdu/types.ts';

const uncompressed = ['1.2.840.10008.1.2.1', '1.2.840.10008.1.2'];

const byKeyword = (...keywords: readonly string[]): readonly string[] => keywords.flatMap((keyword) => uidOfKeyword(keyword) ?? []);

export function queryModels(): { readonly find: readonly string[]; readonly get: readonly string[]; readonly move: readonly string[] } {
  const models = (service: string): readonly string[] =>
    byKeyword(`StudyRootQueryRetrieveInformationModel${service}`, `PatientRootQueryRetrieveInformationModel${service}`);
  return { find: models('Find'), get: models('Get'), move: models('Move') };
}

/** The classes that most archives and workstations take. */
const commonStorage = (): readonly string[] =>
  byKeyword(
    'CTImageStorage',
    'EnhancedCTImageStorage',
    'MRImageStorage',
    'EnhancedMRImageStorage',
    'ComputedRadiographyImageStorage',
    'DigitalXRayImageStorageForPresentation',
    'DigitalMammographyXRayImageStorageForPresentation',
    'BreastTomosynthesisImageStorage',
    'UltrasoundImageStorage',
    'UltrasoundMultiFrameImageStorage',
    'XRayAngiographicImageStorage',
    'XRayRadiofluoroscopicImageStorage',
    'NuclearMedicineImageStorage',
    'PositronEmissionTomographyImageStorage',
    'SecondaryCaptureImageStorage',
    'MultiFrameTrueColorSecondaryCaptureImageStorage',
    'RTImageStorage',
    'RTDoseStorage',
    'RTPlanStorage',
    'RTStructureSetStorage',
    'VLPhotographicImageStorage',
    'VLWholeSlideMicroscopyImageStorage',
    'BasicTextSRStorage',
    'EnhancedSRStorage',
    'ComprehensiveSRStorage',
    'XRayRadiationDoseSRStorage',
    'KeyObjectSelectionDocumentStorage',
    'GrayscaleSoftcopyPresentationStateStorage',
    'SegmentationStorage',
    'EncapsulatedPDFStorage',
  );

/** At most 128 contexts, with the roles for C-GET. */
export function abilityContexts(): { readonly contexts: readonly ProposedSyntaxes[]; readonly roles: readonly RoleSelection[] } {
  const { find, get, move } = queryModels();
  const others = byKeyword('ModalityWorklistInformationModelFind', 'StorageCommitmentPushModel');
  const storage = commonStorage();
  const contexts = [...find, ...get, ...move, ...others, ...storage].map((abstractSyntax) => ({
    abstractSyntax,
    transferSyntaxes: uncompressed,
  }));
  return { contexts, roles: storage.map((sopClassUid) => ({ sopClassUid, scu: true, scp: true })) };
}

/** Every proposal was answered, so that what is not accepted is refused. */
export function readAbilities(accepted: readonly AcceptedContext[]): NodeAbilities {
  const { find, get, move } = queryModels();
  const storage = new Set(commonStorage());
  const takes = (syntaxes: readonly string[]): boolean => accepted.some(({ abstractSyntax }) => syntaxes.includes(abstractSyntax));
  return {
    query: takes(find),
    get: takes(get) && accepted.some(({ abstractSyntax, requestorIsScp }) => requestorIsScp && storage.has(abstractSyntax)),
    move: takes(move),
    store: accepted.some(({ abstractSyntax, requestorIsScu }) => requestorIsScu && storage.has(abstractSyntax)),
    commitment: takes(byKeyword('StorageCommitmentPushModel')),
    worklist: takes(byKeyword('ModalityWorklistInformationModelFind')),
  };
}
