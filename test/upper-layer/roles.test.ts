import { describe, expect, it } from 'vitest';
import { answerAssociate } from '../../core/upper-layer/answer.ts';
import { readAssociateAc } from '../../core/upper-layer/propose.ts';
import { acceptOf, agreed, ct, CT, EXPLICIT, offer, requestOf, role } from './values.ts';

type Pair = readonly [scu: 0 | 1, scp: 0 | 1] | undefined;

/** PS3.7 §D.3.3.4 by the requestor's proposal and the acceptor's answer; '' = the context cannot be used. */
const table: readonly (readonly [proposed: Pair, answered: Pair, roles: 'SCU' | 'SCP' | 'SCU+SCP' | ''])[] = [
  [undefined, [1, 1], 'SCU'],
  [undefined, [1, 0], 'SCU'],
  [undefined, [0, 1], 'SCU'],
  [undefined, [0, 0], 'SCU'],
  [undefined, undefined, 'SCU'],
  [[1, 1], [1, 1], 'SCU+SCP'],
  [[1, 1], [1, 0], 'SCU'],
  [[1, 1], [0, 1], 'SCP'],
  [[1, 1], [0, 0], ''],
  [[1, 1], undefined, 'SCU'],
  [[1, 0], [1, 1], 'SCU'],
  [[1, 0], [1, 0], 'SCU'],
  [[1, 0], [0, 1], ''],
  [[1, 0], [0, 0], ''],
  [[1, 0], undefined, 'SCU'],
  [[0, 1], [1, 1], 'SCP'],
  [[0, 1], [1, 0], ''],
  [[0, 1], [0, 1], 'SCP'],
  [[0, 1], [0, 0], ''],
  [[0, 1], undefined, 'SCU'],
];

const roles = (pair: Pair) => ({ roles: pair ? [role(pair[0] === 1, pair[1] === 1)] : [] });

describe('roles as the requestor reads them', () => {
  it.each(table)('proposed %o, answered %o: %s', (proposed, answered, expected) => {
    const answer = acceptOf([{ id: 1, result: 0, transferSyntax: EXPLICIT }], roles(answered));
    const { accepted, rejected } = agreed(readAssociateAc(requestOf([ct], roles(proposed)), answer));
    if (expected === '') {
      expect({ accepted, rejected }).toMatchObject({ accepted: [], rejected: [{ id: 1, result: 1 }] });
    } else {
      expect(accepted).toMatchObject([{ requestorIsScu: expected.includes('SCU'), requestorIsScp: expected.includes('SCP') }]);
    }
  });
});

describe('roles as the acceptor answers them', () => {
  const support = (scuRole?: boolean, scpRole?: boolean) => ({
    abstractSyntax: CT,
    transferSyntaxes: [EXPLICIT],
    ...(scuRole !== undefined && { scuRole }),
    ...(scpRole !== undefined && { scpRole }),
  });

  it.each<readonly [string, Pair, ReturnType<typeof support>, Pair, 'SCU' | 'SCP' | 'SCU+SCP' | '']>([
    ['nothing for no proposal', undefined, support(true, true), undefined, 'SCU'],
    ['both for both', [1, 1], support(true, true), [1, 1], 'SCU+SCP'],
    ['SCU only by default', [1, 1], support(), [1, 0], 'SCU'],
    ['SCP only when SCU is not wanted', [1, 1], support(false, true), [0, 1], 'SCP'],
    ['never 1 where 0 was proposed: SCP', [1, 0], support(true, true), [1, 0], 'SCU'],
    ['never 1 where 0 was proposed: SCU', [0, 1], support(true, true), [0, 1], 'SCP'],
    ['(0,0) and a rejection for SCP by default', [0, 1], support(), [0, 0], ''],
    ['(0,0) and a rejection where nothing is granted', [1, 1], support(false, false), [0, 0], ''],
    ['(0,0) for (0,0)', [0, 0], support(true, true), [0, 0], ''],
  ])('%s', (...[_, proposed, supported, answered, expected]) => {
    const { answer, agreement } = answerAssociate(requestOf([ct], roles(proposed)), { supported: [supported], offer });
    expect(answer.userInformation.roles).toEqual(roles(answered).roles);
    if (expected === '') {
      expect(answer.contexts).toMatchObject([{ id: 1, result: 1 }]);
      expect(agreement.rejected).toMatchObject([{ id: 1, result: 1 }]);
    } else {
      expect(agreement.accepted).toMatchObject([{ requestorIsScu: expected.includes('SCU'), requestorIsScp: expected.includes('SCP') }]);
    }
  });

  it('agrees with what the requestor reads out of the answer, whatever both say', () => {
    const bits = [false, true];
    for (const scu of bits)
      for (const scp of bits)
        for (const grantScu of bits)
          for (const grantScp of bits) {
            const request = requestOf([ct], { roles: [role(scu, scp)] });
            const { answer, agreement } = answerAssociate(request, { supported: [support(grantScu, grantScp)], offer });
            const read = agreed(readAssociateAc(request, answer));
            expect(read.accepted).toEqual(agreement.accepted);
            expect(read.rejected).toEqual(agreement.rejected);
          }
  });

  it('are answered once a class, and only where a context stands or falls by them', () => {
    const contexts = [
      ct,
      { ...ct, id: 3 },
      { id: 5, abstractSyntax: '1.2.3', transferSyntaxes: [EXPLICIT] },
      { id: 7, abstractSyntax: '1.2.4', transferSyntaxes: ['1.2'] },
    ];
    const request = requestOf(contexts, {
      roles: [role(true, true), role(false, true), role(true, true, '1.2.3'), role(true, true, '1.2.4'), role(true, true, '1.9')],
    });
    const supported = [
      support(true, true),
      { ...support(true, true), abstractSyntax: '1.2.4' },
      { ...support(true, true), abstractSyntax: '1.9' },
    ];
    expect(answerAssociate(request, { supported, offer }).answer.userInformation.roles).toEqual([role(true, true)]);
  });
});
