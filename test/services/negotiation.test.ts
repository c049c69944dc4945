// What two entities agree on: extended negotiation both ways (PS3.7 Annex D.3.3), context lists within their limit, proposals for what is there.
import { describe, expect, test } from 'vitest';
import type { Admit, CallerFacts } from '../../core/association/types.ts';
import { encodeLatin1 } from '../../core/lib/bytes.ts';
import {
  classesFor,
  commitmentContexts,
  createApplicationEntity,
  findContexts,
  getProposal,
  moveContexts,
  mppsContexts,
  proposeStorage,
  storageContexts,
  supportedStorage,
  supportedVerification,
  verificationContexts,
  worklistContexts,
} from '../../core/services/index.ts';
import { loopback, type Loopback } from './loopback.ts';

const CT = '1.2.840.10008.5.1.4.1.1.2';

function line(admit: Admit, associate: Parameters<typeof loopback>[0]['associate']): Promise<Loopback> {
  return loopback({ listen: { supportedContexts: [...supportedVerification(), ...supportedStorage()], admit, on: {} }, associate });
}

describe('extended negotiation', () => {
  test('each item reaches the owner, and the answers are readable on the association', async () => {
    let caller: CallerFacts | undefined;
    const information = Uint8Array.of(1, 0, 1);
    await using both = await line(
      (asking) => {
        caller = asking;
        return {
          userIdentityResponse: encodeLatin1('ticket'),
          sopClassExtended: [{ sopClassUid: CT, information: Uint8Array.of(1, 1, 0) }],
          asynchronousOperations: { invoked: 2, performed: 3 },
        };
      },
      {
        contexts: [...verificationContexts(), { abstractSyntax: CT, transferSyntaxes: ['1.2.840.10008.1.2'] }],
        asynchronousOperations: { invoked: 5, performed: 5 },
        roles: [{ sopClassUid: CT, scu: true, scp: true }],
        sopClassExtended: [{ sopClassUid: CT, information }],
        sopClassCommonExtended: [{ sopClassUid: CT, serviceClassUid: '1.2.840.10008.4.2', relatedGeneralSopClassUids: [] }],
        userIdentity: { type: 3, positiveResponseRequested: true, primary: encodeLatin1('kerberos'), secondary: new Uint8Array(0) },
      },
    );
    expect(caller).toMatchObject({ callingTitle: 'USER', calledTitle: 'ANY-SCP' });
    expect(caller?.userInformation).toMatchObject({
      sopClassExtended: [{ sopClassUid: CT }],
      sopClassCommonExtended: [{ serviceClassUid: '1.2.840.10008.4.2' }],
      userIdentity: { type: 3, positiveResponseRequested: true },
    });
    const { association, provider } = both;
    expect(association.agreement.asynchronousOperations).toEqual({ invoked: 3, performed: 2 });
    expect(provider.agreement.asynchronousOperations).toEqual({ invoked: 2, performed: 3 });
    expect(association.peer.userIdentityResponse).toEqual(encodeLatin1('ticket'));
    expect(association.peer.sopClassExtended).toEqual([{ sopClassUid: CT, information: Uint8Array.of(1, 1, 0) }]);
    expect(association.accepted.find(({ abstractSyntax }) => abstractSyntax === CT)).toMatchObject({
      requestorIsScu: true,
      requestorIsScp: true,
    });
  });

  test.each([1, 2])('a positive response to an identity of type %i is empty', async (type) => {
    await using both = await line(() => undefined, {
      contexts: verificationContexts(),
      userIdentity: {
        type,
        positiveResponseRequested: true,
        primary: encodeLatin1('user'),
        secondary: type === 2 ? encodeLatin1('word') : new Uint8Array(0),
      },
    });
    expect(both.association.peer.userIdentityResponse).toEqual(new Uint8Array(0));
  });

  test.each([3, 4, 5])("the owner's answer to an identity of type %i is given when it was asked for, and only then", async (type) => {
    for (const positiveResponseRequested of [true, false]) {
      await using both = await line(() => ({ userIdentityResponse: encodeLatin1('ticket') }), {
        contexts: verificationContexts(),
        userIdentity: { type, positiveResponseRequested, primary: encodeLatin1('token'), secondary: new Uint8Array(0) },
      });
      expect(both.association.peer.userIdentityResponse).toEqual(positiveResponseRequested ? encodeLatin1('ticket') : undefined);
      expect(both.provider.peer.userIdentity).toMatchObject({ type, primary: encodeLatin1('token') });
    }
  });

  test('what was not proposed is not answered', async () => {
    await using both = await line(
      () => ({
        sopClassExtended: [{ sopClassUid: CT, information: Uint8Array.of(1) }],
        asynchronousOperations: { invoked: 9, performed: 9 },
        userIdentityResponse: encodeLatin1('ticket'),
      }),
      { contexts: verificationContexts() },
    );
    const { peer, agreement } = both.association;
    expect(peer).toMatchObject({ roles: [], sopClassExtended: [], sopClassCommonExtended: [] });
    expect([peer.asynchronousOperations, peer.userIdentityResponse]).toEqual([undefined, undefined]);
    expect(agreement.asynchronousOperations).toEqual({ invoked: 1, performed: 1 });
  });

  test('an identity that the owner refuses', async () => {
    const server = await createApplicationEntity({ title: 'PROVIDER' }).listen({
      host: '127.0.0.1',
      port: 0,
      supportedContexts: supportedVerification(),
      admit: ({ userInformation }) => (userInformation.userIdentity ? undefined : { result: 1, source: 2, reason: 1 }),
      on: {},
    });
    const outcome = await createApplicationEntity({ title: 'USER' }).associate({
      host: '127.0.0.1',
      port: server.port,
      contexts: verificationContexts(),
    });
    expect(outcome).toEqual({ kind: 'rejected', result: 1, source: 2, reason: 1 });
    await server.close();
  });

  test('an answer of the owner that cannot be sent refuses the caller', async () => {
    await expect(line(() => ({ result: 1, source: 1, reason: 4711 }), { contexts: verificationContexts() })).rejects.toThrow(
      /"result":1,"source":1,"reason":1/,
    );
  });
});

describe('context lists', () => {
  const services = [
    ...verificationContexts(),
    ...findContexts(),
    ...moveContexts(),
    ...worklistContexts(),
    ...commitmentContexts(),
    ...mppsContexts(),
  ];

  test.each(['common', 'images', 'documents', 'waveforms', 'visible-light', 'radiotherapy'] as const)(
    'storage for %s fits with the other services',
    (purpose) => {
      expect(classesFor(purpose).length).toBeGreaterThan(5);
      expect(new Set(classesFor(purpose)).size).toBe(classesFor(purpose).length);
      expect(storageContexts(purpose).length + services.length).toBeLessThanOrEqual(128);
    },
  );

  test('a C-GET proposal fits whatever is asked of it', () => {
    expect(getProposal().contexts.length).toBeLessThanOrEqual(128);
    expect(getProposal({ with: findContexts() }).contexts.length).toBeLessThanOrEqual(128);
    expect(getProposal({ sopClassUids: Array.from({ length: 300 }, (_, index) => `1.2.${index}`) }).contexts).toHaveLength(128);
    expect(getProposal({ sopClassUids: [CT, CT] }).roles).toEqual([{ sopClassUid: CT, scu: false, scp: true }]);
  });

  test('every class of the standard is supported for storage', () => {
    expect(supportedStorage().length).toBeGreaterThan(180);
  });
});

describe('proposals for what is there', () => {
  const item = (sopClassUid: string, transferSyntaxUid: string): { readonly sopClassUid: string; readonly transferSyntaxUid: string } => ({
    sopClassUid,
    transferSyntaxUid,
  });

  test('each syntax has a context of its own, before the fallback', () => {
    const [proposal, ...more] = proposeStorage([
      item(CT, '1.2.840.10008.1.2.4.90'),
      item(CT, '1.2.840.10008.1.2.4.50'),
      item(CT, '1.2.840.10008.1.2.4.90'),
    ]);
    expect(more).toEqual([]);
    expect(proposal?.items).toHaveLength(3);
    expect(proposal?.contexts).toEqual([
      { abstractSyntax: CT, transferSyntaxes: ['1.2.840.10008.1.2.4.90'] },
      { abstractSyntax: CT, transferSyntaxes: ['1.2.840.10008.1.2.4.50'] },
      { abstractSyntax: CT, transferSyntaxes: ['1.2.840.10008.1.2.1', '1.2.840.10008.1.2'] },
    ]);
  });

  test('more than 128 contexts are several proposals, each with its own objects', () => {
    const items = Array.from({ length: 200 }, (_, index) => item(`1.2.${index}`, '1.2.840.10008.1.2.1'));
    const proposals = proposeStorage(items);
    expect(proposals.flatMap((proposal) => proposal.items)).toEqual(items);
    for (const { contexts, items: own } of proposals) {
      expect(contexts.length).toBeLessThanOrEqual(128);
      for (const { sopClassUid } of own) expect(contexts.some(({ abstractSyntax }) => abstractSyntax === sopClassUid)).toBe(true);
    }
  });
});
