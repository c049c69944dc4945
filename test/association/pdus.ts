// PDUs for scripted peers, built by the project's own codec, whose bytes are checked against the standard's in test/pdu.
import { encodePdu } from '../../core/pdu/index.ts';
import type { AssociateAc, AssociateRq, UserInformation } from '../../core/pdu/types.ts';

export const VERIFICATION = '1.2.840.10008.1.1';
export const CT = '1.2.840.10008.5.1.4.1.1.2';
export const IMPLICIT = '1.2.840.10008.1.2';

export const user: UserInformation = {
  maximumLength: 16_384,
  implementationClassUid: '1.2.3.4',
  roles: [],
  sopClassExtended: [],
  sopClassCommonExtended: [],
};

export function associateRq(change: Partial<AssociateRq> = {}): Uint8Array {
  return encodePdu({
    kind: 'associate-rq',
    protocolVersion: 1,
    calledTitle: 'GANTRY',
    callingTitle: 'RAW',
    applicationContext: '1.2.840.10008.3.1.1.1',
    contexts: [
      { id: 1, abstractSyntax: VERIFICATION, transferSyntaxes: [IMPLICIT] },
      { id: 3, abstractSyntax: CT, transferSyntaxes: [IMPLICIT] },
    ],
    ...change,
    userInformation: { ...user, ...change.userInformation },
  });
}

export function associateAc(change: Partial<AssociateAc> = {}): Uint8Array {
  return encodePdu({
    kind: 'associate-ac',
    protocolVersion: 1,
    calledTitle: 'ANY-SCP',
    callingTitle: 'GANTRY',
    applicationContext: '1.2.840.10008.3.1.1.1',
    contexts: [{ id: 1, result: 0, transferSyntax: IMPLICIT }],
    ...change,
    userInformation: { ...user, ...change.userInformation },
  });
}

export const RELEASE_RQ = '05000000000400000000';
export const RELEASE_RP = '06000000000400000000';
export const ABORT_USER = '07000000000400000000';
export const abortHex = (source: number, reason: number): string => `0700000000040000${hex(source)}${hex(reason)}`;
export const rejectHex = (result: number, source: number, reason: number): string =>
  `03000000000400${hex(result)}${hex(source)}${hex(reason)}`;

/** C-ECHO-RQ with message id 1 on context 1 (PS3.7 §9.3.5.1), one P-DATA-TF. */
export const ECHO_RQ =
  '04000000004a000000460103 0000000004000000 3a000000 000002001200 0000312e322e3834302e31303030382e312e3100 00000001020000003000 00001001020000000100 00000008020000000101';

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}
