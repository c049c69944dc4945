// What is left when associations end at odd moments: results settle, sources are let go, and no socket or port stays behind.
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ByteSource } from '../../core/association/types.ts';
import { createApplicationEntity, supportedVerification, verificationContexts } from '../../core/services/index.ts';
import type { Association } from '../../core/services/types.ts';
import { RawPeer } from '../support/raw-peer.ts';
import { until } from '../support/until.ts';
import { associateRq, CT, IMPLICIT, RELEASE_RQ } from '../association/pdus.ts';
import { loopback, type Loopback } from './loopback.ts';

let both: Loopback;

const handles = (): readonly string[] => process.getActiveResourcesInfo().filter((name) => /TCP|TLS|Socket/.test(name));

beforeEach(async () => {
  both = await loopback({
    listen: {
      supportedContexts: [{ abstractSyntax: CT, transferSyntaxes: [] }],
      on: { store: () => ({ write: () => undefined, finish: () => 0, discard: () => undefined }) },
    },
    associate: { contexts: [{ abstractSyntax: CT, transferSyntaxes: [IMPLICIT] }] },
  });
});

afterEach(async () => {
  await both[Symbol.asyncDispose]();
});

function sending(association: Association, open: () => ByteSource | Promise<ByteSource>): ReturnType<Association['store']> {
  return association.store({ sopClassUid: CT, sopInstanceUid: '1.2.3', transferSyntaxUid: IMPLICIT, open });
}

const never = (): Promise<never> => new Promise(() => undefined);

test.each([
  ['is never open', 0],
  ['never gives its first bytes', 1],
  ['never gives more', 2],
])('a source that %s does not keep the result of an object whose association has ended', async (_, patience) => {
  let asked = 0;
  const fill = (views: readonly Uint8Array[]): number | Promise<number> => {
    asked += 1;
    return asked < patience ? views.reduce((sum, view) => sum + view.length, 0) : never();
  };
  const result = sending(both.association, () => {
    if (patience > 0) return { fill, close: never };
    asked += 1;
    return never();
  });
  await until(() => asked === Math.max(1, patience), { what: 'the source to be asked' });
  both.association.abort();
  expect(await result).toMatchObject({ kind: 'ended', end: { kind: 'aborted', by: 'us' } });
});

test('a source that is open too late is closed', async () => {
  let open: (source: ByteSource) => void = () => undefined;
  let closed = false;
  const result = sending(both.association, () => new Promise((resolve) => (open = resolve)));
  both.provider.abort();
  expect(await result).toMatchObject({ kind: 'ended', end: { by: 'peer' } });
  open({ fill: () => 0, close: () => void (closed = true) });
  await until(() => closed, { what: 'the source to be closed' });
});

test('a closed port leaves nothing behind, whoever is still on the line', async () => {
  await both[Symbol.asyncDispose]();
  await until(() => handles().length === 0, { what: 'the sockets before to be gone' });
  const entity = createApplicationEntity({ title: 'GANTRY', requestedContexts: verificationContexts() });
  const server = await entity.listen({ host: '127.0.0.1', port: 0, supportedContexts: supportedVerification(), on: {} });
  const { port } = server;
  const silent = await RawPeer.call(port);
  const lingering = await RawPeer.call(port);
  lingering.send(associateRq(), RELEASE_RQ);
  expect([(await lingering.pdu()).type, (await lingering.pdu()).type]).toEqual([2, 6]);
  const staying = await RawPeer.call(port);
  staying.send(associateRq());
  expect((await staying.pdu()).type).toBe(2);
  const opened = await entity.associate({ host: '127.0.0.1', port });
  if (opened.kind !== 'established') throw new Error(opened.kind);
  expect((await opened.association.release()).kind).toBe('released');
  await server.close({ graceMs: 0 });
  for (const peer of [silent, lingering, staying]) await peer[Symbol.asyncDispose]();
  await until(() => handles().length === 0, { what: 'every socket to be gone' });
  const again = await entity.listen({ host: '127.0.0.1', port, supportedContexts: supportedVerification(), on: {} });
  await again.close({ graceMs: 0 });
  await until(() => handles().length === 0, { what: 'the port to be gone' });
});
