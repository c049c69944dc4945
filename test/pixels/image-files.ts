// Objects with pixels made by hand, written to a temporary folder and rendered in this thread.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { elementsOf, type EntryValue, type TypedEntry } from '../../core/dicom/build.ts';
import { encodeElements, type PlainElement } from '../../core/dicom/encode.ts';
import { encodeFileMeta } from '../../core/dicom/file-meta.ts';
import { transferSyntaxProperties } from '../../core/dicom/transfer-syntax.ts';
import { createCodecs } from '../../core/pixels/codecs.ts';
import { RandomFile } from '../../core/pixels/random-file.ts';
import { openImage, renderFrame } from '../../core/pixels/render.ts';
import type { FrameRequest, FrameResult } from '../../core/pixels/types.ts';
import { unavailable, UnavailableError } from '../../core/pixels/unavailable.ts';
import { joinedFragments } from '../support/fragments.ts';
import { wasmPath } from './bundled-worker.ts';

export const codecs = createCodecs(wasmPath);

/** Renders in this thread; what cannot be shown is a result as in the worker. */
export async function render(path: string, request: Partial<FrameRequest> = {}): Promise<FrameResult> {
  try {
    const file = new RandomFile(path);
    using _session = file.open();
    return await renderFrame(openImage(file), { path, frame: 0, output: 'display', ...request }, codecs);
  } catch (error) {
    if (error instanceof UnavailableError) return unavailable(error.reason, error.message);
    throw error;
  }
}

export type Entries = Readonly<Record<string, EntryValue | TypedEntry>>;

const DEFAULTS: Entries = {
  SOPClassUID: '1.2.840.10008.5.1.4.1.1.7',
  SOPInstanceUID: '1.2.3',
  SamplesPerPixel: 1,
  PhotometricInterpretation: 'MONOCHROME2',
  BitsAllocated: 8,
  PixelRepresentation: 0,
};

export interface MadeImage {
  readonly transferSyntaxUid?: string;
  readonly entries: Entries;
  /** Value of Pixel Data; with `fragments` the offset table and the fragments. */
  readonly pixels?: Uint8Array;
  readonly fragments?: readonly Uint8Array[];
}

/** Path of a Part 10 file that lasts as long as the test. */
export function imageFile({ transferSyntaxUid = '1.2.840.10008.1.2.1', entries, pixels, fragments }: MadeImage): string {
  const all: Entries = { ...DEFAULTS, BitsStored: entries['BitsAllocated'] ?? 8, ...entries };
  const elements: PlainElement[] = [...elementsOf({ HighBit: Number(all['BitsStored']) - 1, ...all }, [])];
  if (pixels) elements.push({ tag: 0x7fe00010, vr: all['BitsAllocated'] === 8 ? 'OB' : 'OW', value: pixels });
  if (fragments) elements.push({ tag: 0x7fe00010, vr: 'OB', value: joinedFragments(fragments), encapsulated: true });
  elements.sort((a, b) => a.tag - b.tag);
  const meta = encodeFileMeta({
    sopClassUid: '1.2.840.10008.5.1.4.1.1.7',
    sopInstanceUid: '1.2.3',
    transferSyntaxUid,
    implementationClassUid: '2.25.1',
    implementationVersionName: 'TEST',
  });
  const dataSet = encodeElements(elements, transferSyntaxProperties(transferSyntaxUid));
  return temporaryFile(Buffer.concat([meta, dataSet]));
}

export function temporaryFile(bytes: Uint8Array): string {
  const folder = mkdtempSync(join(tmpdir(), 'gantry-image-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const path = join(folder, 'image.dcm');
  writeFileSync(path, bytes);
  return path;
}

/** Little endian words. */
export const words = (...values: readonly number[]): Uint8Array =>
  new Uint8Array(Uint16Array.from(values, (value) => value & 0xffff).buffer);
export const longs = (...values: readonly number[]): Uint8Array => new Uint8Array(Uint32Array.from(values).buffer);

const TYPES = { uint8: Uint8Array, int16: Int16Array, uint16: Uint16Array, float32: Float32Array } as const;

export function shown(result: FrameResult): readonly number[] {
  switch (result.kind) {
    case 'image':
      return [...new Uint8Array(result.data)];
    case 'values':
      return [...new TYPES[result.type](result.data)];
    case 'unavailable':
      throw new Error(result.message);
  }
}
