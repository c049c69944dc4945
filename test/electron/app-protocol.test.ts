import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileFor } from '../../electron/app-protocol.ts';

const folder = path.resolve('/app/renderer');

describe('the files that the page may have', () => {
  it.each([
    ['gantry://app/index.html', 'index.html'],
    ['gantry://app/assets/index-1.js?v=2#top', 'assets/index-1.js'],
    ['gantry://app/assets/%C3%A4.css', 'assets/ä.css'],
  ])('%s is %s', (url, file) => {
    expect(fileFor(url, folder)).toBe(path.join(folder, file));
  });

  it.each([
    ['gantry://app/..%2f..%2fsecret.html', 'slashes in disguise'],
    ['gantry://app/..%5c..%5csecret.html', 'backslashes'],
    ['gantry://app/index.html%00.png', 'a zero'],
    ['gantry://app/%E0%A4%A', 'broken escapes'],
    ['gantry://other/index.html', 'another host'],
    ['file:///app/renderer/index.html', 'another protocol'],
    ['gantry://app/', 'a folder'],
    ['gantry://app/package.json', 'a kind that the page has no use for'],
    ['not a url', 'no URL'],
  ])('%s is nothing: %s', (url) => {
    expect(fileFor(url, folder)).toBeNull();
  });

  it.each(['gantry://app/../main.html', 'gantry://app/%2e%2e/%2e%2e/etc/secret.html', 'gantry://app/%2fetc/secret.html'])(
    '%s stays inside the folder',
    (url) => {
      expect(fileFor(url, folder)).toMatch(/^\/app\/renderer\//);
    },
  );
});
