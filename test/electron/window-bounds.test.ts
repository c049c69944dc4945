import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readBounds, writeBounds } from '../../electron/window-bounds.ts';

const screens = [{ x: 0, y: 0, width: 1920, height: 1080 }];
const place = { x: 10, y: 20, width: 1000, height: 700 };
let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'gantry-bounds-'));
  file = path.join(folder, 'window.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

it('finds the window where it was', () => {
  writeBounds(file, { place, maximized: true });
  expect(readBounds(file, screens)).toEqual({ place, maximized: true });
  expect(readdirSync(folder)).toEqual(['window.json']);
});

it.each(['', '{', 'null', '{"place":7,"maximized":true}', '{"place":{"x":1,"y":1,"width":10,"height":10},"maximized":false}'])(
  'takes the default for a damaged file: %j',
  (text) => {
    writeFileSync(file, text);
    expect(readBounds(file, screens)).toEqual({ place: null, maximized: false });
  },
);

it('brings a window back from a screen that is gone', () => {
  writeBounds(file, { place: { ...place, x: 3000 }, maximized: false });
  expect(readBounds(file, screens).place).toBeNull();
});

it('starts where there is no file and no folder', () => {
  expect(readBounds(path.join(folder, 'none/window.json'), screens)).toEqual({ place: null, maximized: false });
});
