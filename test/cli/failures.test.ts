// What the command line says when no association comes about, or it ends before the answer: one object of its kind, status 1.
import { expect, test } from 'vitest';
import { createApplicationEntity, supportedVerification } from '../../core/services/index.ts';
import { gantry } from '../support/cli.ts';
import { abortsAtOnce, hangsUp, http, rejects, resets, silent, ssh, tlsAlert, type FaultyPeer } from '../support/faulty-peer.ts';
import { freePort } from '../support/peer-process.ts';

const at = (port: number): string => `PACS1@127.0.0.1:${port}`;

interface Case {
  readonly start: () => Promise<FaultyPeer>;
  readonly said: object;
  readonly options?: readonly string[];
}

const PEERS: readonly (readonly [string, Case])[] = [
  ['rejects the called title', { start: () => rejects(1, 1, 7), said: { kind: 'rejected', result: 1, source: 1, reason: 7 } }],
  ['rejects for its limit', { start: () => rejects(2, 3, 2), said: { kind: 'rejected', result: 2, source: 3, reason: 2 } }],
  ['aborts', { start: abortsAtOnce, said: { kind: 'aborted', by: 'peer', source: 0, reason: 0 } }],
  ['is a web server', { start: http, said: { kind: 'failed', phase: 'first-byte', code: 'unrecognised-pdu' } }],
  ['is an SSH server', { start: ssh, said: { kind: 'failed', phase: 'first-byte', code: 'unrecognised-pdu' } }],
  ['speaks TLS', { start: tlsAlert, said: { kind: 'failed', phase: 'first-byte', code: 'unrecognised-pdu' } }],
  ['says nothing', { start: silent, said: { kind: 'failed', phase: 'timer' }, options: ['--timeout', '1'] }],
  ['resets the line', { start: resets, said: { kind: 'failed' } }],
  ['hangs up', { start: hangsUp, said: { kind: 'failed' } }],
];

test.each(PEERS)('a peer that %s', async (_, { start, said, options = [] }) => {
  await using peer = await start();
  const { code, lines } = await gantry('echo', at(peer.port), '--json', ...options);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatchObject(said);
  expect(lines[0]?.['message']).toMatch(/^[A-Z0-9].*\.$/);
  expect(code).toBe(1);
  const people = await gantry('echo', at(peer.port), ...options);
  expect(people).toMatchObject({ code: 1, stdout: '' });
  expect(people.stderr.split('\n')[0]).toBe(lines[0]?.['message']);
});

test('nobody listens', async () => {
  const { code, lines } = await gantry('echo', at(await freePort()), '--json');
  expect(lines).toMatchObject([{ kind: 'failed', phase: 'connect', code: 'ECONNREFUSED' }]);
  expect(code).toBe(1);
});

test('a name that nobody knows', async () => {
  // Longer than a label may be: no name server is asked.
  const { code, lines } = await gantry('echo', `PACS1@${'x'.repeat(64)}.invalid:104`, '--json');
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
