import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createPixelReader, type PixelReader, type PixelReaderOptions } from '../../core/pixels/pixel-reader.ts';
import { until } from '../support/until.ts';
import { sampleFolder } from '../dicom/sample-files.ts';
import { bundleWorker, wasmPath, type BundledWorker } from './bundled-worker.ts';

const sample = (name: string): string => join(sampleFolder(), 'test_files', name);

const open: PixelReader[] = [];
/** With one thread, so that what waits for what is certain. */
function reader(options: PixelReaderOptions): PixelReader {
  const made = createPixelReader({ threads: 1, ...options });
  open.push(made);
  return made;
}
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

describe('the pixel worker', () => {
  let worker: BundledWorker;
  beforeAll(async () => {
    worker = await bundleWorker();
  }, 60_000);
  afterAll(() => worker.remove());

  test('decodes a compressed frame in a thread and hands over its buffer', async () => {
    const result = await reader(worker).frame({ path: sample('JPEG2000.dcm'), frame: 0, output: 'display' });
    expect(result).toMatchObject({ kind: 'image', channels: 1, width: 256, height: 1024, photometric: 'MONOCHROME2' });
    expect(result.kind === 'image' && result.data.byteLength).toBe(256 * 1024);
  });

  test('values are for windowing in the page', async () => {
    const result = await reader(worker).frame({ path: sample('CT_small.dcm'), frame: 0, output: 'values' });
    expect(result).toMatchObject({ kind: 'values', type: 'int16', inverted: false, grey: { minimum: -896, maximum: 1167, unit: '' } });
  });

  test('what cannot be shown says why', async () => {
    const pixels = reader(worker);
    const messages = await Promise.all(
      ['test-SR.dcm', 'waveform_ecg.dcm', 'rtplan.dcm', 'README.txt', 'nowhere.dcm', 'JPEG2000-embedded-sequence-delimiter.dcm'].map(
        async (name) => {
          const result = await pixels.frame({ path: sample(name), frame: 0, output: 'display' });
          return result.kind === 'unavailable' ? `${result.reason}: ${result.message}` : result.kind;
        },
      ),
    );
    expect(messages.slice(0, 5)).toEqual([
      'report: This is a structured report (Comprehensive SR Storage), not an image.',
      'waveform: This is a waveform (12-lead ECG Waveform Storage), not an image.',
      'no-pixels: This object has no pixel data (RT Plan Storage).',
      'not-dicom: The file is not DICOM.',
      'no-file: The file cannot be opened (ENOENT). It may have been moved or deleted.',
    ]);
    expect(messages[5]).toMatch(/^damaged: The compressed picture is 3722445056 × 1024, but the object says 256 × 1024/);
  });

  test('a damaged frame does not spoil the next', async () => {
    const pixels = reader(worker);
    await pixels.frame({ path: sample('JPEG2000-embedded-sequence-delimiter.dcm'), frame: 0, output: 'display' });
    expect(await pixels.frame({ path: sample('JPEG2000.dcm'), frame: 0, output: 'display' })).toMatchObject({ kind: 'image' });
  });

  test('the same frame comes again with a buffer of its own', async () => {
    const pixels = reader(worker);
    const request = { path: sample('MR_small.dcm'), frame: 0, output: 'display' } as const;
    const [first, second] = [await pixels.frame(request), await pixels.frame(request)];
    expect(second).toEqual(first);
    expect(first.kind === 'image' && second.kind === 'image' && first.data !== second.data).toBe(true);
  });
});

/** A worker that answers at once, and does what hostile files make real ones do. */
const MISBEHAVING = `
import { parentPort, threadId } from 'node:worker_threads';
let counted = 0;
parentPort.on('message', async ({ id, request }) => {
  if (request.path === 'exit') process.exit(3);
  if (request.path === 'throw') throw new Error('out of bounds');
  if (request.path === 'hang') for (;;);
  if (request.path === 'slow') await new Promise((resolve) => setTimeout(resolve, 50));
  if (request.path === 'counted') {
    counted += 1;
    const result = { kind: 'image', channels: 1, width: 1, height: 1, frames: counted, data: new ArrayBuffer(1) };
    parentPort.postMessage({ id, answer: { want: 'frame', result } });
    return;
  }
  const message = request.path.startsWith('thread') ? String(threadId) : request.path;
  parentPort.postMessage({ id, answer: { want: 'nothing', result: { kind: 'unavailable', reason: 'no-pixels', message } } });
});
`;

describe('the reader', () => {
  let folder: string;
  let workerPath: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gantry-reader-'));
    workerPath = join(folder, 'worker.mjs');
    await writeFile(workerPath, MISBEHAVING);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const outcome = async (pixels: PixelReader, path: string, key?: string): Promise<string> => {
    const result = await pixels.frame({ path, frame: 0, output: 'display', ...(key === undefined ? {} : { key }) });
    return result.kind === 'unavailable' ? (result.reason === 'no-pixels' ? result.message : result.reason) : result.kind;
  };

  test.each(['exit', 'throw'])('a worker that dies by %s fails its own frame only', async (path) => {
    const pixels = reader({ workerPath, wasmPath });
    expect(await Promise.all([outcome(pixels, 'a'), outcome(pixels, path), outcome(pixels, 'b')])).toEqual(['a', 'worker-failed', 'b']);
  });

  test('a worker that never ends is replaced', async () => {
    const pixels = reader({ workerPath, wasmPath, patience: 1500 });
    expect(await Promise.all([outcome(pixels, 'hang'), outcome(pixels, 'b')])).toEqual(['took-too-long', 'b']);
  });

  test('the latest request of a key wins', async () => {
    const pixels = reader({ workerPath, wasmPath });
    const outcomes = await Promise.all([
      outcome(pixels, 'slow'),
      outcome(pixels, '1', 'k'),
      outcome(pixels, '2', 'k'),
      outcome(pixels, 'x', 'other'),
      outcome(pixels, '3', 'k'),
    ]);
    expect(outcomes).toEqual(['slow', 'superseded', 'superseded', 'x', '3']);
  });

  test('who asks for what is under way gets the same, with a buffer of their own', async () => {
    const pixels = reader({ workerPath, wasmPath });
    const slow = outcome(pixels, 'slow');
    const stop = new AbortController();
    const counted = { path: 'counted', frame: 0, output: 'display' } as const;
    const left = pixels.frame(counted, stop.signal);
    const [first, second] = [pixels.frame({ ...counted, urgency: 'ahead' }), pixels.frame(counted)];
    stop.abort(new Error('left the screen'));
    await expect(left).rejects.toThrow('left the screen');
    expect([await slow, await first, await second]).toEqual(['slow', await second, await first]);
    const [a, b] = [await first, await second];
    expect(a).toMatchObject({ kind: 'image', frames: 1 });
    expect(a.kind === 'image' && b.kind === 'image' && a.data !== b.data).toBe(true);
  });

  test('what is looked at goes before what may be, also when it was asked for before', async () => {
    const pixels = reader({ workerPath, wasmPath });
    const done: string[] = [];
    const ask = async (path: string, urgency: 'now' | 'ahead'): Promise<void> => {
      await pixels.frame({ path, frame: 0, output: 'display', urgency });
      done.push(`${path} ${urgency}`);
    };
    await Promise.all([ask('slow', 'now'), ask('1', 'ahead'), ask('2', 'ahead'), ask('3', 'now'), ask('2', 'now')]);
    expect(done.filter((one) => !one.startsWith('slow'))).toEqual(['2 now', '2 ahead', '3 now', '1 ahead']);
  });

  test('several threads work at once', async () => {
    const pixels = reader({ workerPath, wasmPath, threads: 2 });
    const done: string[] = [];
    const ask = async (path: string): Promise<void> => void done.push(await outcome(pixels, path));
    const hanging = pixels.frame({ path: 'hang', frame: 0, output: 'display' }).then(() => undefined);
    await Promise.all(['a', 'b', 'c'].map(ask));
    expect(done).toEqual(['a', 'b', 'c']);
    await pixels.close();
    await hanging;
  });

  test('threads without work are ended but for one, and begun again', async () => {
    const pixels = reader({ workerPath, wasmPath, threads: 2, idle: 1 });
    const both = (): Promise<readonly string[]> => Promise.all([outcome(pixels, 'thread 1'), outcome(pixels, 'thread 2')]);
    const before = await both();
    expect(new Set(before).size).toBe(2);
    await until(async () => (await both()).some((id) => !before.includes(id)), { what: 'a fresh thread' });
  });

  test('the queue has an end', async () => {
    const pixels = reader({ workerPath, wasmPath, queueLength: 2 });
    expect(await Promise.all(['slow', 'b', 'c', 'd'].map((path) => outcome(pixels, path)))).toEqual(['slow', 'b', 'c', 'busy']);
  });

  test('a request that is cancelled rejects with the reason and is not decoded', async () => {
    const pixels = reader({ workerPath, wasmPath });
    const slow = outcome(pixels, 'slow');
    const stop = new AbortController();
    const waiting = pixels.frame({ path: 'exit', frame: 0, output: 'display' }, stop.signal);
    stop.abort(new Error('left the screen'));
    await expect(waiting).rejects.toThrow('left the screen');
    await expect(pixels.frame({ path: 'exit', frame: 0, output: 'display' }, stop.signal)).rejects.toThrow('left the screen');
    expect([await slow, await outcome(pixels, 'b')]).toEqual(['slow', 'b']);
  });

  test('closing settles what waits', async () => {
    const pixels = reader({ workerPath, wasmPath });
    const outcomes = Promise.all([outcome(pixels, 'slow'), outcome(pixels, 'b')]);
    await pixels.close();
    expect([await outcomes, await outcome(pixels, 'c')]).toEqual([['superseded', 'superseded'], 'superseded']);
  });
});
