import { describe, expect, it } from 'vitest';
import { UsageError, type UsageCode } from '../../core/errors.ts';
import { encodeLatin1, latin1 } from '../../core/lib/bytes.ts';
import { encodePdu } from '../../core/pdu/encode.ts';
import type { AssociateAc, AssociateRq, ControlPdu, UserIdentity, UserInformation } from '../../core/pdu/types.ts';
import { echoAccept, echoRequest } from './golden.ts';

function codeOf(pdu: ControlPdu): UsageCode | undefined {
  try {
    encodePdu(pdu);
    return undefined;
  } catch (error) {
    if (error instanceof UsageError) return error.code;
    throw error;
  }
}

const request = (changes: Partial<AssociateRq>): AssociateRq => ({ ...echoRequest.value, ...changes });
const accept = (changes: Partial<AssociateAc>): AssociateAc => ({ ...echoAccept.value, ...changes });
const asking = (changes: Partial<UserInformation>): AssociateRq =>
  request({ userInformation: { ...echoRequest.value.userInformation, ...changes } });
const answering = (changes: Partial<UserInformation>): AssociateAc =>
  accept({ userInformation: { ...echoAccept.value.userInformation, ...changes } });

const proposed = { id: 1, abstractSyntax: '1.2.840.10008.1.1', transferSyntaxes: ['1.2.840.10008.1.2'] };
const identity: UserIdentity = { type: 1, positiveResponseRequested: false, primary: encodeLatin1('me'), secondary: new Uint8Array(0) };

describe('what must not be sent', () => {
  it.each<readonly [string, UsageCode, ControlPdu]>([
    ['an empty called title', 'invalid-ae-title', request({ calledTitle: '' })],
    ['a title of spaces', 'invalid-ae-title', request({ callingTitle: '   ' })],
    ['a title of 17 characters', 'invalid-ae-title', request({ calledTitle: 'ABCDEFGHIJKLMNOPQ' })],
    ['a title with a backslash', 'invalid-ae-title', request({ calledTitle: 'A\\B' })],
    ['a title with a control character', 'invalid-ae-title', request({ calledTitle: 'A\tB' })],
    ['a title beyond the default repertoire', 'invalid-ae-title', request({ calledTitle: 'H\u00d6RSAAL' })],
    ['no context', 'no-contexts', request({ contexts: [] })],
    ['an even context id', 'invalid-argument', request({ contexts: [{ ...proposed, id: 2 }] })],
    ['context id 257', 'invalid-argument', request({ contexts: [{ ...proposed, id: 257 }] })],
    ['a context id twice', 'invalid-argument', request({ contexts: [proposed, proposed] })],
    [
      '129 contexts',
      'too-many-contexts',
      request({ contexts: Array.from({ length: 129 }, (_, index) => ({ ...proposed, id: index * 2 + 1 })) }),
    ],
    ['a context without transfer syntax', 'invalid-argument', request({ contexts: [{ ...proposed, transferSyntaxes: [] }] })],
    ['an abstract syntax that is no UID', 'invalid-uid', request({ contexts: [{ ...proposed, abstractSyntax: 'Verification' }] })],
    ['a transfer syntax with a leading zero', 'invalid-uid', request({ contexts: [{ ...proposed, transferSyntaxes: ['1.02'] }] })],
    ['an application context that is no UID', 'invalid-uid', request({ applicationContext: '' })],
    ['a protocol version without bit 0', 'invalid-argument', request({ protocolVersion: 2 })],
    ['a protocol version of 17 bits', 'invalid-argument', request({ protocolVersion: 0x10001 })],
    ['a maximum length of 1', 'invalid-argument', asking({ maximumLength: 1 })],
    ['a maximum length of 6', 'invalid-argument', answering({ maximumLength: 6 })],
    ['a negative maximum length', 'invalid-argument', asking({ maximumLength: -1 })],
    ['a maximum length of 33 bits', 'invalid-argument', asking({ maximumLength: 2 ** 32 })],
    ['an implementation class that is no UID', 'invalid-uid', asking({ implementationClassUid: 'gantry' })],
    ['a version name of 17 characters', 'invalid-argument', asking({ implementationVersionName: 'ABCDEFGHIJKLMNOPQ' })],
    ['an empty version name', 'invalid-argument', asking({ implementationVersionName: '' })],
    ['a window of 65536', 'invalid-argument', asking({ asynchronousOperations: { invoked: 65_536, performed: 1 } })],
    ['a window of half an operation', 'invalid-argument', asking({ asynchronousOperations: { invoked: 1, performed: 0.5 } })],
    ['a role for what is no UID', 'invalid-uid', asking({ roles: [{ sopClassUid: 'x', scu: true, scp: true }] })],
    [
      'extended negotiation of what is no UID',
      'invalid-uid',
      asking({ sopClassExtended: [{ sopClassUid: '1.', information: new Uint8Array(1) }] }),
    ],
    [
      'a related class that is no UID',
      'invalid-uid',
      asking({ sopClassCommonExtended: [{ sopClassUid: '1.2', serviceClassUid: '1.3', relatedGeneralSopClassUids: ['.'] }] }),
    ],
    ['user identity type 0', 'invalid-argument', asking({ userIdentity: { ...identity, type: 0 } })],
    ['user identity type 6', 'invalid-argument', asking({ userIdentity: { ...identity, type: 6 } })],
    ['an empty user identity', 'invalid-argument', asking({ userIdentity: { ...identity, primary: new Uint8Array(0) } })],
    ['a passcode missing', 'invalid-argument', asking({ userIdentity: { ...identity, type: 2 } })],
    ['a passcode too many', 'invalid-argument', asking({ userIdentity: { ...identity, secondary: encodeLatin1('x') } })],
    [
      'a token longer than its length field',
      'invalid-argument',
      asking({ userIdentity: { ...identity, type: 4, primary: new Uint8Array(65_536) } }),
    ],
    [
      'a token that bursts the user information',
      'invalid-argument',
      asking({ userIdentity: { ...identity, type: 4, primary: new Uint8Array(65_520) } }),
    ],
    ['a server response in a request', 'invalid-argument', asking({ userIdentityResponse: new Uint8Array(0) })],
    ['a user identity in an accept', 'invalid-argument', answering({ userIdentity: identity })],
    [
      'common extended negotiation in an accept',
      'invalid-argument',
      answering({ sopClassCommonExtended: [{ sopClassUid: '1.2', serviceClassUid: '1.3', relatedGeneralSopClassUids: [] }] }),
    ],
    ['a result of 5', 'invalid-argument', accept({ contexts: [{ id: 1, result: 5, transferSyntax: '1.2' }] })],
    ['an acceptance without transfer syntax', 'invalid-uid', accept({ contexts: [{ id: 1, result: 0, transferSyntax: '' }] })],
    ['an answer to an even id', 'invalid-argument', accept({ contexts: [{ id: 4, result: 3, transferSyntax: '' }] })],
    ['a rejection with result 3', 'invalid-argument', { kind: 'associate-rj', result: 3, source: 1, reason: 1 }],
    ['a rejection with source 4', 'invalid-argument', { kind: 'associate-rj', result: 1, source: 4, reason: 1 }],
    ['a reserved reason of the service user', 'invalid-argument', { kind: 'associate-rj', result: 1, source: 1, reason: 4 }],
    ['a reason of another source', 'invalid-argument', { kind: 'associate-rj', result: 1, source: 2, reason: 7 }],
    ['an abort with source 1', 'invalid-argument', { kind: 'abort', source: 1, reason: 0 }],
    ['an abort with the reserved reason 3', 'invalid-argument', { kind: 'abort', source: 2, reason: 3 }],
    ["a user's abort with a reason", 'invalid-argument', { kind: 'abort', source: 0, reason: 2 }],
  ])('%s', (_, code, pdu) => {
    expect(codeOf(pdu)).toBe(code);
  });
});

describe('what may be sent', () => {
  it('128 contexts, the last with id 255', () => {
    const contexts = Array.from({ length: 128 }, (_, index) => ({ ...proposed, id: index * 2 + 1 }));
    expect(codeOf(request({ contexts }))).toBeUndefined();
  });

  it('a title of 16 characters, trimmed and padded', () => {
    expect(latin1(encodePdu(request({ calledTitle: 'ABCDEFGHIJKLMNOP', callingTitle: '  A B ' })), 10, 42)).toBe(
      'ABCDEFGHIJKLMNOPA B             ',
    );
  });

  it("a peer's odd title back to it in an accept", () => {
    expect(latin1(encodePdu(accept({ calledTitle: 'H\u00d6RSAAL', callingTitle: '' })), 10, 42)).toBe(
      'H\u00d6RSAAL                         ',
    );
  });

  it('rejections and aborts of every pair in the tables', () => {
    const rejections = [1, 2, 3, 7]
      .map((reason) => ({ source: 1, reason }))
      .concat([2, 3].flatMap((source) => [1, 2].map((reason) => ({ source, reason }))));
    for (const pair of rejections) expect(codeOf({ kind: 'associate-rj', result: 2, ...pair })).toBeUndefined();
    for (const reason of [0, 1, 2, 4, 5, 6]) expect(codeOf({ kind: 'abort', source: 2, reason })).toBeUndefined();
  });

  it('user information without any sub-item', () => {
    const bare = { roles: [], sopClassExtended: [], sopClassCommonExtended: [] };
    expect([...encodePdu(request({ userInformation: bare })).slice(-4)]).toEqual([0x50, 0, 0, 0]);
  });
});
