/** Negotiation values with defaults, so that a test says only what it is about. */
import { ProtocolError } from '../../core/errors.ts';
import type { AssociateAc, AssociateRq, RoleSelection, UserInformation } from '../../core/pdu/types.ts';
import type { Agreement, Offer } from '../../core/upper-layer/types.ts';

export const CT = '1.2.840.10008.5.1.4.1.1.2';
export const MR = '1.2.840.10008.5.1.4.1.1.4';
export const VERIFICATION = '1.2.840.10008.1.1';
export const IMPLICIT = '1.2.840.10008.1.2';
export const EXPLICIT = '1.2.840.10008.1.2.1';
export const JPEG_LS = '1.2.840.10008.1.2.4.80';

export const offer: Offer = { maximumLength: 131_072, implementationClassUid: '1.2.3.4', implementationVersionName: 'GANTRY' };

const bare: UserInformation = { roles: [], sopClassExtended: [], sopClassCommonExtended: [] };

export function requestOf(
  contexts: AssociateRq['contexts'],
  user: Partial<UserInformation> = {},
  rest: Partial<AssociateRq> = {},
): AssociateRq {
  return {
    kind: 'associate-rq',
    protocolVersion: 1,
    calledTitle: 'CALLED',
    callingTitle: 'CALLING',
    applicationContext: '1.2.840.10008.3.1.1.1',
    contexts,
    userInformation: { ...bare, maximumLength: 16_384, ...user },
    ...rest,
  };
}

export function acceptOf(contexts: AssociateAc['contexts'], user: Partial<UserInformation> = {}): AssociateAc {
  return {
    kind: 'associate-ac',
    protocolVersion: 1,
    calledTitle: 'CALLED',
    callingTitle: 'CALLING',
    applicationContext: '1.2.840.10008.3.1.1.1',
    contexts,
    userInformation: { ...bare, maximumLength: 16_384, ...user },
  };
}

export const ct = { id: 1, abstractSyntax: CT, transferSyntaxes: [EXPLICIT, IMPLICIT] } as const;

export const role = (scu: boolean, scp: boolean, sopClassUid: string = CT): RoleSelection => ({ sopClassUid, scu, scp });

export function agreed(result: Agreement | ProtocolError): Agreement {
  if (result instanceof ProtocolError) throw result;
  return result;
}
