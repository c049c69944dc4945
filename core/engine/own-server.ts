/** What our own SCP offers: verification, storage of everything as it comes, and the services that handlers are given for. */
import type { InboxSettings } from '../contract/inbox-settings.ts';
import type { SupportedContext } from '../association/types.ts';
import { isStorageSopClass, registeredUids } from '../dicom/uids.ts';
import { STORAGE_COMMITMENT } from '../services/commitment.ts';
import { FIND_CLASSES, GET_CLASSES, MOVE_CLASSES } from '../services/query-models.ts';
import type { Handlers, ListenOptions } from '../services/types.ts';

type Accepted = Pick<InboxSettings, 'storageClasses' | 'transferSyntaxes'>;
const EVERYTHING: Accepted = { storageClasses: 'everything', transferSyntaxes: 'everything' };

const VERIFICATION = '1.2.840.10008.1.1';
const UNCOMPRESSED = ['1.2.840.10008.1.2.1', '1.2.840.10008.1.2', '1.2.840.10008.1.2.2'];
/** The standard's own root: what is below it and no storage class is another service. */
const STANDARD_ROOT = '1.2.840.10008.';

/** `accepted` is read at each proposal, so that a change counts for the next association. */
export function offerOf(
  on: Handlers,
  accepted: () => Accepted = () => EVERYTHING,
  awaitsReports: () => boolean = () => false,
): Pick<ListenOptions, 'supportedContexts' | 'supportsOther' | 'on'> {
  const queries = [
    ...(on.find ? Object.values(FIND_CLASSES) : []),
    ...(on.get ? Object.values(GET_CLASSES) : []),
    ...(on.move ? Object.values(MOVE_CLASSES) : []),
  ];
  return {
    on,
    supportedContexts: [VERIFICATION, ...queries].map((abstractSyntax) => ({ abstractSyntax, transferSyntaxes: UNCOMPRESSED })),
    supportsOther: (abstractSyntax) => {
      if (abstractSyntax === STORAGE_COMMITMENT) return awaitsReports() ? reported : undefined;
      const { storageClasses, transferSyntaxes } = accepted();
      return isStored(abstractSyntax, storageClasses) ? stored(abstractSyntax, syntaxesOf(transferSyntaxes)) : undefined;
    },
  };
}

/**
 * Whom we asked for commitment reports as SCP (PS3.7 §D.3.3.4), or without a word on roles, as some do. Only while a report is due: who asks
 * us at another time must not think that we offer the service.
 */
const reported: SupportedContext = { abstractSyntax: STORAGE_COMMITMENT, transferSyntaxes: UNCOMPRESSED, scpRole: true };

/** Storage classes of the standard, and private ones unless only the standard's are taken. */
const isStored = (abstractSyntax: string, storageClasses: Accepted['storageClasses']): boolean =>
  isStorageSopClass(abstractSyntax) || (storageClasses === 'everything' && !abstractSyntax.startsWith(STANDARD_ROOT));

/** An empty list takes every one. */
function syntaxesOf(taken: Accepted['transferSyntaxes']): readonly string[] {
  switch (taken) {
    case 'everything':
      return [];
    case 'uncompressed':
      return UNCOMPRESSED;
    case 'standard':
      return [...registeredUids()].filter(({ kind }) => kind === 'transfer-syntax').map(({ uid }) => uid);
  }
}

/** The caller may be the SCP, since a C-GET asks us to send on the caller's own association. */
const stored = (abstractSyntax: string, transferSyntaxes: readonly string[]): SupportedContext => ({
  abstractSyntax,
  transferSyntaxes,
  scpRole: true,
});
