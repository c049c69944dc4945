// `gantry proxy` between two DCMTK programs: what arrives is what was sent, byte for byte, and every PDU is told.
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { startCli, type CliProcess } from '../support/cli.ts';
import { startStorescp } from '../support/dcmtk.ts';
import { faultyPeer } from '../support/faulty-peer.ts';
import { pydicomFile } from '../support/object-files.ts';
import { freePort, installed, run } from '../support/peer-process.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { until } from '../support/until.ts';

async function startProxy(peerPort: number): Promise<CliProcess & { readonly port: number }> {
  const proxy = startCli(['proxy', '0', `PEER@127.0.0.1:${peerPort}`, '--json']);
  const { port } = await proxy.line('listening');
  return { ...proxy, port: Number(port) };
}

describe.runIf(await installed('storescp'))('between storescu and storescp', () => {
  test('the object arrives as it does without the proxy, and every PDU is told', async () => {
    await using folder = await temporaryFolder();
    const file = pydicomFile('CT_small.dcm').path;
    const received: Buffer[] = [];
    let told: CliProcess | undefined;
    for (const through of [false, true]) {
      const out = path.join(folder.path, String(through));
      await mkdir(out);
      await using peer = await startStorescp({ folder: out });
      await using proxy = await startProxy(peer.port);
      const { code, output } = await run('storescu', ['127.0.0.1', String(through ? proxy.port : peer.port), file]);
      expect(code, output).toBe(0);
      const [name = ''] = await readdir(out);
      received.push(await readFile(path.join(out, name)));
      if (through) {
        await proxy.line('closed');
        expect(await proxy.end('SIGTERM')).toBe(0);
        told = proxy;
      }
    }
    expect(Buffer.compare(received[0] ?? Buffer.alloc(0), received[1] ?? Buffer.alloc(1))).toBe(0);
    const pdus = told?.lines().filter(({ kind }) => kind === 'pdu') ?? [];
    const kinds = pdus
      .map((line) => `${String(line['direction'])} ${String(line['pdu'])}`)
      .filter((kind, index, all) => kind !== all[index - 1]);
    expect(kinds).toEqual([
      'to-peer associate-rq',
      'from-peer associate-ac',
      'to-peer p-data-tf',
      'to-peer message',
      'to-peer p-data-tf',
      'from-peer p-data-tf',
      'from-peer message',
      'to-peer release-rq',
      'from-peer release-rp',
    ]);
    expect(pdus.map((line) => line['text']).join('\n')).toContain('C-STORE-RQ 1: CT Image Storage');
    // Of data sets only sizes are told.
    expect(told?.stdout()).not.toContain('CompressedSamples');
  });
});

test('every byte passes both ways, also what is no DICOM, and a half-closed line stays half open', async () => {
  const heard: Buffer[] = [];
  const answer = Buffer.from(Array.from({ length: 200_000 }, (_, index) => index % 251));
  await using peer = await faultyPeer((socket) => {
    socket.on('data', (chunk) => heard.push(chunk));
    socket.once('end', () => socket.end(answer));
    socket.allowHalfOpen = true;
  });
  await using proxy = await startProxy(peer.port);
  const said = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * 7) % 256));
  const socket = connect({ port: proxy.port, host: '127.0.0.1', allowHalfOpen: true });
  const back: Buffer[] = [];
  socket.on('data', (chunk) => back.push(chunk));
  const ended = new Promise((resolve) => socket.once('end', resolve));
  socket.end(said);
  await ended;
  expect(Buffer.concat(heard).equals(said)).toBe(true);
  expect(Buffer.concat(back).equals(answer)).toBe(true);
  expect((await proxy.line('pdu'))['pdu']).toBe('problem');
});

test('a peer that is not there: the caller is cut off and the reason is told', async () => {
  await using proxy = await startProxy(await freePort());
  const socket = connect(proxy.port, '127.0.0.1');
  socket.on('error', () => undefined);
  let closed = false;
  socket.once('close', () => (closed = true));
  expect(await proxy.line('closed')).toMatchObject({ connection: 1, reason: expect.stringContaining('ECONNREFUSED') as unknown });
  await until(() => closed, { what: 'the end of the line' });
});
