// An inbox's files on their way into another folder: by second names, by copies, stopped and gone on with, and taken away at the end.
import { existsSync, statSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { canTake, carryOver, dropSurplus, endCarrying, takeAway } from '../../core/inbox/carrying.ts';
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts';

let folder: TemporaryFolder;
let from: string;
let to: string;
const { signal } = new AbortController();

beforeEach(async () => {
  folder = await temporaryFolder();
  from = path.join(folder.path, 'old');
  to = path.join(folder.path, 'new');
  for (const place of [
    '1.2/1.2.1/1.2.1.1.dcm',
    '1.2/1.2.1/1.2.1.2.dcm',
    '1.3/1.3.1/1.3.1.1.dcm',
    '.bin/token/files/1.4/1.4.1/x.dcm',
    'quarantine/q.dcm',
  ])
    await put(from, place, `content of ${place}`);
  await put(from, '.bin/token/note.json', '{}');
  await put(from, '.incoming/half.part', 'half');
  await utimes(path.join(from, '1.2/1.2.1'), 1_000, 1_000.25);
});
afterEach(() => folder[Symbol.asyncDispose]());

async function put(root: string, place: string, content: string): Promise<void> {
  await mkdir(path.dirname(path.join(root, place)), { recursive: true });
  await writeFile(path.join(root, place), content);
}

async function contents(root: string): Promise<Readonly<Record<string, string>>> {
  if (!existsSync(root)) return {};
  const names = await readdir(root, { recursive: true });
  const files = names.filter((name) => statSync(path.join(root, name)).isFile()).sort();
  return Object.fromEntries(await Promise.all(files.map(async (name) => [name, await readFile(path.join(root, name), 'utf8')] as const)));
}

const refusing = (code: string) => (): Promise<void> => Promise.reject(Object.assign(new Error(code), { code }));
const otherDisk = refusing('EXDEV');
const without = (all: Readonly<Record<string, string>>, name: string) =>
  Object.fromEntries(Object.entries(all).filter(([key]) => key !== name));

describe.each([
  ['by second names', undefined],
  ['by copies, onto another disk', otherDisk],
])('carrying %s', (_, link) => {
  const carry = (more: { readonly signal?: AbortSignal; readonly progress?: () => void } = {}) =>
    carryOver({ from, to, signal, ...(link && { link }), ...more });

  it('brings everything but what is half written, with its times, and takes the old away', async () => {
    const before = without(await contents(from), '.incoming/half.part');
    const carried = await carry();
    expect(carried.files).toBe(6);
    expect(await contents(to)).toEqual(before);
    expect(Math.floor(statSync(path.join(to, '1.2/1.2.1')).mtimeMs)).toBe(1_000_250);
    expect(statSync(path.join(to, '1.2/1.2.1/1.2.1.1.dcm')).ino === statSync(path.join(from, '1.2/1.2.1/1.2.1.1.dcm')).ino).toBe(!link);
    await takeAway({ from, to });
    await endCarrying(to);
    expect(await contents(from)).toEqual({ '.incoming/half.part': 'half' });
    expect((await readdir(from)).sort()).toEqual(['.incoming']);
    expect(await contents(to)).toEqual(before);
    expect(await readdir(to)).not.toContain('.carry');
  });

  it('goes on where it was stopped, and leaves no half file', async () => {
    const stop = new AbortController();
    let seen = 0;
    await expect(carry({ signal: stop.signal, progress: () => (seen += 1) === 3 && stop.abort() })).rejects.toThrow();
    const half = await contents(to);
    const whole = await contents(from);
    expect(Object.keys(half)).toHaveLength(3);
    for (const [name, content] of Object.entries(half)) expect(whole[name], name).toBe(content);
    const inodes = Object.keys(half).map((name) => statSync(path.join(to, name)).ino);
    await writeFile(path.join(to, '.carry/left.part'), 'of a process that was killed');
    expect(await canTake(to)).toBe(true);
    await carry();
    expect(Object.keys(half).map((name) => statSync(path.join(to, name)).ino)).toEqual(inodes);
    expect(await contents(to)).toEqual(without(whole, '.incoming/half.part'));
  });

  it('follows what came and went meanwhile', async () => {
    await carry();
    await rm(path.join(from, '1.3'), { recursive: true });
    await put(from, '1.2/1.2.1/1.2.1.3.dcm', 'came later');
    await put(from, '1.2/1.2.1/1.2.1.1.dcm', 'other bytes of another length');
    await carry();
    await dropSurplus({ from, to });
    expect(await contents(to)).toEqual(without(await contents(from), '.incoming/half.part'));
    expect(await readdir(to)).not.toContain('1.3');
  });
});

it('ends with what the system says when the new disk is full, and nothing is lost', async () => {
  await expect(carryOver({ from, to, signal, link: refusing('ENOSPC') })).rejects.toMatchObject({ code: 'ENOSPC' });
  expect(Object.keys(await contents(from))).toHaveLength(7);
});

it('never takes away what the other place lacks, or has in another length', async () => {
  await put(to, '1.2/1.2.1/1.2.1.1.dcm', 'short');
  await takeAway({ from, to });
  expect(Object.keys(await contents(from))).toHaveLength(7);
});

it('takes only a folder with nothing in it', async () => {
  expect(await canTake(to), 'not there').toBe(true);
  await mkdir(path.join(to, 'lost+found'), { recursive: true });
  await put(to, '.DS_Store', '');
  expect(await canTake(to), 'an empty disk').toBe(true);
  expect(await canTake(from), 'another inbox').toBe(false);
  await put(to, 'letters/a.txt', 'a');
  expect(await canTake(to), 'letters').toBe(false);
});
