// What DCMTK draws of an object, and by how much ours differs from it.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import type { FrameResult } from '../../core/pixels/types.ts';
import { shown } from './image-files.ts';

export type Image = Extract<FrameResult, { kind: 'image' }>;

export interface Reference {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly data: Uint8Array;
}

/** Binary PGM or PPM: 'P5' or 'P6', width, height, 255, then the bytes. */
function readPnm(path: string): Reference {
  const bytes = readFileSync(path);
  const header = /^P([56])\s+(?:#.*\s+)?(\d+)\s+(\d+)\s+(\d+)\s/.exec(bytes.subarray(0, 100).toString('latin1'));
  if (!header) throw new Error('The reference is no binary PNM');
  return {
    channels: header[1] === '6' ? 3 : 1,
    width: Number(header[2]),
    height: Number(header[3]),
    data: bytes.subarray(header[0].length),
  };
}

export interface Drawing {
  /** DCMTK's program for the object's transfer syntax. */
  readonly tool: string;
  /** Where it may write. */
  readonly output: string;
}

/** Its first frame, with the window that ours has; undefined when DCMTK refuses it. */
export function drawnByDcmtk(path: string, image: Image, { tool, output }: Drawing): Reference | undefined {
  rmSync(output, { force: true });
  const window = image.grey ? ['+Ww', String(image.grey.window.center), String(image.grey.window.width)] : [];
  const run = spawnSync(tool, [...window, '+F', '1', '+op', path, output], { stdio: 'ignore' });
  if (run.error) throw new Error('These tests compare with DCMTK: apt-get install dcmtk', { cause: run.error });
  return existsSync(output) ? readPnm(output) : undefined;
}

/** The largest difference of a channel; shades of grey may be rounded differently by 1. */
export function difference(image: Image, reference: Reference): number {
  if (image.width !== reference.width || image.height !== reference.height) return Infinity;
  const ours = shown(image);
  let largest = 0;
  for (let pixel = 0; pixel < image.width * image.height; pixel++) {
    for (let channel = 0; channel < 3; channel++) {
      const a = ours[image.channels === 4 ? pixel * 4 + channel : pixel] ?? 0;
      const b = reference.data[reference.channels === 3 ? pixel * 3 + channel : pixel] ?? 0;
      largest = Math.max(largest, Math.abs(a - b));
    }
  }
  return largest;
}
