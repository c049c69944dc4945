/** A rendered frame as the window takes it. */
import type { FrameImage } from '../contract.ts';
import type { FrameResult } from '../pixels/types.ts';

export function frameImage(result: FrameResult): FrameImage {
  switch (result.kind) {
    case 'unavailable':
      return { kind: 'none', reason: result.message };
    case 'image':
      return {
        kind: 'colour',
        width: result.width,
        height: result.height,
        frames: result.frames,
        pixels: new Uint8ClampedArray(result.data),
        aspect: result.pixelAspect,
      };
    case 'values':
      return {
        kind: 'grey',
        width: result.width,
        height: result.height,
        frames: result.frames,
        pixels: typed(result.type, result.data),
        minimum: result.grey.minimum,
        maximum: result.grey.maximum,
        windowCenter: result.grey.window.center,
        windowWidth: result.grey.window.width,
        inverted: result.inverted,
        aspect: result.pixelAspect,
      };
  }
}

function typed(type: 'int16' | 'uint16' | 'float32', data: ArrayBuffer): Int16Array | Uint16Array | Float32Array {
  switch (type) {
    case 'int16':
      return new Int16Array(data);
    case 'uint16':
      return new Uint16Array(data);
    case 'float32':
      return new Float32Array(data);
  }
}
