// A peer's text never leads a file anywhere but to its own place.
import { describe, expect, it } from 'vitest';
import { Names, safeName } from '../../core/exporting/safe-name.ts';

describe('a safe name', () => {
  it.each([
    ['../../etc/passwd', 'etc passwd'],
    ['C:\\Windows\\x', 'C Windows x'],
    ['..', 'Patient'],
    ['', 'Patient'],
    ['  . . ', 'Patient'],
    ['Yamada^Tarou', 'Yamada Tarou'],
    ['山田^太郎', '山田 太郎'],
    ['nul', '_nul'],
    ['COM1.txt', '_COM1.txt'],
    ['ends with dots...', 'ends with dots'],
    ['zero\0and\u202eturned\nround', 'zero and turned round'],
  ])('of %j is %j', (text, name) => {
    expect(safeName(text, 'Patient')).toBe(name);
  });

  it('is never long', () => {
    expect(Array.from(safeName('𠮷'.repeat(500), 'Patient'))).toHaveLength(48);
  });
});

it('gives each thing a name of its own, whatever the case of its letters', () => {
  const names = new Names();
  expect(names.nameOf('a', 'Chest')).toBe('Chest');
  expect(names.nameOf('b', 'CHEST')).toBe('CHEST (2)');
  expect(names.nameOf('c', 'Chest (2)')).toBe('Chest (2) (2)');
  expect(names.nameOf('a', 'Other')).toBe('Chest');
  expect(names.nameOf('d', '0001', '.dcm')).toBe('0001.dcm');
  expect(names.nameOf('e', '0001', '.dcm')).toBe('0001 (2).dcm');
});
