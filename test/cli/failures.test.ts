// What the command line says when no association comes about, or it ends before the answer: one object of its kind, status 1.
import { expect, test } from 'vitest';
import { createApplicationEntity, supportedVerification } from '../../core/services/index.ts';
import { gantry } from '../support/cli.ts';
import { abortsAtOnce, hangsUp, http, rejects, resets, silent, ssh, tlsAlert, type FaultyPeer } from '../support/faulty-peer.ts';
import { freePort } from '../support/peer-process.ts';

const at = (port: number): string => `PACS1@127.0.0.1:${port}`;

const PEERS: readonly (readonly [string, () => Promise<FaultyPeer>, object])[] = [
  ['rejects the called title', () => rejects(1, 1, 7), { kind: 'rejected', result: 1, source: 1, reason: 7 }],
  ['rejects for its limit', () => rejects(2, 3, 2), { kind: 'rejected', result: 2, source: 3, reason: 2 }],
  ['aborts', abortsAtOnce, { kind: 'aborted', by: 'peer', source: 0, reason: 0 }],
  ['is a web server', http, { kind: 'failed', phase: 'first-byte', code: 'unrecognised-pdu' }],
  ['is an SSH server', ssh, { kind: 'failed', phase: 'first-byte', code: 'unrecognised-pdu' }],
  ['speaks TLS', tlsAlert, { kind: 'failed', phase: 'first-byte', code: 'unrecognised-pdu' }],
  ['says nothing', silent, { kind: 'failed', phase: 'timer' }],
  ['resets the line', resets, { kind: 'failed' }],
  ['hangs up', hangsUp, { kind: 'failed' }],
];

test.each(PEERS)('a peer that %s', async (_, start, expected) => {
  await using peer = await start();
  const { code, lines } = await gantry('echo', at(peer.port), '--json', '--timeout', '1');
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatchObject(expected);
  expect(lines[0]?.['message']).toMatch(/^[A-Z0-9].*\.$/);
  expect(code).toBe(1);
  const people = await gantry('echo', at(peer.port), '--timeout', '1');
  expect(people).toMatchObject({ code: 1, stdout: '' });
  expect(people.stderr.split('\n')[0]).toBe(lines[0]?.['message']);
});

test('nobody listens', async () => {
  const { code, lines } = await gantry('echo', at(await freePort()), '--json');
  expect(lines).toMatchObject([{ kind: 'failed', phase: 'connect', code: 'ECONNREFUSED' }]);
  expect(code).toBe(1);
});

test('a name that nobody knows', async () => {
  const { code, lines } = await gantry('echo', 'PACS1@no-such-host.invalid:104', '--json', '--timeout', '5');
  expect(lines).toMatchObject([{ kind: 'failed', phase: 'name' }]);
  expect(code).toBe(1);
});

test('no context accepted', async () => {
  await using server = await createApplicationEntity({ title: 'PACS1' }).listen({
    host: '127.0.0.1',
    port: 0,
    supportedContexts: supportedVerification(),
    on: {},
  });
  const { code, lines } = await gantry('find', at(server.port), '--json', '-k', 'PatientName');
  expect(lines).toMatchObject([{ kind: 'failed', phase: 'no-context', rejected: [{ result: 3 }] }]);
  expect(code).toBe(1);
});

test('an echo that is answered with a failure', async () => {
  await using server = await createApplicationEntity({ title: 'PACS1' }).listen({
    host: '127.0.0.1',
    port: 0,
    supportedContexts: supportedVerification(),
    on: { echo: () => ({ status: 0x0122, errorComment: 'not today' }) },
  });
  const { code, lines } = await gantry('echo', at(server.port), '--json');
  expect(lines).toMatchObject([{ kind: 'status', status: 0x0122, comment: 'not today' }]);
  expect(code).toBe(1);
});
