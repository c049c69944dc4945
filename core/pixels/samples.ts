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
  const whole = littleEndian && isWhole(layout) && isAlone(bytes, count * size) ? bytes : new Uint8Array(count * size);
  if (whole !== bytes) whole.set(bytes.subarray(0, whole.length));
  if (!littleEndian) swap(whole, size);
  return stored(typed(whole.buffer, layout), layout);
}

/** No bit lies outside of the stored ones, so that the words are not changed. */
const isWhole = ({ float, bitsStored, bitsAllocated }: Layout): boolean => float || bitsStored === bitsAllocated;

/** Read for these samples, and for nothing else. */
const isAlone = (bytes: Uint8Array<ArrayBuffer>, length: number): boolean =>
  bytes.byteLength === length && bytes.buffer.byteLength === length;

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
function stored(samples: Samples, layout: Layout): Samples {
  if (isWhole(layout)) return samples;
  const left = 31 - layout.highBit;
  const right = 32 - layout.bitsStored;
  // Of one type, whatever the samples are, so that the loop is compiled for it.
  const words = new Int32Array(samples);
  if (layout.signed) for (let index = 0; index < words.length; index++) words[index] = ((words[index] ?? 0) << left) >> right;
  else for (let index = 0; index < words.length; index++) words[index] = ((words[index] ?? 0) << left) >>> right;
  samples.set(words);
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
