/** Bytes to samples (PS3.5 §8.1): byte order, 1 to 64 bits, what lies outside the stored bits masked away, sign extended. */
import type { ImageDescription } from './image.ts';
import type { Samples } from './types.ts';

export interface SampleBytes {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly littleEndian: boolean;
  readonly skipBits: number;
}

type Layout = Pick<ImageDescription, 'bitsAllocated' | 'bitsStored' | 'highBit' | 'signed' | 'float'>;

/** @param count of samples; fewer bytes give zeros at the end. */
export function samplesOf({ bytes, littleEndian, skipBits }: SampleBytes, layout: Layout, count: number): Samples {
  if (layout.bitsAllocated === 1) return unpackedBits(bytes, skipBits, count);
  const size = layout.bitsAllocated / 8;
  const aligned = new Uint8Array(count * size);
  aligned.set(bytes.subarray(0, aligned.length));
  if (!littleEndian) swap(aligned, size);
  return stored(typed(aligned.buffer, layout), layout);
}

function unpackedBits(bytes: Uint8Array, skipBits: number, count: number): Uint8Array<ArrayBuffer> {
  const samples = new Uint8Array(count);
  for (let index = 0; index < count; index++) {
    const bit = index + skipBits;
    samples[index] = ((bytes[bit >>> 3] ?? 0) >>> (bit & 7)) & 1;
  }
  return samples;
}

function swap(bytes: Uint8Array, size: number): void {
  if (size === 1) return;
  for (let at = 0; at + size <= bytes.length; at += size) bytes.subarray(at, at + size).reverse();
}

function typed(buffer: ArrayBuffer, { bitsAllocated, signed, float }: Layout): Samples {
  if (float) return bitsAllocated === 32 ? new Float32Array(buffer) : new Float64Array(buffer);
  switch (bitsAllocated) {
    case 8:
      return signed ? new Int8Array(buffer) : new Uint8Array(buffer);
    case 16:
      return signed ? new Int16Array(buffer) : new Uint16Array(buffer);
    default:
      return signed ? new Int32Array(buffer) : new Uint32Array(buffer);
  }
}

/** Old objects keep overlays in the unused bits: they do not belong to the value. */
function stored(samples: Samples, { bitsAllocated, bitsStored, highBit, float, signed }: Layout): Samples {
  if (float || bitsStored === bitsAllocated) return samples;
  const left = 31 - highBit;
  const right = 32 - bitsStored;
  for (let index = 0; index < samples.length; index++) {
    const shifted = (samples[index] ?? 0) << left;
    samples[index] = signed ? shifted >> right : shifted >>> right;
  }
  return samples;
}

/** Colour samples one plane after another to pixel after pixel. */
export function interleaved(samples: Samples, channels: number): Samples {
  const pixels = samples.length / channels;
  const out = samples.slice();
  for (let channel = 0; channel < channels; channel++) {
    for (let pixel = 0; pixel < pixels; pixel++) out[pixel * channels + channel] = samples[channel * pixels + pixel] ?? 0;
  }
  return out;
}
