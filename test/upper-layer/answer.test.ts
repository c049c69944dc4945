import { describe, expect, it } from 'vitest';
import { ProtocolError } from '../../core/errors.ts';
import { encodePdu } from '../../core/pdu/encode.ts';
import { answerAssociate } from '../../core/upper-layer/answer.ts';
import { readAssociateAc } from '../../core/upper-layer/propose.ts';
import { agreed, ct, CT, EXPLICIT, IMPLICIT, JPEG_LS, MR, offer, requestOf, VERIFICATION } from './values.ts';

const any = { abstractSyntax: CT, transferSyntaxes: [] };
const results = (request: ReturnType<typeof requestOf>, options: Parameters<typeof answerAssociate>[1]) =>
  answerAssociate(request, options).answer.contexts.map(({ id, result, transferSyntax }) => [id, result, transferSyntax]);

describe('contexts', () => {
  const offering = (...transferSyntaxes: string[]) => requestOf([{ id: 1, abstractSyntax: CT, transferSyntaxes }]);
  const supporting = (...transferSyntaxes: string[]) => ({ supported: [{ abstractSyntax: CT, transferSyntaxes }], offer });

  it("take the first of the requestor's offers that is supported: what is compressed arrives compressed", () => {
    expect(results(offering(JPEG_LS, EXPLICIT, IMPLICIT), supporting(IMPLICIT, EXPLICIT, JPEG_LS))).toEqual([[1, 0, JPEG_LS]]);
    expect(results(offering(JPEG_LS, EXPLICIT, IMPLICIT), supporting(IMPLICIT, EXPLICIT))).toEqual([[1, 0, EXPLICIT]]);
  });

  it('take our own order when that is set', () => {
    const options = { ...supporting(IMPLICIT, EXPLICIT, JPEG_LS), transferSyntaxOrder: 'own' } as const;
    expect(results(offering(JPEG_LS, EXPLICIT, IMPLICIT), options)).toEqual([[1, 0, IMPLICIT]]);
    expect(results(offering(JPEG_LS), { ...options, ...supporting(IMPLICIT) })).toEqual([[1, 4, JPEG_LS]]);
  });

  it('take any that is a UID when nothing is listed', () => {
    expect(results(offering('nonsense', '1.2.999'), { supported: [any], offer })).toEqual([[1, 0, '1.2.999']]);
    expect(results(offering(), { supported: [any], offer })).toEqual([[1, 4, '']]);
  });

  it('are rejected with 3 for the abstract syntax and 4 for the transfer syntaxes, repeating the first offer', () => {
    const request = requestOf([ct, { id: 3, abstractSyntax: MR, transferSyntaxes: [JPEG_LS, EXPLICIT] }]);
    expect(results(request, { supported: [{ abstractSyntax: MR, transferSyntaxes: [IMPLICIT] }], offer })).toEqual([
      [1, 3, EXPLICIT],
      [3, 4, JPEG_LS],
    ]);
  });

  it('may all be rejected, or be none at all: the association stands', () => {
    expect(answerAssociate(requestOf([ct]), { supported: [], offer }).agreement).toMatchObject({
      accepted: [],
      rejected: [{ id: 1, result: 3 }],
    });
    const { answer } = answerAssociate(requestOf([]), { supported: [any], offer });
    expect(encodePdu(answer)[0]).toBe(2);
  });

  it('join supported entries for the same abstract syntax', () => {
    const entry = (...transferSyntaxes: string[]) => ({ abstractSyntax: CT, transferSyntaxes });
    expect(results(offering(EXPLICIT), { supported: [entry(IMPLICIT), entry(EXPLICIT)], offer })).toEqual([[1, 0, EXPLICIT]]);
    expect(results(offering(JPEG_LS), { supported: [entry(IMPLICIT), entry()], offer })).toEqual([[1, 0, JPEG_LS]]);
    expect(results(offering(JPEG_LS), { supported: [entry(), entry(IMPLICIT)], offer })).toEqual([[1, 0, JPEG_LS]]);
  });

  it('ask what else may be stored only for what is not listed', () => {
    const asked: string[] = [];
    const otherwise = (abstractSyntax: string) => {
      asked.push(abstractSyntax);
      return abstractSyntax.startsWith('1.3.') ? { transferSyntaxes: [] } : undefined;
    };
    const contexts = [
      ct,
      { id: 3, abstractSyntax: '1.3.9', transferSyntaxes: ['1.3.9.1'] },
      { id: 5, abstractSyntax: '1.4', transferSyntaxes: [IMPLICIT] },
    ];
    expect(results(requestOf(contexts), { supported: [any], offer, otherwise })).toEqual([
      [1, 0, EXPLICIT],
      [3, 0, '1.3.9.1'],
      [5, 3, IMPLICIT],
    ]);
    expect(asked).not.toContain(CT);
  });

  it('answer 128 proposals in the order of the request', () => {
    const contexts = Array.from({ length: 128 }, (_, index) => ({ ...ct, id: 255 - index * 2 }));
    expect(results(requestOf(contexts), { supported: [any], offer }).map(([id]) => id)).toEqual(contexts.map(({ id }) => id));
  });
});

describe('the rest of the answer', () => {
  it("repeats the titles and says our side's length, class and version", () => {
    const { answer } = answerAssociate(requestOf([ct]), { supported: [any], offer });
    expect(answer).toMatchObject({
      calledTitle: 'CALLED',
      callingTitle: 'CALLING',
      protocolVersion: 1,
      applicationContext: '1.2.840.10008.3.1.1.1',
    });
    expect(answer.userInformation).toEqual({ ...offer, roles: [], sopClassExtended: [], sopClassCommonExtended: [] });
  });

  it('can always be sent, whatever the titles of the request', () => {
    const request = requestOf(
      [ct, { id: 3, abstractSyntax: '', transferSyntaxes: ['x'] }],
      {},
      { calledTitle: '\u00c4', callingTitle: '' },
    );
    expect(encodePdu(answerAssociate(request, { supported: [any], offer }).answer)[0]).toBe(2);
  });

  it.each([
    ['no proposal', undefined, { invoked: 9, performed: 9 }, undefined, { invoked: 1, performed: 1 }],
    ['no offer of ours', { invoked: 5, performed: 5 }, undefined, undefined, { invoked: 1, performed: 1 }],
    [
      'ours narrower',
      { invoked: 5, performed: 5 },
      { invoked: 2, performed: 3 },
      { invoked: 3, performed: 2 },
      { invoked: 2, performed: 3 },
    ],
    [
      'theirs narrower',
      { invoked: 2, performed: 1 },
      { invoked: 8, performed: 8 },
      { invoked: 2, performed: 1 },
      { invoked: 1, performed: 2 },
    ],
    [
      'both unlimited',
      { invoked: 0, performed: 0 },
      { invoked: 0, performed: 0 },
      { invoked: 0, performed: 0 },
      { invoked: 0, performed: 0 },
    ],
    [
      'unlimited proposed',
      { invoked: 0, performed: 1 },
      { invoked: 4, performed: 6 },
      { invoked: 6, performed: 1 },
      { invoked: 1, performed: 6 },
    ],
  ])('answers the operations window: %s', (...[_, proposed, ours, answered, agreement]) => {
    const request = requestOf([ct], proposed && { asynchronousOperations: proposed });
    const result = answerAssociate(request, { supported: [any], offer: { ...offer, ...(ours && { asynchronousOperations: ours }) } });
    expect(result.answer.userInformation.asynchronousOperations).toEqual(answered);
    expect(result.agreement.asynchronousOperations).toEqual(agreement);
    const read = agreed(readAssociateAc(request, result.answer)).asynchronousOperations;
    expect(read).toEqual({ invoked: agreement.performed, performed: agreement.invoked });
  });

  it('answers extended negotiation only for classes that were asked about', () => {
    const extended = (sopClassUid: string, byte: number) => ({ sopClassUid, information: Uint8Array.of(byte) });
    const request = requestOf([ct], { sopClassExtended: [extended(CT, 1)] });
    const ours = { ...offer, sopClassExtended: [extended(CT, 0), extended(MR, 1)] };
    expect(answerAssociate(request, { supported: [any], offer: ours }).answer.userInformation.sopClassExtended).toEqual([extended(CT, 0)]);
  });

  it.each([
    [1, true, Uint8Array.of(9), new Uint8Array(0)],
    [2, true, Uint8Array.of(9), new Uint8Array(0)],
    [3, true, Uint8Array.of(9), Uint8Array.of(9)],
    [4, true, undefined, new Uint8Array(0)],
    [5, true, Uint8Array.of(9), Uint8Array.of(9)],
    [3, false, Uint8Array.of(9), undefined],
  ])('answers user identity type %i, response wanted %s', (...[type, positiveResponseRequested, response, expected]) => {
    const identity = { type, positiveResponseRequested, primary: Uint8Array.of(1), secondary: new Uint8Array(0) };
    const options = { supported: [any], offer, ...(response && { userIdentityResponse: response }) };
    const { userInformation } = answerAssociate(requestOf([ct], { userIdentity: identity }), options).answer;
    expect(userInformation.userIdentityResponse).toEqual(expected);
  });

  it.each([
    [16_384, undefined, 16_384],
    [0, undefined, 262_144],
    [0, 131_072, 131_072],
    [1 << 24, 131_072, 131_072],
  ])('sends PDUs of at most, peer %i, cap %s: %i', (maximumLength, sendLengthCap, expected) => {
    const options = { supported: [any], offer, ...(sendLengthCap !== undefined && { sendLengthCap }) };
    expect(answerAssociate(requestOf([ct], { maximumLength }), options).agreement.sendLength).toBe(expected);
  });

  it('assumes 16384 where nothing is announced', () => {
    const request = requestOf([{ id: 1, abstractSyntax: VERIFICATION, transferSyntaxes: [IMPLICIT] }]);
    const { maximumLength: _, ...user } = request.userInformation;
    expect(answerAssociate({ ...request, userInformation: user }, { supported: [], offer }).agreement.sendLength).toBe(16_384);
  });

  it('refuses to answer a length that leaves no room for data', () => {
    expect(() => answerAssociate(requestOf([ct], { maximumLength: 6 }), { supported: [any], offer })).toThrow(ProtocolError);
  });
});
