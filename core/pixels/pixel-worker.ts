/** Entry of the pixel worker thread: takes one job at a time, answers with a result whatever the file is. Reads files itself. */
import { parentPort, workerData } from 'node:worker_threads';
import type { ObjectView } from '../contract/objects.ts';
import { createCodecs } from './codecs.ts';
import { payloadOf, viewObject } from './object-view.ts';
import { RandomFile } from './random-file.ts';
import { openImage, renderFrame, type OpenImage } from './render.ts';
import type { FrameRequest, FrameResult, Payload, Unavailable } from './types.ts';
import { unavailable, UnavailableError } from './unavailable.ts';

/** What is asked about a file: a frame of it, what it is, or the file that lies in it. */
export type PixelRequest = (FrameRequest & { readonly want: 'frame' }) | { readonly want: 'view' | 'payload'; readonly path: string };

export interface PixelJob {
  readonly id: number;
  readonly request: PixelRequest;
}

export type PixelResult =
  | { readonly want: 'frame'; readonly result: FrameResult }
  | { readonly want: 'view'; readonly result: ObjectView }
  | { readonly want: 'payload'; readonly result: Payload }
  | { readonly want: 'nothing'; readonly result: Unavailable };

export interface PixelAnswer {
  readonly id: number;
  readonly answer: PixelResult;
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

async function answer(request: PixelRequest): Promise<PixelResult> {
  try {
    return await found(request);
  } catch (error) {
    if (error instanceof UnavailableError) return { want: 'nothing', result: unavailable(error.reason, error.message) };
    return {
      want: 'nothing',
      result: unavailable('damaged', `The object cannot be shown (${error instanceof Error ? error.message : 'unknown fault'}).`),
    };
  }
}

async function found(request: PixelRequest): Promise<PixelResult> {
  const known = kept.get(request.path);
  const file = known?.file ?? new RandomFile(request.path);
  using _session = file.open();
  switch (request.want) {
    case 'view':
      return { want: 'view', result: viewObject(file) };
    case 'payload':
      return { want: 'payload', result: payloadOf(file) };
    case 'frame': {
      const image = known?.version === file.version ? known.image : openImage(file);
      keep({ file, version: file.version, image });
      return { want: 'frame', result: await renderFrame(image, request, codecs) };
    }
  }
}

function transferred({ want, result }: PixelResult): readonly ArrayBuffer[] {
  if (want === 'frame') return result.kind === 'unavailable' ? [] : [result.data];
  return want === 'payload' && result.bytes ? [result.bytes] : [];
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
    const message: PixelAnswer = { id: job.id, answer: result };
    parentPort?.postMessage(message, [...transferred(result)]);
  });
});
