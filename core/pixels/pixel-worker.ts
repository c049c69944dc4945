/** Entry of the pixel worker thread: takes one job at a time, answers with a result whatever the file is. Reads files itself. */
import { parentPort, workerData } from 'node:worker_threads';
import { createCodecs } from './codecs.ts';
import { RandomFile } from './random-file.ts';
import { openImage, renderFrame, type OpenImage } from './render.ts';
import type { FrameRequest, FrameResult } from './types.ts';
import { unavailable, UnavailableError } from './unavailable.ts';

export interface PixelJob {
  readonly id: number;
  readonly request: FrameRequest;
}

export interface PixelAnswer {
  readonly id: number;
  readonly result: FrameResult;
}

/** Images of which the description and frame index are kept, unless they hold much memory. */
const KEPT_IMAGES = 8;
const MOST_HELD = 1 << 26;

interface KeptImage {
  readonly file: RandomFile;
  readonly version: string;
  readonly image: OpenImage;
}

const kept = new Map<string, KeptImage>();
const codecs = createCodecs(wasmPathOf(workerData));

function wasmPathOf(data: unknown): string {
  if (typeof data === 'object' && data !== null && 'wasmPath' in data && typeof data.wasmPath === 'string') return data.wasmPath;
  throw new TypeError('The pixel worker needs { wasmPath }');
}

async function answer(request: FrameRequest): Promise<FrameResult> {
  try {
    const known = kept.get(request.path);
    const file = known?.file ?? new RandomFile(request.path);
    using _session = file.open();
    const image = known?.version === file.version ? known.image : openImage(file);
    keep({ file, version: file.version, image });
    return await renderFrame(image, request, codecs);
  } catch (error) {
    if (error instanceof UnavailableError) return unavailable(error.reason, error.message);
    return unavailable('damaged', `The image cannot be shown (${error instanceof Error ? error.message : 'unknown fault'}).`);
  }
}

function keep(image: KeptImage): void {
  const { path } = image.file;
  kept.delete(path);
  if (image.image.file.source.held > MOST_HELD) return;
  kept.set(path, image);
  const [oldest] = kept.keys();
  if (kept.size > KEPT_IMAGES && oldest !== undefined) kept.delete(oldest);
}

parentPort?.on('message', (job: PixelJob) => {
  void answer(job.request).then((result) => {
    const message: PixelAnswer = { id: job.id, result };
    parentPort?.postMessage(message, result.kind === 'unavailable' ? [] : [result.data]);
  });
});
