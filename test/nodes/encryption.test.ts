// Nodes that are called with TLS: the ladder tells what they show, offers what helps, and what a person decided is kept.
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Encryption, Rung } from '../../core/contract/nodes.ts';
import type { TlsOptions } from '../../core/association/types.ts';
import { createApplicationEntity, supportedStorage, supportedVerification } from '../../core/services/index.ts';
import { makeCertificates, type Certificates } from '../support/certificates.ts';
import { openRooms, type Rooms } from '../support/rooms.ts';
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts';
import { until } from '../support/until.ts';

const OFF: Encryption = { on: false, fingerprint: null, serverName: null, authority: null };
const ON: Encryption = { ...OFF, on: true };

let folder: TemporaryFolder;
let made: Certificates;

beforeAll(async () => {
  folder = await temporaryFolder();
  made = await makeCertificates(folder.path);
});
afterAll(() => folder[Symbol.asyncDispose]());

const pinOf = ({ fingerprint }: { readonly fingerprint: string }): string => fingerprint.replaceAll(':', '').toLowerCase();

const serve = (tls?: TlsOptions) =>
  createApplicationEntity({ title: 'PEER' }).listen({
    host: '127.0.0.1',
    port: 0,
    supportedContexts: [...supportedVerification(), ...supportedStorage()],
    on: {},
    ...(tls && { tls }),
  });

async function add(rooms: Rooms, port: number, encryption: Encryption): Promise<string> {
  const { id } = rooms.nodes.add({ title: 'PEER', host: '127.0.0.1', port, encryption });
  await until(() => rooms.nodes.require(id).state !== 'checking', { what: 'the verification to end' });
  return id;
}

async function language(rooms: Rooms, id: string): Promise<Rung | undefined> {
  let last: readonly Rung[] = [];
  for await (const ladder of rooms.nodes.verify(id)) last = ladder;
  return last.find(({ name }) => name === 'language');
}

it('tells of a port that hangs up on plain DICOM that it expects encryption', async () => {
  await using rooms = await openRooms();
  await using server = await serve({ certificate: made.server.certificate, key: made.server.key });
  const id = await add(rooms, server.port, OFF);
  expect(rooms.nodes.require(id)).toMatchObject({ state: 'refused', stateText: 'encryption' });
  expect((await language(rooms, id))?.failure).toMatchObject({
    headline: `Port ${server.port} of PEER expects encryption.`,
    confidence: 'certain',
    remedies: [{ kind: 'use-encryption', on: true }, { kind: 'edit-node' }],
  });
});

it('tells of a plain port that it does not speak TLS, and offers to turn it off', async () => {
  await using rooms = await openRooms();
  await using server = await serve();
  const id = await add(rooms, server.port, ON);
  expect((await language(rooms, id))?.failure?.remedies[0]).toEqual({ kind: 'use-encryption', on: false });
  rooms.nodes.update(id, { encryption: OFF });
  expect((await language(rooms, id))?.found).toBe('plain DICOM');
});

it('shows a certificate that nobody signed, and trusts it alone once its fingerprint is pinned', async () => {
  await using rooms = await openRooms();
  await using server = await serve({ certificate: made.selfSigned.certificate, key: made.selfSigned.key });
  const id = await add(rooms, server.port, ON);
  const fingerprint = pinOf(made.selfSigned);
  const refused = await language(rooms, id);
  expect(refused?.failure?.certificate).toMatchObject({ subject: 'CN=self', issuer: 'CN=self', fingerprint });
  expect(refused?.failure?.remedies[0]).toEqual({ kind: 'trust-certificate', fingerprint });
  rooms.nodes.update(id, { encryption: { ...ON, fingerprint } });
  const trusted = await language(rooms, id);
  expect(trusted?.found).toMatch(/^TLS 1\.3, certificate CN=self, expires \d{4}-\d\d-\d\d, made by itself$/);
  expect(rooms.nodes.require(id)).toMatchObject({ state: 'ok', certificate: { fingerprint }, abilities: { store: true } });

  await using other = await serve({ certificate: made.server.certificate, key: made.server.key });
  rooms.nodes.update(id, { port: other.port });
  expect((await language(rooms, id))?.failure).toMatchObject({
    headline: 'PEER shows another certificate than the trusted one.',
    certificate: { subject: 'CN=server', fingerprint: pinOf(made.server) },
  });
});

it('trusts by the authority of the node, and by a name that was accepted', async () => {
  await using rooms = await openRooms();
  await using server = await serve({ certificate: made.otherName.certificate, key: made.otherName.key });
  const authority = { name: 'CN=authority', pem: made.authority.certificate };
  const id = await add(rooms, server.port, { ...ON, authority });
  expect((await language(rooms, id))?.failure).toMatchObject({
    why: 'You call 127.0.0.1, the certificate names other.example.',
    remedies: [{ kind: 'accept-name', name: 'other.example' }, { kind: 'edit-node' }, { kind: 'verify' }],
  });
  rooms.nodes.update(id, { encryption: { ...ON, authority, serverName: 'other.example' } });
  expect((await language(rooms, id))?.found).toMatch(/certificate CN=other, .*issued by CN=authority/);
});

it('keeps what was decided across a restart', async () => {
  await using kept = await temporaryFolder();
  const encryption = { ...ON, fingerprint: 'ab'.repeat(32), serverName: 'pacs', authority: { name: 'CA', pem: 'x' } };
  const before = await openRooms({ folder: kept.path });
  const id = await add(before, 1, encryption);
  await before.close();
  await using after = await openRooms({ folder: kept.path });
  expect(after.nodes.require(id).encryption).toEqual(encryption);
  expect(after.nodes.require('this-computer').encryption).toEqual(OFF);
});
