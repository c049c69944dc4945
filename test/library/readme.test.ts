// The examples of core/README.md: they stand there as they stand here, and do what they say, against each other over loopback.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { pydicomFile } from '../support/object-files.ts';
import { freePort } from '../support/peer-process.ts';
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts';
import { echo } from './examples/echo.ts';
import { find } from './examples/find.ts';
import { get } from './examples/get.ts';
import { move } from './examples/move.ts';
import { serve } from './examples/serve.ts';
import { store } from './examples/store.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const README = path.join(here, '../../core/README.md');
const STUDY = '1.3.6.1.4.1.5962.1.2.1.20040119072730.12322';
const ct = pydicomFile('CT_small.dcm');
const host = '127.0.0.1';

test('every example of the README is one of these files, and the other way round', async () => {
  const blocks = Array.from((await readFile(README, 'utf8')).matchAll(/^```ts\n(.*?)^```$/gms), ([, block = '']) => block);
  const folder = path.join(here, 'examples');
  const files = await Promise.all((await readdir(folder)).map((name) => readFile(path.join(folder, name), 'utf8')));
  const expected = files.map((file) => file.replace("'../../../core/index.ts'", "'./index.ts'"));
  expect(blocks.toSorted()).toEqual(expected.toSorted());
});

describe('over loopback', () => {
  const stop = new AbortController();
  let folder: TemporaryFolder;
  let port: number;
  let own: number;
  let serving: Promise<void>;

  beforeAll(async () => {
    folder = await temporaryFolder();
    own = await freePort();
    port = await new Promise<number>((listening) => {
      const destinations = new Map([['GANTRY', { address: host, port: own }]]);
      serving = serve(path.join(folder.path, 'archive'), { destinations, listening, stop: stop.signal });
    });
    await store(host, port, [ct.path]);
  });

  afterAll(async () => {
    stop.abort();
    await serving;
    await folder[Symbol.asyncDispose]();
  });

  test('echo', async () => {
    expect(await echo(host, port)).toBe('answered success');
    expect(await echo(host, await freePort())).toBe('no association: failed');
  });

  test('store', async () => {
    const readme = path.join(here, 'readme.test.ts');
    expect(await store(host, port, [ct.path, readme])).toEqual([readme]);
  });

  test('find', async () => {
    expect(await find(host, port, '20040119')).toEqual(['CompressedSamples^CT1']);
    expect(await find(host, port, '20040120')).toEqual([]);
  });

  test('get', async () => {
    using log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
    expect(await get(host, port, { study: STUDY, folder: path.join(folder.path, 'got') })).toBe(1);
    expect(log).not.toHaveBeenCalledWith(expect.stringContaining('NaN'));
    const names = await readdir(path.join(folder.path, 'got', STUDY), { recursive: true });
    expect(names.filter((name) => name.endsWith(`${ct.sopInstanceUid}.dcm`))).toHaveLength(1);
  });

  test('move', async () => {
    expect(await move(host, port, { study: STUDY, folder: path.join(folder.path, 'moved'), port: own })).toBe(1);
    const names = await readdir(path.join(folder.path, 'moved', STUDY), { recursive: true });
    expect(names.filter((name) => name.endsWith(`${ct.sopInstanceUid}.dcm`))).toHaveLength(1);
  });
});
