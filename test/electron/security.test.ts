import { describe, expect, it } from 'vitest';
import { isOwnPage, type Frame } from '../../electron/security.ts';

const frameAt = (url: string): Frame => ({ url, parent: null });

describe('who may talk to main', () => {
  it('is the main frame of our own page', () => {
    const frame = frameAt('gantry://app/index.html');
    expect(isOwnPage(frame, { mainFrame: frame })).toBe(true);
  });

  it.each([
    'https://app/index.html',
    'gantry://application/',
    'gantry://app.evil/index.html',
    'file:///app/index.html',
    'data:text/html,gantry://app/',
    'about:blank',
    '',
  ])('is not a page at %j', (url) => {
    const frame = frameAt(url);
    expect(isOwnPage(frame, { mainFrame: frame })).toBe(false);
  });

  it('is no frame but the main one, and none that is gone', () => {
    const main = frameAt('gantry://app/index.html');
    expect(isOwnPage(frameAt('gantry://app/index.html'), { mainFrame: main })).toBe(false);
    expect(isOwnPage(null, { mainFrame: main })).toBe(false);
  });
});
