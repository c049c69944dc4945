/** A rendered frame as the window takes it. */
import type { FrameImage } from '../contract.ts';
import { handedOver } from './serve.ts';
import type { FrameInfo, FrameResult, GreyInfo, ValueType } from '../pixels/types.ts';

/** To be sent: its pixels leave this thread. */
export function leavingFrame(result: FrameResult): FrameImage {
  return handedOver(frameImage(result), result.kind === 'unavailable' ? [] : [result.data]);
}

function frameImage(result: FrameResult): FrameImage {
  switch (result.kind) {
    case 'unavailable':
      return { kind: 'none', reason: result.message };
    case 'image':
      return result.channels === 4
        ? { ...facts(result), kind: 'colour', pixels: new Uint8ClampedArray(result.data) }
        : ready(result, new Uint8Array(result.data));
    case 'values':
      return {
        ...facts(result),
        ...windows(result.grey),
        kind: 'grey',
        pixels: typed(result.type, result.data),
        minimum: result.grey.minimum,
        maximum: result.grey.maximum,
        inverted: result.inverted,
      };
  }
}

const facts = ({ width, height, frames, pixelAspect, frameTime, truncated, overlays }: FrameInfo) => ({
  width,
  height,
  frames,
  aspect: pixelAspect,
  frameTime: frameTime ?? null,
  truncated,
  overlays: overlays ?? null,
});

const windows = ({ window, windowFunction, presets, voiLuts, padding, unit }: GreyInfo) => ({
  windowCenter: window.center,
  windowWidth: window.width,
  windowFunction,
  presets,
  voiLuts,
  padding: padding ?? null,
  unit,
});

/** Grey that has been through its window: one that changes nothing. */
function ready(result: FrameInfo, pixels: Uint8Array<ArrayBuffer>): FrameImage {
  return {
    ...facts(result),
    kind: 'grey',
    pixels,
    minimum: 0,
    maximum: 255,
    inverted: false,
    windowCenter: 128,
    windowWidth: 256,
    windowFunction: 'LINEAR',
    presets: [],
    voiLuts: [],
    padding: null,
    unit: '',
  };
}

function typed(type: ValueType, data: ArrayBuffer): Uint8Array | Int16Array | Uint16Array | Float32Array {
  switch (type) {
    case 'uint8':
      return new Uint8Array(data);
    case 'int16':
      return new Int16Array(data);
    case 'uint16':
      return new Uint16Array(data);
    case 'float32':
      return new Float32Array(data);
  }
}
