// One JSON document in one file: replaced as a whole, put aside when it cannot be read.
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openJsonFile } from '../../core/storage/json-file.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'gantry-json-'));
  file = path.join(folder, 'deep', 'settings.json');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function parse(value: unknown, version: number): { port: number } {
  if (typeof value !== 'object' || value === null || !('port' in value) || typeof value.port !== 'number')
    throw new TypeError('port is missing');
  return { port: version === 1 ? value.port + 1000 : value.port };
}
const open = () => openJsonFile({ file, version: 2, parse, initial: () => ({ port: 11112 }), wallClock: () => 0 });

describe('a JSON file', () => {
  it('begins with the initial value and makes nothing until it is written', async () => {
    const { json, setAside } = await open();
    expect(json.value).toEqual({ port: 11112 });
    expect(setAside).toBeNull();
    expect(existsSync(file)).toBe(false);
  });

  it('comes back as it was written, and leaves no temporary file', async () => {
    await (await open()).json.write({ port: 4242 });
    expect((await open()).json.value).toEqual({ port: 4242 });
    expect(readdirSync(path.dirname(file))).toEqual(['settings.json']);
  });

  it('ends with the last of many values written at once', async () => {
    const { json } = await open();
    await Promise.all(Array.from({ length: 50 }, (_, port) => json.write({ port })));
    expect((await open()).json.value).toEqual({ port: 49 });
  });

  it('reads an older version by its own rule', async () => {
    await (await open()).json.write({ port: 1 });
    writeFileSync(file, JSON.stringify({ version: 1, value: { port: 5 } }));
    expect((await open()).json.value).toEqual({ port: 1005 });
  });

  it('says when it cannot be written, and can be written afterwards', async () => {
    const { json } = await open();
    writeFileSync(path.join(folder, 'deep'), 'a file where a folder should be');
    await expect(json.write({ port: 1 })).rejects.toThrow();
    rmSync(path.join(folder, 'deep'));
    await json.write({ port: 2 });
    expect((await open()).json.value).toEqual({ port: 2 });
  });

  it.each([
    ['half a document', '{"version":2,"val'],
    ['no document', '[]'],
    ['a value that makes no sense', '{"version":2,"value":{"port":"x"}}'],
    ['a newer version', '{"version":3,"value":{"port":1}}'],
    ['nothing', ''],
  ])('with %s is put aside and said so', async (_what, text) => {
    await (await open()).json.write({ port: 1 });
    writeFileSync(file, text);
    const { json, setAside } = await open();
    expect(json.value).toEqual({ port: 11112 });
    expect(setAside?.keptAs).toBe(`${file}.damaged-1970-01-01T00-00-00`);
    expect(readFileSync(setAside?.keptAs ?? '', 'utf8')).toBe(text);
    await json.write({ port: 3 });
    expect((await open()).json.value).toEqual({ port: 3 });
  });
});
