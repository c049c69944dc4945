/** Any PDU that may be sent, for property tests. */
import fc from 'fast-check';
import type {
  Abort,
  AssociateAc,
  AssociateRj,
  AssociateRq,
  ControlPdu,
  RoleSelection,
  SopClassCommonExtended,
  SopClassExtended,
  UserIdentity,
  UserInformation,
} from '../../core/pdu/types.ts';

const component = fc.oneof(fc.integer({ min: 0, max: 99 }), fc.nat()).map(String);
export const uid: fc.Arbitrary<string> = fc.array(component, { minLength: 2, maxLength: 5 }).map((parts) => parts.join('.'));

const titleCharacter = fc
  .integer({ min: 0x20, max: 0x7e })
  .filter((code) => code !== 0x5c)
  .map((code) => String.fromCharCode(code));
export const title: fc.Arbitrary<string> = fc
  .array(titleCharacter, { minLength: 1, maxLength: 16 })
  .map((characters) => characters.join('').replace(/^ +| +$/g, ''))
  .filter((text) => text !== '');

const bytes = (maxLength: number, minLength = 0) => fc.uint8Array({ minLength, maxLength });
const role: fc.Arbitrary<RoleSelection> = fc.record({ sopClassUid: uid, scu: fc.boolean(), scp: fc.boolean() });
const extended: fc.Arbitrary<SopClassExtended> = fc.record({ sopClassUid: uid, information: bytes(20) });
const common: fc.Arbitrary<SopClassCommonExtended> = fc.record({
  sopClassUid: uid,
  serviceClassUid: uid,
  relatedGeneralSopClassUids: fc.array(uid, { maxLength: 3 }),
});
const identity: fc.Arbitrary<UserIdentity> = fc.oneof(
  fc.record({
    type: fc.constantFrom(1, 3, 4, 5),
    positiveResponseRequested: fc.boolean(),
    primary: bytes(40, 1),
    secondary: fc.constant(new Uint8Array(0)),
  }),
  fc.record({ type: fc.constant(2), positiveResponseRequested: fc.boolean(), primary: bytes(40, 1), secondary: bytes(40, 1) }),
);
const versionName = fc.stringMatching(/^[!-~]{1,16}$/);
const u16 = fc.integer({ min: 0, max: 0xffff });
const maximumLength = fc.oneof(fc.constant(0), fc.integer({ min: 7, max: 0xffff_ffff }));

const commonFields = { maximumLength, implementationClassUid: uid, implementationVersionName: versionName };
const optional = { requiredKeys: ['roles', 'sopClassExtended', 'sopClassCommonExtended'] } as const;
const window = fc.record({ invoked: u16, performed: u16 });

const requestUser: fc.Arbitrary<UserInformation> = fc.record(
  {
    ...commonFields,
    asynchronousOperations: window,
    roles: fc.array(role, { maxLength: 3 }),
    sopClassExtended: fc.array(extended, { maxLength: 3 }),
    sopClassCommonExtended: fc.array(common, { maxLength: 3 }),
    userIdentity: identity,
  },
  { requiredKeys: [...optional.requiredKeys] },
);
const answerUser: fc.Arbitrary<UserInformation> = fc.record(
  {
    ...commonFields,
    asynchronousOperations: window,
    roles: fc.array(role, { maxLength: 3 }),
    sopClassExtended: fc.array(extended, { maxLength: 3 }),
    sopClassCommonExtended: fc.constant([]),
    userIdentityResponse: bytes(30),
  },
  { requiredKeys: [...optional.requiredKeys] },
);

const ids = (maxLength: number) =>
  fc.uniqueArray(
    fc.integer({ min: 0, max: 127 }).map((index) => index * 2 + 1),
    { minLength: 1, maxLength },
  );

const fields = {
  protocolVersion: fc.constantFrom(1, 3, 0xffff),
  calledTitle: title,
  callingTitle: title,
  applicationContext: uid,
};

export const associateRq: fc.Arbitrary<AssociateRq> = fc.record({
  kind: fc.constant('associate-rq' as const),
  ...fields,
  userInformation: requestUser,
  contexts: ids(8).chain((chosen) =>
    fc.tuple(
      ...chosen.map((id) =>
        fc.record({ id: fc.constant(id), abstractSyntax: uid, transferSyntaxes: fc.array(uid, { minLength: 1, maxLength: 4 }) }),
      ),
    ),
  ),
});

export const associateAc: fc.Arbitrary<AssociateAc> = fc.record({
  kind: fc.constant('associate-ac' as const),
  ...fields,
  userInformation: answerUser,
  contexts: ids(8).chain((chosen) =>
    fc.tuple(
      ...chosen.map((id) =>
        fc.oneof(
          fc.record({ id: fc.constant(id), result: fc.constant(0), transferSyntax: uid }),
          fc.record({ id: fc.constant(id), result: fc.integer({ min: 1, max: 4 }), transferSyntax: fc.oneof(fc.constant(''), uid) }),
        ),
      ),
    ),
  ),
});

const associateRj: fc.Arbitrary<AssociateRj> = fc
  .tuple(fc.constantFrom(1, 2), fc.constantFrom([1, 1], [1, 2], [1, 3], [1, 7], [2, 1], [2, 2], [3, 1], [3, 2]))
  .map(([result, [source = 0, reason = 0]]) => ({ kind: 'associate-rj', result, source, reason }));

const abort: fc.Arbitrary<Abort> = fc.oneof(
  fc.constant({ kind: 'abort' as const, source: 0, reason: 0 }),
  fc.constantFrom(0, 1, 2, 4, 5, 6).map((reason) => ({ kind: 'abort' as const, source: 2, reason })),
);

export const controlPdu: fc.Arbitrary<ControlPdu> = fc.oneof(
  { weight: 4, arbitrary: associateRq },
  { weight: 4, arbitrary: associateAc },
  associateRj,
  abort,
  fc.constantFrom<ControlPdu>({ kind: 'release-rq' }, { kind: 'release-rp' }),
);
