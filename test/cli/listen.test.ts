// `gantry listen` with DCMTK as its callers: the lines it prints, what lies on the disk, and how it ends.
import { readdir, stat } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { gantry, startListening } from '../support/cli.ts';
import { faultyPeer } from '../support/faulty-peer.ts';
import { makeCertificates } from '../support/certificates.ts';
import { objectFile, pydicomFile } from '../support/object-files.ts';
import { freePort, installed, run } from '../support/peer-process.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { until } from '../support/until.ts';

const files = ['CT_small.dcm', 'MR_small.dcm', 'JPEG2000.dcm'].map(pydicomFile);
/** Bytes of a session of `storescu` after which the object has begun and has not ended. */
const HALF = 20_000;
const paths = files.map((file) => file.path);

/** Files of a folder and of the folders in it, without what begins with a dot. */
async function filesIn(folder: string): Promise<string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  return found
    .filter((entry) => entry.isFile() && !path.relative(folder, entry.parentPath).startsWith('.') && !entry.name.startsWith('.'))
    .map((entry) => path.join(entry.parentPath, entry.name));
}

/** Sends every file in its own syntax. */
const send = (port: number, args: readonly string[] = []): ReturnType<typeof run> =>
  run('dcmsend', ['--decompress-never', '-aec', 'GANTRY', ...args, '127.0.0.1', String(port), ...paths]);

describe.runIf(await installed('dcmsend'))('gantry listen', () => {
  test('prints where it listens, then each object as it lies on the disk', async () => {
    await using folder = await temporaryFolder();
    await using listener = await startListening(folder.path);
    expect(listener.lines()[0]).toEqual({ kind: 'listening', title: 'GANTRY', host: '127.0.0.1', port: listener.port });
    const { code, output } = await send(listener.port, ['-aet', 'MODALITY']);
    expect(code, output).toBe(0);
    await until(() => listener.lines().length === 4, { what: 'three objects' });
    const stored = listener.lines().slice(1);
    for (const line of stored) {
      expect(Object.keys(line)).toEqual(['kind', 'sopInstanceUid', 'sopClassUid', 'transferSyntaxUid', 'callingTitle', 'path', 'bytes']);
      const sent = files.find(({ sopInstanceUid }) => sopInstanceUid === line['sopInstanceUid']);
      const file = objectFile(String(line['path']));
      expect(line).toMatchObject({ kind: 'stored', callingTitle: 'MODALITY', transferSyntaxUid: sent?.transferSyntaxUid });
      expect(line['sopClassUid']).toBe(sent?.sopClassUid);
      expect(line['bytes']).toBe((await stat(file.path)).size);
      expect(file.sopInstanceUid).toBe(line['sopInstanceUid']);
    }
    expect(await listener.end('SIGTERM')).toBe(0);
    expect(listener.stderr()).toBe('');
  });

  test('answers find, get and move over what it holds', async () => {
    await using folder = await temporaryFolder();
    await using destination = await startListening(path.join(folder.path, 'destination'), '--title', 'ELSEWHERE');
    await using listener = await startListening(path.join(folder.path, 'held'), '--destination', destination.address);
    await send(listener.port);
    const found = await gantry('find', listener.address, '--json', '-k', 'StudyInstanceUID', '-k', 'ModalitiesInStudy=CT');
    expect(found.code).toBe(0);
    expect(found.lines).toHaveLength(2);
    const [match] = found.lines;
    const uid = '1.3.6.1.4.1.5962.1.2.1.20040119072730.12322';
    expect(match).toMatchObject({ kind: 'match', dataset: { '0020000D': { vr: 'UI', Value: [uid] }, '00080061': { Value: ['CT'] } } });
    expect(found.lines.at(-1)).toEqual({ kind: 'final', status: 0 });

    const moved = await gantry('move', listener.address, '--json', '-k', `StudyInstanceUID=${uid}`, '--to', 'ELSEWHERE');
    expect(moved).toMatchObject({ code: 0, stderr: '' });
    expect(moved.lines.at(-1)).toMatchObject({ kind: 'final', status: 0, completed: 1, failed: 0, warning: 0 });
    expect(await destination.line('stored')).toMatchObject({ callingTitle: 'GANTRY', sopInstanceUid: files[0]?.sopInstanceUid });

    const unknown = await gantry('move', listener.address, '--json', '-k', `StudyInstanceUID=${uid}`, '--to', 'NOBODY');
    expect(unknown.code).toBe(1);
    expect(unknown.lines).toMatchObject([{ kind: 'final', status: 0xa801, comment: 'move destination NOBODY is not known here' }]);
    expect(unknown.lines[0]?.['message']).toContain('NOBODY');

    const get = await run('getscu', [
      '-S',
      '-aec',
      'GANTRY',
      '-od',
      folder.path,
      '-k',
      'QueryRetrieveLevel=STUDY',
      '-k',
      `StudyInstanceUID=${uid}`,
      '127.0.0.1',
      String(listener.port),
    ]);
    expect(get.code, get.output).toBe(0);
    const received = (await readdir(folder.path)).filter((name) => name.startsWith('CT'));
    expect(received).toHaveLength(1);
  });

  test.each(['SIGTERM', 'SIGINT'] as const)(
    '%s in the middle of an object: the association is aborted, no half file stays',
    async (signal) => {
      await using folder = await temporaryFolder();
      await using listener = await startListening(folder.path);
      const heard: Buffer[] = [];
      let passed = 0;
      let closed = false;
      // Passes on the caller's bytes, and stops in the middle of the object.
      await using stuck = await faultyPeer((caller) => {
        const onward = connect(listener.port, '127.0.0.1');
        onward.on('error', () => undefined);
        onward.once('close', () => {
          closed = true;
          caller.destroy();
        });
        onward.on('data', (chunk) => {
          heard.push(chunk);
          caller.write(chunk);
        });
        caller.on('data', (chunk) => {
          onward.write(chunk.subarray(0, Math.max(0, HALF - passed)));
          passed += chunk.length;
        });
      });
      const sending = run('storescu', ['-aec', 'GANTRY', '127.0.0.1', String(stuck.port), ...paths.slice(0, 1)]);
      await until(() => passed > HALF, { what: 'half an object' });
      await until(async () => (await readdir(path.join(folder.path, '.incoming'))).some((name) => name.endsWith('.part')), {
        what: 'a part file',
      });
      expect(await listener.end(signal)).toBe(0);
      await until(() => closed, { what: 'the end of the line' });
      await sending;
      expect(Buffer.concat(heard).subarray(-10).toString('hex')).toMatch(/^070000000004/);
      expect(await filesIn(folder.path)).toEqual([]);
      expect((await readdir(path.join(folder.path, '.incoming'))).filter((name) => name.endsWith('.part'))).toEqual([]);
    },
  );

  test('a busy port is named', async () => {
    await using folder = await temporaryFolder();
    await using listener = await startListening(path.join(folder.path, 'one'));
    const other = await gantry('listen', '--json', '--folder', path.join(folder.path, 'two'), '--port', String(listener.port));
    expect(other.code).toBe(1);
    expect(other.lines).toMatchObject([{ kind: 'failed', phase: 'listen', code: 'EADDRINUSE' }]);
    expect(other.lines[0]?.['message']).toContain(String(listener.port));
  });

  test('a folder is of one listener at a time', async () => {
    await using folder = await temporaryFolder();
    await using listener = await startListening(folder.path);
    const other = await gantry('listen', '--json', '--folder', folder.path, '--port', String(await freePort()));
    expect(other.code).toBe(1);
    expect(other.lines).toMatchObject([{ kind: 'error' }]);
    expect(listener.child.exitCode).toBeNull();
  });

  test('what was stored is found again after a restart', async () => {
    await using folder = await temporaryFolder();
    for (const round of [0, 1]) {
      await using listener = await startListening(folder.path);
      if (round === 0) await send(listener.port);
      const { lines } = await gantry('find', listener.address, '--json', '-k', 'StudyInstanceUID');
      expect(lines.filter(({ kind }) => kind === 'match')).toHaveLength(new Set(files.map((file) => file.path)).size);
      expect(await listener.end('SIGTERM')).toBe(0);
    }
    expect(await filesIn(folder.path)).toHaveLength(files.length);
  });

  test('speaks TLS, and with a CA asks for a certificate', async () => {
    await using folder = await temporaryFolder();
    const { authority, server, client, selfSigned } = await makeCertificates(folder.path);
    const own = ['--tls', '--cert', server.certificateFile, '--key', server.keyFile, '--ca', authority.certificateFile];
    await using listener = await startListening(path.join(folder.path, 'inbox'), ...own);
    const trusted = ['+tls', client.keyFile, client.certificateFile, '+cf', authority.certificateFile];
    const sent = await run('storescu', [...trusted, '-aec', 'GANTRY', '127.0.0.1', String(listener.port), paths[0] ?? '']);
    expect(sent.code, sent.output).toBe(0);
    expect(await listener.line('stored')).toMatchObject({ sopInstanceUid: files[0]?.sopInstanceUid });

    const shown = ['--tls', '--ca', authority.certificateFile, '--cert', client.certificateFile, '--key', client.keyFile];
    expect((await gantry('echo', listener.address, '--json', ...shown)).lines).toMatchObject([{ kind: 'success', status: 0 }]);
    const pinned = ['--tls', '--fingerprint', server.fingerprint, '--cert', client.certificateFile, '--key', client.keyFile];
    expect((await gantry('echo', listener.address, '--json', ...pinned)).lines).toMatchObject([{ kind: 'success' }]);

    const failures = [
      [['--tls', '--cert', client.certificateFile, '--key', client.keyFile], 'tls', /VERIFY|ISSUER|SIGNED/],
      [['--tls', '--fingerprint', client.fingerprint], 'tls', /fingerprint-mismatch/],
      // With TLS 1.3 a server refuses the caller's certificate after the caller's handshake.
      [['--tls', '--ca', authority.certificateFile], /tls|first-byte/, /CERTIFICATE_REQUIRED|ALERT|RESET|closed/],
      [
        ['--tls', '--ca', authority.certificateFile, '--cert', selfSigned.certificateFile, '--key', selfSigned.keyFile],
        /tls|first-byte/,
        /UNKNOWN_CA|ALERT|RESET|closed/,
      ],
    ] as const;
    for (const [args, phase, code] of failures) {
      const { code: exit, lines } = await gantry('echo', listener.address, '--json', ...args);
      expect(exit).toBe(1);
      expect(lines, args.join(' ')).toHaveLength(1);
      expect(lines[0]?.kind).toBe('failed');
      expect(lines[0]?.['phase']).toMatch(phase);
      expect(lines[0]?.['code']).toMatch(code);
    }
    const plain = await gantry('echo', listener.address, '--json', '--timeout', '5');
    expect(plain.code).toBe(1);
  });
});
