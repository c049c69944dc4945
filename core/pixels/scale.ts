/** Pictures averaged down to a size: what thumbnails are made of. */

export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 4;
  readonly data: Uint8Array<ArrayBuffer> | Uint8ClampedArray<ArrayBuffer>;
}

/** The longest side becomes at most `size`; smaller pictures stay as they are. Each new pixel is the mean of those that it covers. */
export function scaledDown(picture: Picture, size: number): Picture {
  const { width, height, channels, data } = picture;
  const factor = Math.max(width, height) / Math.max(1, Math.floor(size));
  if (factor <= 1) return picture;
  const [w, h] = [Math.max(1, Math.round(width / factor)), Math.max(1, Math.round(height / factor))];
  const out = new Uint8ClampedArray(w * h * channels);
  const sums = new Float64Array(channels);
  for (let y = 0; y < h; y++) {
    const [top, bottom] = span(y, h, height);
    for (let x = 0; x < w; x++) {
      const [left, right] = span(x, w, width);
      sums.fill(0);
      for (let row = top; row < bottom; row++) {
        for (let at = (row * width + left) * channels, end = (row * width + right) * channels; at < end; at += channels) {
          for (let channel = 0; channel < channels; channel++) sums[channel] = (sums[channel] ?? 0) + (data[at + channel] ?? 0);
        }
      }
      const count = (bottom - top) * (right - left);
      for (let channel = 0; channel < channels; channel++) out[(y * w + x) * channels + channel] = (sums[channel] ?? 0) / count;
    }
  }
  return { width: w, height: h, channels, data: out };
}

function span(index: number, count: number, length: number): readonly [number, number] {
  const start = Math.floor((index * length) / count);
  return [start, Math.max(start + 1, Math.floor(((index + 1) * length) / count))];
}
