/** What our own SCP offers: verification, storage of everything as it comes, and the services that handlers are given for. */
import type { SupportedContext } from '../association/types.ts';
import { isStorageSopClass } from '../dicom/uids.ts';
import { FIND_CLASSES, GET_CLASSES, MOVE_CLASSES } from '../services/query-models.ts';
import type { Handlers, ListenOptions } from '../services/types.ts';

const VERIFICATION = '1.2.840.10008.1.1';
const UNCOMPRESSED = ['1.2.840.10008.1.2.1', '1.2.840.10008.1.2', '1.2.840.10008.1.2.2'];
/** The standard's own root: what is below it and no storage class is another service. */
const STANDARD_ROOT = '1.2.840.10008.';

export function offerOf(on: Handlers): Pick<ListenOptions, 'supportedContexts' | 'supportsOther' | 'on'> {
  const queries = [
    ...(on.find ? Object.values(FIND_CLASSES) : []),
    ...(on.get ? Object.values(GET_CLASSES) : []),
    ...(on.move ? Object.values(MOVE_CLASSES) : []),
  ];
  return {
    on,
    supportedContexts: [VERIFICATION, ...queries].map((abstractSyntax) => ({ abstractSyntax, transferSyntaxes: UNCOMPRESSED })),
    supportsOther: (abstractSyntax) => (isStored(abstractSyntax) ? stored(abstractSyntax) : undefined),
  };
}

/** Storage classes of the standard, and private ones. */
const isStored = (abstractSyntax: string): boolean => isStorageSopClass(abstractSyntax) || !abstractSyntax.startsWith(STANDARD_ROOT);

/** Any transfer syntax; and the caller may be the SCP, since a C-GET asks us to send on the caller's own association. */
const stored = (abstractSyntax: string): SupportedContext => ({ abstractSyntax, transferSyntaxes: [], scpRole: true });
