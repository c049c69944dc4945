/**
 * PDUs as bytes, a comment a field, and the values that they are. The bytes come from the standard's tables and from what DCMTK 3.6.7's
 * echoscu and storescp send to each other, never from the code under test.
 */
import { encodeLatin1, fromHex } from '../../core/lib/bytes.ts';
import type { AssociateAc, AssociateRq, ControlPdu, UserInformation } from '../../core/pdu/types.ts';

export interface Golden<T extends ControlPdu = ControlPdu> {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly value: T;
}

const bytes = (...fields: readonly string[]): Uint8Array => fromHex(fields.map((field) => field.replace(/\/\/.*$/, '')).join(''));

const dcmtkUser: UserInformation = {
  maximumLength: 16_384,
  implementationClassUid: '1.2.276.0.7230010.3.0.3.6.7',
  implementationVersionName: 'OFFIS_DCMTK_367',
  roles: [],
  sopClassExtended: [],
  sopClassCommonExtended: [],
};

const echoAssociation = {
  protocolVersion: 1,
  calledTitle: 'STORE',
  callingTitle: 'ECHOSCU',
  applicationContext: '1.2.840.10008.3.1.1.1',
  userInformation: dcmtkUser,
} as const;

const titlesOfEcho = [
  '0001 0000                                            // protocol version 1, reserved',
  '53544f5245 2020202020202020202020                    // called AE title STORE',
  '4543484f534355 202020202020202020                    // calling AE title ECHOSCU',
  '0000000000000000000000000000000000000000000000000000000000000000 // reserved',
  '10 00 0015                                           // application context item, 21 bytes',
  '312e322e3834302e31303030382e332e312e312e31           // 1.2.840.10008.3.1.1.1',
] as const;

const userInformationOfDcmtk = [
  '50 00 003a                                           // user information item, 58 bytes',
  '51 00 0004 00004000                                  // maximum length 16384',
  '52 00 001b                                           // implementation class UID, 27 bytes',
  '312e322e3237362e302e373233303031302e332e302e332e362e37',
  '55 00 000f 4f464649535f44434d544b5f333637            // implementation version name OFFIS_DCMTK_367',
] as const;

export const echoRequest: Golden<AssociateRq> = {
  name: 'A-ASSOCIATE-RQ of echoscu',
  bytes: bytes(
    '01 00 000000cd                                       // A-ASSOCIATE-RQ, 205 bytes',
    ...titlesOfEcho,
    '20 00 002e                                           // presentation context item, 46 bytes',
    '01 00 00 00                                          // context id 1, reserved',
    '30 00 0011 312e322e3834302e31303030382e312e31        // abstract syntax 1.2.840.10008.1.1',
    '40 00 0011 312e322e3834302e31303030382e312e32        // transfer syntax 1.2.840.10008.1.2',
    ...userInformationOfDcmtk,
  ),
  value: {
    kind: 'associate-rq',
    ...echoAssociation,
    contexts: [{ id: 1, abstractSyntax: '1.2.840.10008.1.1', transferSyntaxes: ['1.2.840.10008.1.2'] }],
  },
};

export const echoAccept: Golden<AssociateAc> = {
  name: 'A-ASSOCIATE-AC of storescp',
  bytes: bytes(
    '02 00 000000b8                                       // A-ASSOCIATE-AC, 184 bytes',
    ...titlesOfEcho,
    '21 00 0019                                           // presentation context item, 25 bytes',
    '01 00 00 00                                          // context id 1, reserved, result 0, reserved',
    '40 00 0011 312e322e3834302e31303030382e312e32        // transfer syntax 1.2.840.10008.1.2',
    ...userInformationOfDcmtk,
  ),
  value: { kind: 'associate-ac', ...echoAssociation, contexts: [{ id: 1, result: 0, transferSyntax: '1.2.840.10008.1.2' }] },
};

/** Every user information sub-item of a request. */
export const fullRequest: Golden<AssociateRq> = {
  name: 'A-ASSOCIATE-RQ with every extended negotiation item',
  bytes: bytes(
    '01 00 00000188                                       // A-ASSOCIATE-RQ, 392 bytes',
    '0001 0000                                            // protocol version 1, reserved',
    '414e592d534350 202020202020202020                    // called AE title ANY-SCP',
    '47414e545259 20202020202020202020                    // calling AE title GANTRY',
    '0000000000000000000000000000000000000000000000000000000000000000 // reserved',
    '10 00 0015 312e322e3834302e31303030382e332e312e312e31 // application context 1.2.840.10008.3.1.1.1',
    '20 00 004d                                           // presentation context item, 77 bytes',
    '03 00 00 00                                          // context id 3, reserved',
    '30 00 0019 312e322e3834302e31303030382e352e312e342e312e312e32 // abstract syntax CT image storage',
    '40 00 0013 312e322e3834302e31303030382e312e322e31    // transfer syntax explicit little endian',
    '40 00 0011 312e322e3834302e31303030382e312e32        // transfer syntax implicit little endian',
    '50 00 00d6                                           // user information item, 214 bytes',
    '51 00 0004 00003ffe                                  // maximum length 16382',
    '52 00 000b 312e322e3832362e302e31                    // implementation class UID 1.2.826.0.1',
    '53 00 0004 0005 0005                                 // asynchronous operations: 5 invoked, 5 performed',
    '54 00 001d 0019                                      // role selection, 29 bytes, UID of 25',
    '312e322e3834302e31303030382e352e312e342e312e312e32   // CT image storage',
    '00 01                                                // SCU role 0, SCP role 1',
    '55 00 0006 47414e545259                              // implementation version name GANTRY',
    '56 00 0021 0019                                      // SOP class extended negotiation, 33 bytes, UID of 25',
    '312e322e3834302e31303030382e352e312e342e312e312e32   // CT image storage',
    '02 00 03 00 01 00                                    // service class application information',
    '57 00 004f                                           // SOP class common extended negotiation, 79 bytes',
    '0019 312e322e3834302e31303030382e352e312e342e312e312e32 // SOP class CT image storage',
    '0011 312e322e3834302e31303030382e342e32              // service class storage, 1.2.840.10008.4.2',
    '001f                                                 // related general SOP classes, 31 bytes',
    '001d 312e322e3834302e31303030382e352e312e342e312e312e38382e3232 // enhanced SR storage, 29 bytes',
    '58 00 0010                                           // user identity, 16 bytes',
    '01 01                                                // type 1 (user name), positive response requested',
    '000a 70796e65746469636f6d                            // primary field pynetdicom',
    '0000                                                 // no secondary field',
  ),
  value: {
    kind: 'associate-rq',
    protocolVersion: 1,
    calledTitle: 'ANY-SCP',
    callingTitle: 'GANTRY',
    applicationContext: '1.2.840.10008.3.1.1.1',
    contexts: [{ id: 3, abstractSyntax: '1.2.840.10008.5.1.4.1.1.2', transferSyntaxes: ['1.2.840.10008.1.2.1', '1.2.840.10008.1.2'] }],
    userInformation: {
      maximumLength: 16_382,
      implementationClassUid: '1.2.826.0.1',
      implementationVersionName: 'GANTRY',
      asynchronousOperations: { invoked: 5, performed: 5 },
      roles: [{ sopClassUid: '1.2.840.10008.5.1.4.1.1.2', scu: false, scp: true }],
      sopClassExtended: [{ sopClassUid: '1.2.840.10008.5.1.4.1.1.2', information: fromHex('020003000100') }],
      sopClassCommonExtended: [
        {
          sopClassUid: '1.2.840.10008.5.1.4.1.1.2',
          serviceClassUid: '1.2.840.10008.4.2',
          relatedGeneralSopClassUids: ['1.2.840.10008.5.1.4.1.1.88.22'],
        },
      ],
      userIdentity: {
        type: 1,
        positiveResponseRequested: true,
        primary: encodeLatin1('pynetdicom'),
        secondary: new Uint8Array(0),
      },
    },
  },
};

/** An accept that answers all of it: roles, window, extended negotiation, user identity; one context rejected with an empty syntax. */
export const fullAccept: Golden<AssociateAc> = {
  name: 'A-ASSOCIATE-AC with every answer',
  bytes: bytes(
    '02 00 000000f5                                       // A-ASSOCIATE-AC, 245 bytes',
    '0001 0000                                            // protocol version 1, reserved',
    '414e592d534350 202020202020202020                    // called AE title ANY-SCP',
    '47414e545259 20202020202020202020                    // calling AE title GANTRY',
    '0000000000000000000000000000000000000000000000000000000000000000 // reserved',
    '10 00 0015 312e322e3834302e31303030382e332e312e312e31 // application context 1.2.840.10008.3.1.1.1',
    '21 00 0008 01 00 03 00                               // context id 1, result 3: abstract syntax not supported',
    '40 00 0000                                           // empty transfer syntax',
    '21 00 001b 03 00 00 00                               // context id 3, accepted',
    '40 00 0013 312e322e3834302e31303030382e312e322e31    // transfer syntax explicit little endian',
    '50 00 0069                                           // user information item, 105 bytes',
    '51 00 0004 00000000                                  // maximum length: no limit',
    '52 00 000b 312e322e3832362e302e31                    // implementation class UID 1.2.826.0.1',
    '53 00 0004 0003 0001                                 // asynchronous operations: 3 invoked, 1 performed',
    '54 00 001d 0019                                      // role selection, 29 bytes, UID of 25',
    '312e322e3834302e31303030382e352e312e342e312e312e32   // CT image storage',
    '01 01                                                // SCU role 1, SCP role 1',
    '56 00 001c 0019                                      // SOP class extended negotiation, 28 bytes, UID of 25',
    '312e322e3834302e31303030382e352e312e342e312e312e32   // CT image storage',
    '02                                                   // service class application information',
    '59 00 0005 0003 616263                               // user identity response, 3 bytes',
  ),
  value: {
    kind: 'associate-ac',
    protocolVersion: 1,
    calledTitle: 'ANY-SCP',
    callingTitle: 'GANTRY',
    applicationContext: '1.2.840.10008.3.1.1.1',
    contexts: [
      { id: 1, result: 3, transferSyntax: '' },
      { id: 3, result: 0, transferSyntax: '1.2.840.10008.1.2.1' },
    ],
    userInformation: {
      maximumLength: 0,
      implementationClassUid: '1.2.826.0.1',
      asynchronousOperations: { invoked: 3, performed: 1 },
      roles: [{ sopClassUid: '1.2.840.10008.5.1.4.1.1.2', scu: true, scp: true }],
      sopClassExtended: [{ sopClassUid: '1.2.840.10008.5.1.4.1.1.2', information: fromHex('02') }],
      sopClassCommonExtended: [],
      userIdentityResponse: fromHex('616263'),
    },
  },
};

export const shortPdus: readonly Golden[] = [
  {
    name: 'A-ASSOCIATE-RJ',
    bytes: bytes('03 00 00000004', '00                   // reserved', '01 01 01             // result, source, reason'),
    value: { kind: 'associate-rj', result: 1, source: 1, reason: 1 },
  },
  { name: 'A-RELEASE-RQ', bytes: bytes('05 00 00000004', '00000000             // reserved'), value: { kind: 'release-rq' } },
  { name: 'A-RELEASE-RP', bytes: bytes('06 00 00000004', '00000000             // reserved'), value: { kind: 'release-rp' } },
  {
    name: 'A-ABORT by the service user',
    bytes: bytes('07 00 00000004', '0000                 // reserved', '00 00                // source, reason'),
    value: { kind: 'abort', source: 0, reason: 0 },
  },
  {
    name: 'A-ABORT by the service provider, reason 4',
    bytes: bytes('07 00 00000004', '0000                 // reserved', '02 04                // source, reason'),
    value: { kind: 'abort', source: 2, reason: 4 },
  },
];

export const goldenPdus: readonly Golden[] = [echoRequest, echoAccept, fullRequest, fullAccept, ...shortPdus];

/** C-ECHO-RQ of echoscu in one P-DATA-TF. */
export const echoCommandPdu = bytes(
  '04 00 0000004a                                         // P-DATA-TF, 74 bytes',
  '00000046 01 03                                         // PDV of 70 bytes, context id 1, command and last',
  '0000 0000 04000000 38000000                            // command group length 56',
  '0000 0200 12000000 312e322e3834302e31303030382e312e3100 // affected SOP class UID verification',
  '0000 0001 02000000 3000                                // command field C-ECHO-RQ',
  '0000 1001 02000000 0100                                // message id 1',
  '0000 0008 02000000 0101                                // no data set',
);

/** C-ECHO-RSP of storescp in one P-DATA-TF. */
export const echoResponsePdu = bytes(
  '04 00 00000054                                         // P-DATA-TF, 84 bytes',
  '00000050 01 03                                         // PDV of 80 bytes, context id 1, command and last',
  '0000 0000 04000000 42000000                            // command group length 66',
  '0000 0200 12000000 312e322e3834302e31303030382e312e3100 // affected SOP class UID verification',
  '0000 0001 02000000 3080                                // command field C-ECHO-RSP',
  '0000 2001 02000000 0100                                // message id being responded to 1',
  '0000 0008 02000000 0101                                // no data set',
  '0000 0009 02000000 0000                                // status success',
);

/** C-STORE-RQ whose command is cut in two and whose data set comes in three PDVs, two of them in one PDU and one of them empty. */
export const storePdus = bytes(
  '04 00 00000056                                         // P-DATA-TF, 86 bytes',
  '00000052 03 01                                         // PDV of 82 bytes, context id 3, command, more to come',
  '0000 0000 04000000 5e000000                            // command group length 94',
  '0000 0200 1a000000 312e322e3834302e31303030382e352e312e342e312e312e3200 // affected SOP class UID CT image storage',
  '0000 0001 02000000 0100                                // command field C-STORE-RQ',
  '0000 1001 02000000 0700                                // message id 7',
  '0000 0007 02000000 0000                                // priority medium',
  '0000 0008                                              // the rest is in the next PDU',
  '04 00 00000020                                         // P-DATA-TF, 32 bytes',
  '0000001c 03 03                                         // PDV of 28 bytes, context id 3, command and last',
  '02000000 0100                                          // a data set follows',
  '0000 0010 0c000000 312e322e332e342e352e3600            // affected SOP instance UID 1.2.3.4.5.6',
  '04 00 00000016                                         // P-DATA-TF, 22 bytes',
  '0000000c 03 00                                         // PDV of 12 bytes, context id 3, data set, more to come',
  '0800 6000 4353 0200 4354                               // (0008,0060) CS CT',
  '00000002 03 00                                         // empty PDV',
  '04 00 00000010                                         // P-DATA-TF, 16 bytes',
  '0000000c 03 02                                         // PDV of 12 bytes, context id 3, data set, last',
  '2000 1000 5348 0200 3137                               // (0020,0010) SH 17',
);

export const storeDataSet = fromHex('08006000435302004354 20001000534802003137');
