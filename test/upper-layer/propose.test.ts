import { describe, expect, it } from 'vitest';
import { ProtocolError, UsageError } from '../../core/errors.ts';
import { encodePdu } from '../../core/pdu/encode.ts';
import type { AssociateAc } from '../../core/pdu/types.ts';
import { buildAssociateRq, proposeContexts, readAssociateAc } from '../../core/upper-layer/propose.ts';
import { acceptOf, agreed, ct, CT, EXPLICIT, IMPLICIT, JPEG_LS, MR, offer, requestOf } from './values.ts';

const wanted = { abstractSyntax: CT, transferSyntaxes: [EXPLICIT] };

describe('proposeContexts', () => {
  it('numbers contexts 1, 3, 5 … in the order of the list and leaves the list alone', () => {
    const list = Object.freeze([wanted, { abstractSyntax: MR, transferSyntaxes: Object.freeze([IMPLICIT]) }, wanted]);
    expect(proposeContexts(list)).toEqual([
      { id: 1, ...wanted },
      { id: 3, abstractSyntax: MR, transferSyntaxes: [IMPLICIT] },
      { id: 5, ...wanted },
    ]);
  });

  it('fills 128 and refuses 129', () => {
    expect(proposeContexts(Array.from({ length: 128 }, () => wanted)).at(-1)?.id).toBe(255);
    expect(() => proposeContexts(Array.from({ length: 129 }, () => wanted))).toThrow(
      expect.objectContaining({ code: 'too-many-contexts' }),
    );
  });

  it.each([
    ['no context', 'no-contexts', []],
    ['an abstract syntax that is no UID', 'invalid-uid', [{ abstractSyntax: 'CT', transferSyntaxes: [EXPLICIT] }]],
    ['a transfer syntax that is no UID', 'invalid-uid', [{ abstractSyntax: CT, transferSyntaxes: [EXPLICIT, ''] }]],
    ['a context without transfer syntax', 'invalid-argument', [{ abstractSyntax: CT, transferSyntaxes: [] }]],
  ])('refuses %s', (_, code, list) => {
    expect(() => proposeContexts(list)).toThrow(expect.objectContaining({ name: 'UsageError', code }));
  });
});

describe('buildAssociateRq', () => {
  const contexts = proposeContexts([wanted]);

  it('builds what the encoder sends', () => {
    const request = buildAssociateRq({ calledTitle: ' PACS1 ', callingTitle: 'GANTRY', contexts, offer });
    expect(request).toEqual({
      kind: 'associate-rq',
      protocolVersion: 1,
      calledTitle: 'PACS1',
      callingTitle: 'GANTRY',
      applicationContext: '1.2.840.10008.3.1.1.1',
      contexts,
      userInformation: { ...offer, roles: [], sopClassExtended: [], sopClassCommonExtended: [] },
    });
    expect(encodePdu(request)[0]).toBe(1);
  });

  it('carries every extended negotiation item of the offer', () => {
    const extended = {
      asynchronousOperations: { invoked: 4, performed: 1 },
      roles: [{ sopClassUid: CT, scu: false, scp: true }],
      sopClassExtended: [{ sopClassUid: CT, information: Uint8Array.of(1) }],
      sopClassCommonExtended: [{ sopClassUid: CT, serviceClassUid: '1.2.840.10008.4.2', relatedGeneralSopClassUids: [] }],
      userIdentity: { type: 1, positiveResponseRequested: true, primary: Uint8Array.of(65), secondary: new Uint8Array(0) },
    };
    const { userInformation } = buildAssociateRq({ calledTitle: 'A', callingTitle: 'B', contexts, offer: { ...offer, ...extended } });
    expect(userInformation).toEqual({ ...offer, ...extended });
  });

  it('leaves out an empty version name', () => {
    const nameless = { ...offer, implementationVersionName: '' };
    expect(buildAssociateRq({ calledTitle: 'A', callingTitle: 'B', contexts, offer: nameless }).userInformation).not.toHaveProperty(
      'implementationVersionName',
    );
  });

  it.each(['', 'A\\B', '12345678901234567'])('refuses the title “%s” on either side', (title) => {
    for (const titles of [
      { calledTitle: title, callingTitle: 'A' },
      { calledTitle: 'A', callingTitle: title },
    ]) {
      expect(() => buildAssociateRq({ ...titles, contexts, offer })).toThrow(UsageError);
    }
  });
});

describe('readAssociateAc', () => {
  const mr = { id: 3, abstractSyntax: MR, transferSyntaxes: [IMPLICIT] };
  const request = requestOf([ct, mr]);

  it('tells accepted contexts from rejected ones', () => {
    const answer = acceptOf([
      { id: 1, result: 0, transferSyntax: IMPLICIT },
      { id: 3, result: 3, transferSyntax: EXPLICIT },
    ]);
    expect(agreed(readAssociateAc(request, answer))).toEqual({
      accepted: [{ id: 1, abstractSyntax: CT, transferSyntax: IMPLICIT, requestorIsScu: true, requestorIsScp: false }],
      rejected: [{ ...mr, result: 3 }],
      sendLength: 16_384,
      asynchronousOperations: { invoked: 1, performed: 1 },
      request,
      answer,
    });
  });

  it('counts a context that is missing from the answer as rejected', () => {
    expect(agreed(readAssociateAc(request, acceptOf([]))).rejected.map(({ id, result }) => [id, result])).toEqual([
      [1, 2],
      [3, 2],
    ]);
  });

  it.each([
    [1, 1],
    [2, 2],
    [3, 3],
    [4, 4],
    [5, 2],
    [255, 2],
  ])('reads result %i as %i', (given, result) => {
    const { rejected } = agreed(readAssociateAc(request, acceptOf([{ id: 1, result: given, transferSyntax: '' }])));
    expect(rejected[0]).toMatchObject({ id: 1, result });
  });

  it.each<readonly [string, string, AssociateAc]>([
    ['a transfer syntax that was not offered', 'transfer-syntax-not-proposed', acceptOf([{ id: 1, result: 0, transferSyntax: JPEG_LS }])],
    ['an acceptance without transfer syntax', 'transfer-syntax-not-proposed', acceptOf([{ id: 1, result: 0, transferSyntax: '' }])],
    ['a context that was not proposed', 'context-not-proposed', acceptOf([{ id: 5, result: 0, transferSyntax: IMPLICIT }])],
    ['a rejection of what was not proposed', 'context-not-proposed', acceptOf([{ id: 2, result: 3, transferSyntax: '' }])],
    [
      'a context answered twice',
      'context-answered-twice',
      acceptOf([
        { id: 1, result: 3, transferSyntax: '' },
        { id: 1, result: 0, transferSyntax: IMPLICIT },
      ]),
    ],
    ['a maximum length of 1', 'unusable-maximum-length', acceptOf([], { maximumLength: 1 })],
    ['a maximum length of 6', 'unusable-maximum-length', acceptOf([], { maximumLength: 6 })],
  ])('does not believe %s', (_, code, answer) => {
    const violation = readAssociateAc(request, answer);
    expect(violation).toBeInstanceOf(ProtocolError);
    expect(violation).toMatchObject({ code, abort: { source: 2, reason: 6 } });
  });

  it.each([
    [{}, undefined, 16_384],
    [{ maximumLength: 0 }, undefined, 262_144],
    [{ maximumLength: 0 }, 65_536, 65_536],
    [{ maximumLength: 7 }, undefined, 7],
    [{ maximumLength: 1 << 30 }, 131_072, 131_072],
    [{ maximumLength: 32_768 }, 131_072, 32_768],
  ])('takes from %o with a cap of %s a send length of %i', (user, cap, sendLength) => {
    const { maximumLength: _, ...without } = acceptOf([]).userInformation;
    const answer = { ...acceptOf([]), userInformation: { ...without, ...user } };
    expect(agreed(readAssociateAc(request, answer, cap === undefined ? {} : { sendLengthCap: cap })).sendLength).toBe(sendLength);
  });

  it.each([
    ['nothing proposed', undefined, { invoked: 5, performed: 5 }, { invoked: 1, performed: 1 }],
    ['nothing answered', { invoked: 5, performed: 5 }, undefined, { invoked: 1, performed: 1 }],
    ['narrowed', { invoked: 5, performed: 4 }, { invoked: 3, performed: 1 }, { invoked: 3, performed: 1 }],
    ['widened against the rule', { invoked: 2, performed: 2 }, { invoked: 9, performed: 0 }, { invoked: 2, performed: 2 }],
    ['unlimited proposed', { invoked: 0, performed: 0 }, { invoked: 7, performed: 0 }, { invoked: 7, performed: 0 }],
  ])('agrees on the operations window: %s', (...[_, proposed, answered, window]) => {
    const asking = requestOf([ct], proposed && { asynchronousOperations: proposed });
    const answer = acceptOf([], answered && { asynchronousOperations: answered });
    expect(agreed(readAssociateAc(asking, answer)).asynchronousOperations).toEqual(window);
  });
});
