// Shortcuts on both kinds of keyboards.
import { describe, expect, it } from 'vitest';
import { isSingleKey, matches, spoken, written } from '../../../renderer/commands/shortcut.ts';

const keys = (key: string, more: Partial<Parameters<typeof matches>[1]> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...more,
});

describe('matches', () => {
  it.each([
    ['Mod+K', keys('k', { ctrlKey: true }), 'other', true],
    ['Mod+K', keys('k', { metaKey: true }), 'other', false],
    ['Mod+K', keys('k', { metaKey: true }), 'mac', true],
    ['Mod+K', keys('K', { ctrlKey: true, shiftKey: true }), 'other', false],
    ['Mod+Shift+C', keys('C', { ctrlKey: true, shiftKey: true }), 'other', true],
    ['R', keys('r'), 'other', true],
    ['R', keys('R', { shiftKey: true }), 'other', false],
    ['?', keys('?', { shiftKey: true }), 'other', true],
    ['?', keys('?'), 'other', true],
    ['Mod+,', keys(',', { metaKey: true }), 'mac', true],
    ['Alt+ArrowLeft', keys('ArrowLeft', { altKey: true }), 'mac', true],
    ['Alt+ArrowLeft', keys('ArrowLeft'), 'other', false],
    ['Mod++', keys('+', { ctrlKey: true }), 'other', true],
    ['Mod++', keys('+', { ctrlKey: true, shiftKey: true }), 'other', true],
    ['Mod++', keys('=', { ctrlKey: true }), 'other', true],
    ['Mod++', keys('-', { ctrlKey: true }), 'other', false],
    ['Mod+-', keys('-', { ctrlKey: true }), 'other', true],
    ['Mod+-', keys('-'), 'other', false],
  ] as const)('%s', (...row) => {
    const [shortcut, event, platform, expected] = row;
    expect(matches(shortcut, event, platform)).toBe(expected);
  });
});

it('is written as each platform writes it', () => {
  expect(written('Mod+Shift+V', 'mac')).toBe('⇧⌘V');
  expect(written('Mod+Shift+V', 'other')).toBe('Ctrl+Shift+V');
  expect(written('Alt+ArrowLeft', 'other')).toBe('Alt+←');
  expect(written('Mod++', 'other')).toBe('Ctrl++');
  expect(spoken('Mod++', 'other')).toBe('Control+Plus');
  expect(spoken('Mod+K', 'mac')).toBe('Meta+K');
});

it('knows which are single characters', () => {
  expect(['R', '?', '/'].every(isSingleKey)).toBe(true);
  expect(['Mod+R', 'Delete', 'Alt+R'].some(isSingleKey)).toBe(false);
});
