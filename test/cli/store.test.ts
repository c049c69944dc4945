// `gantry store` to storescp: folders with what is no object among them, several associations, each answer told, TLS.
import { copyFile, mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { createApplicationEntity, supportedStorage } from '../../core/services/index.ts';
import { gantry, startCli } from '../support/cli.ts';
import { makeCertificates } from '../support/certificates.ts';
import { startStorescp } from '../support/dcmtk.ts';
import { faultyPeer } from '../support/faulty-peer.ts';
import { keepArrivals, objectFile, pydicomFile } from '../support/object-files.ts';
import { freePort, installed } from '../support/peer-process.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const at = (port: number): string => `ANY-SCP@127.0.0.1:${port}`;
const ct = pydicomFile('CT_small.dcm');
const mr = pydicomFile('MR_small.dcm');

describe.runIf(await installed('storescp'))('gantry store', () => {
  test('a folder with bad files: every object is sent, also one that is there twice, the rest is named, and the status says that not all was sent', async () => {
    await using folder = await temporaryFolder();
    const disc = path.join(folder.path, 'disc');
    await mkdir(path.join(disc, 'below'), { recursive: true });
    await copyFile(ct.path, path.join(disc, 'one'));
    await copyFile(mr.path, path.join(disc, 'below', 'two.dcm'));
    await copyFile(mr.path, path.join(disc, 'below', 'two again.dcm'));
    await writeFile(path.join(disc, 'README.txt'), 'no object');
    await writeFile(path.join(disc, 'empty.dcm'), '');
    const out = path.join(folder.path, 'out');
    await mkdir(out);
    await using peer = await startStorescp({ folder: out });
    const { code, lines } = await gantry('store', at(peer.port), '--json', disc);
    const objects = lines.filter(({ kind }) => kind === 'object');
    for (const line of objects) expect(Object.keys(line)).toEqual(['kind', 'path', 'sopInstanceUid', 'status']);
    expect(new Set(objects.map((line) => line['sopInstanceUid']))).toEqual(new Set([ct.sopInstanceUid, mr.sopInstanceUid]));
    expect(objects.map((line) => line['status'])).toEqual([0, 0, 0]);
    const skipped = lines.filter(({ kind }) => kind === 'skipped');
    const names = skipped.map((line) => path.basename(String(line['path'])));
    expect(new Set(names)).toEqual(new Set(['README.txt', 'empty.dcm']));
    for (const line of skipped) expect(line['message']).not.toBe('');
    const summary = lines.at(-1);
    expect(summary).toMatchObject({ kind: 'summary', sent: 3, failed: 0, skipped: 2 });
    expect(Object.keys(summary ?? {})).toEqual(['kind', 'sent', 'failed', 'skipped', 'bytes', 'ms']);
    expect(summary?.['bytes']).toBe(ct.bytes().length + 2 * mr.bytes().length);
    expect(code).toBe(1);
    expect(await readdir(out)).toHaveLength(2);
  });

  test('a folder without any object: that is said before the summary, and nobody is called', async () => {
    await using peer = await faultyPeer((socket) => socket.destroy());
    await using folder = await temporaryFolder();
    const bare = path.join(folder.path, 'bare');
    await mkdir(bare);
    const { code, lines } = await gantry('store', at(peer.port), '--json', bare);
    expect(lines).toMatchObject([
      { kind: 'failed', code: 'nothing-to-send', message: 'There is no DICOM object to send.' },
      { kind: 'summary', sent: 0, failed: 0, skipped: 0, bytes: 0 },
    ]);
    expect(code).toBe(1);
    expect(peer.calls).toBe(0);
  });

  test('--associations shares the objects among associations, and each arrives once with its bytes', async () => {
    const { arrivals, store } = keepArrivals();
    const callers = new Set<string>();
    await using server = await createApplicationEntity({ title: 'ANY-SCP' }).listen({
      host: '127.0.0.1',
      port: 0,
      supportedContexts: supportedStorage(),
      on: { store },
      onAssociation: ({ id }) => void callers.add(id),
    });
    const items = ['CT_small', 'MR_small', 'JPEG2000', 'JPEG-lossy'].map((name) => pydicomFile(`${name}.dcm`));
    const { code, lines } = await gantry('store', at(server.port), '--json', '--associations', '4', ...items.map(({ path: file }) => file));
    expect(lines.at(-1)).toMatchObject({ kind: 'summary', sent: items.length, failed: 0, skipped: 0 });
    expect(code).toBe(0);
    expect(callers.size).toBe(4);
    expect(arrivals).toHaveLength(items.length);
    const sent = new Map(items.map((item) => [item.sopInstanceUid, item]));
    for (const { request, bytes } of arrivals) {
      const item = sent.get(request.sopInstanceUid);
      expect(request.transferSyntaxUid).toBe(item?.transferSyntaxUid);
      expect(Buffer.compare(bytes.subarray(0, item?.bytes().length), item?.bytes() ?? Buffer.alloc(0)), item?.path).toBe(0);
    }
  });

  test('a refused object is told with its status, and the others are sent', async () => {
    const { arrivals, store } = keepArrivals();
    await using server = await createApplicationEntity({ title: 'ANY-SCP' }).listen({
      host: '127.0.0.1',
      port: 0,
      supportedContexts: supportedStorage(),
      on: {
        store: (request) => (request.sopInstanceUid === ct.sopInstanceUid ? { status: 0xa700, errorComment: 'disk full' } : store(request)),
      },
    });
    const { code, lines } = await gantry('store', at(server.port), '--json', ct.path, mr.path);
    expect(lines).toMatchObject([
      { kind: 'object', sopInstanceUid: ct.sopInstanceUid, status: 0xa700, message: 'disk full' },
      { kind: 'object', sopInstanceUid: mr.sopInstanceUid, status: 0 },
      { kind: 'summary', sent: 1, failed: 1, skipped: 0 },
    ]);
    expect(code).toBe(1);
    expect(arrivals).toHaveLength(1);
  });

  test('an object whose syntax is not accepted is not sent, and the reason is told', async () => {
    await using folder = await temporaryFolder();
    await using peer = await startStorescp({ folder: folder.path, args: ['+xi'] });
    const { code, lines } = await gantry('store', at(peer.port), '--json', pydicomFile('JPEG2000.dcm').path);
    expect(lines).toMatchObject([
      { kind: 'object', status: null, message: 'its transfer syntax was not accepted' },
      { kind: 'summary', failed: 1 },
    ]);
    expect(code).toBe(1);
  });

  test('a peer that aborts, and one that is not there: every object is told as not sent', async () => {
    await using folder = await temporaryFolder();
    await using peer = await startStorescp({ folder: folder.path, args: ['--abort-after'] });
    for (const port of [peer.port, await freePort()]) {
      const { code, lines } = await gantry('store', at(port), '--json', ct.path, mr.path);
      const objects = lines.filter(({ kind }) => kind === 'object');
      expect(objects.map((line) => line['status'])).toEqual([null, null]);
      expect(lines.at(-1)).toMatchObject({ kind: 'summary', sent: 0, failed: 2 });
      expect(code).toBe(1);
    }
  });

  test('nothing to send is not success', async () => {
    await using folder = await temporaryFolder();
    const { code, lines } = await gantry('store', at(await freePort()), '--json', folder.path, path.join(folder.path, 'missing.dcm'));
    expect(lines).toMatchObject([
      { kind: 'skipped', path: path.join(folder.path, 'missing.dcm') },
      { kind: 'summary', sent: 0, skipped: 1 },
    ]);
    expect(code).toBe(1);
  });

  test('SIGTERM in the middle ends the association and says what was not sent', async () => {
    let seen: () => void = () => undefined;
    const first = new Promise<void>((resolve) => (seen = resolve));
    let ended = '';
    await using server = await createApplicationEntity({
      title: 'ANY-SCP',
      observer: { ended: (_, end) => void (ended = end.kind) },
    }).listen({
      host: '127.0.0.1',
      port: 0,
      supportedContexts: supportedStorage(),
      // Never answers.
      on: {
        store: () => ({
          write: () => undefined,
          finish: () => (seen(), new Promise<number>(() => undefined)),
          discard: () => undefined,
        }),
      },
    });
    await using sending = startCli(['store', at(server.port), '--json', ct.path, mr.path]);
    await first;
    expect(await sending.end('SIGTERM')).toBe(1);
    expect(sending.lines().at(-1)).toMatchObject({ kind: 'summary', sent: 0, failed: 2 });
    expect(ended).toMatch(/aborted|released/);
  });

  test('over TLS with certificates on both sides', async () => {
    await using folder = await temporaryFolder();
    const { authority, server, client } = await makeCertificates(folder.path);
    const out = path.join(folder.path, 'out');
    await mkdir(out);
    await using peer = await startStorescp({
      folder: out,
      args: ['+tls', server.keyFile, server.certificateFile, '+cf', authority.certificateFile],
    });
    const own = ['--cert', client.certificateFile, '--key', client.keyFile];
    const sent = await gantry('store', at(peer.port), '--json', '--tls', '--ca', authority.certificateFile, ...own, ct.path);
    expect(sent.lines.at(-1)).toMatchObject({ kind: 'summary', sent: 1, failed: 0 });
    expect(sent.code).toBe(0);
    const [name = ''] = await readdir(out);
    expect(objectFile(path.join(out, name)).sopInstanceUid).toBe(ct.sopInstanceUid);
  });
});
