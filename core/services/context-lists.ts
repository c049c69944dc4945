/**
 * Presentation contexts that programs need again and again (PS3.4), ready to be put together: each list, and each list of storage classes
 * with the services that it is used with, fits in the 128 contexts of an association.
 */
import type { ProposedSyntaxes, SupportedContext } from '../association/types.ts';
import { TransferSyntax } from '../dicom/transfer-syntax.ts';
import { storageSopClasses } from '../dicom/uids.ts';
import { MAXIMUM_CONTEXTS } from '../pdu/index.ts';
import type { RoleSelection } from '../pdu/types.ts';
import { STORAGE_COMMITMENT } from './commitment.ts';
import { VERIFICATION } from './echo.ts';
import { MODALITY_PERFORMED_PROCEDURE_STEP } from './mpps.ts';
import { FIND_CLASSES, GET_CLASSES, MODALITY_WORKLIST_FIND, MOVE_CLASSES } from './query-models.ts';
import { classesFor, holdsPixels, type StoragePurpose } from './storage-purposes.ts';
import type { QueryModel } from './types.ts';

/** For commands and identifiers: every peer must take the second. */
export const IDENTIFIER_SYNTAXES: readonly string[] = [TransferSyntax.ExplicitLittleEndian, TransferSyntax.ImplicitLittleEndian];

/** Compressed syntaxes, those met most often first. */
export const COMPRESSED_SYNTAXES: readonly string[] = [
  TransferSyntax.Jpeg2000Lossless,
  TransferSyntax.JpegLosslessSv1,
  TransferSyntax.JpegBaseline,
  TransferSyntax.JpegLsLossless,
  TransferSyntax.RleLossless,
  TransferSyntax.Jpeg2000,
  TransferSyntax.JpegExtended,
  TransferSyntax.JpegLossless,
  TransferSyntax.JpegLsNearLossless,
  TransferSyntax.HtJpeg2000Lossless,
  TransferSyntax.HtJpeg2000LosslessRpcl,
  TransferSyntax.HtJpeg2000,
  TransferSyntax.JpegXlLossless,
  TransferSyntax.JpegXl,
  TransferSyntax.DeflatedLittleEndian,
  '1.2.840.10008.1.2.4.100',
  '1.2.840.10008.1.2.4.102',
  '1.2.840.10008.1.2.4.103',
  '1.2.840.10008.1.2.4.107',
];

const contexts = (...abstractSyntaxes: readonly string[]): readonly ProposedSyntaxes[] =>
  abstractSyntaxes.map((abstractSyntax) => ({ abstractSyntax, transferSyntaxes: IDENTIFIER_SYNTAXES }));

export const verificationContexts = (): readonly ProposedSyntaxes[] => contexts(VERIFICATION);

export const findContexts = (model: QueryModel = 'study'): readonly ProposedSyntaxes[] => contexts(FIND_CLASSES[model]);

export const moveContexts = (model: QueryModel = 'study'): readonly ProposedSyntaxes[] => contexts(MOVE_CLASSES[model]);

export const worklistContexts = (): readonly ProposedSyntaxes[] => contexts(MODALITY_WORKLIST_FIND);

export const commitmentContexts = (): readonly ProposedSyntaxes[] => contexts(STORAGE_COMMITMENT);

export const mppsContexts = (): readonly ProposedSyntaxes[] => contexts(MODALITY_PERFORMED_PROCEDURE_STEP);

/** To send objects of a purpose as yet unknown: each class uncompressed. What is known is better proposed by `proposeStorage`. */
export const storageContexts = (purpose: StoragePurpose): readonly ProposedSyntaxes[] => contexts(...classesFor(purpose));

/** What a C-GET needs besides its own context: storage contexts with the role of SCP for us (PS3.7 §D.3.3.4). */
export interface GetProposal {
  readonly contexts: readonly ProposedSyntaxes[];
  readonly roles: readonly RoleSelection[];
}

export interface GetOptions {
  readonly model?: QueryModel;
  /** What will come, where it is known (Modality or SOP Classes in Study of the query). Default: the classes met most often. */
  readonly sopClassUids?: readonly string[];
  /** Further contexts on the same association (a query), which take their place among the 128. */
  readonly with?: readonly ProposedSyntaxes[];
  /**
   * 'compressed': one context a class, without the uncompressed syntaxes. For what a provider failed to send that looks at no more than the
   * first context of a class (DCMTK's dcmqrscp): it sends what is stored in that context's syntax and fails the rest.
   */
  readonly syntaxes?: 'all' | 'compressed';
}

/**
 * A peer picks one transfer syntax for each context, so objects come as they are stored only where their syntax has a context of its own.
 * The classes share what room there is for such contexts: few classes have one for every syntax, sixty have two: uncompressed, and whatever
 * compressed. What is beyond 128 contexts is left out from the end of the list.
 */
export function getProposal(options: GetOptions = {}): GetProposal {
  const { model = 'study', sopClassUids = classesFor('common'), with: others = [], syntaxes = 'all' } = options;
  const own = [...contexts(GET_CLASSES[model]), ...others];
  const classes = [...new Set(sopClassUids)];
  const room = MAXIMUM_CONTEXTS - own.length;
  const storage = (syntaxes === 'all' ? storageForGet(classes, room) : compressedForGet(classes)).slice(0, room);
  const proposed = new Set(storage.map(({ abstractSyntax }) => abstractSyntax));
  return {
    contexts: [...own, ...storage],
    roles: [...proposed].map((sopClassUid) => ({ sopClassUid, scu: false, scp: true })),
  };
}

const compressedForGet = (classes: readonly string[]): readonly ProposedSyntaxes[] =>
  classes.filter(holdsPixels).map((abstractSyntax) => ({ abstractSyntax, transferSyntaxes: COMPRESSED_SYNTAXES }));

function storageForGet(classes: readonly string[], room: number): readonly ProposedSyntaxes[] {
  const pixels = classes.filter(holdsPixels).length;
  const share = (perPlain: number): number => Math.floor((room - perPlain * (classes.length - pixels)) / Math.max(1, pixels));
  const perPlain = share(2) >= 3 ? 2 : 1;
  return classes.flatMap((uid) => retrieveContexts(uid, holdsPixels(uid) ? Math.max(2, share(perPlain)) : perPlain));
}

/** `count` contexts for one class: one syntax each as far as they go, the last takes all that are left. */
function retrieveContexts(abstractSyntax: string, count: number): readonly ProposedSyntaxes[] {
  const syntaxes = holdsPixels(abstractSyntax) ? [...IDENTIFIER_SYNTAXES, ...COMPRESSED_SYNTAXES] : IDENTIFIER_SYNTAXES;
  // With two contexts for all, uncompressed and compressed are told apart: a peer that picks the wrong one of a mixture could send nothing.
  if (count === 2 && syntaxes !== IDENTIFIER_SYNTAXES) {
    return [IDENTIFIER_SYNTAXES, COMPRESSED_SYNTAXES].map((transferSyntaxes) => ({ abstractSyntax, transferSyntaxes }));
  }
  const singles = count >= syntaxes.length ? syntaxes : syntaxes.slice(0, count - 1);
  const groups = [...singles.map((syntax) => [syntax]), syntaxes.slice(singles.length)];
  return groups.filter((group) => group.length > 0).map((transferSyntaxes) => ({ abstractSyntax, transferSyntaxes }));
}

/** As acceptor: every storage class of the standard, retired ones too, in whatever transfer syntax it comes. */
export const supportedStorage = (): readonly SupportedContext[] =>
  storageSopClasses({ retired: true }).map(({ uid }) => ({ abstractSyntax: uid, transferSyntaxes: [], scpRole: true }));

export const supportedVerification = (): readonly SupportedContext[] => verificationContexts();

/** As acceptor: find, move and get of every model. */
export const supportedQueryRetrieve = (): readonly SupportedContext[] =>
  contexts(...[FIND_CLASSES, MOVE_CLASSES, GET_CLASSES].flatMap((classes) => Object.values(classes)));
