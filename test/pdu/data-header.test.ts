import { describe, expect, it } from 'vitest';
import { toHex } from '../../core/lib/bytes.ts';
import { DATA_HEADER_LENGTH, fragmentLength, writeDataHeader } from '../../core/pdu/data-header.ts';

describe('writeDataHeader', () => {
  it.each([
    [{ length: 68, contextId: 1, command: true, last: true }, '04000000004a000000460103'],
    [{ length: 0, contextId: 255, command: false, last: false }, '04000000000600000002ff00'],
    [{ length: 16_378, contextId: 3, command: false, last: true }, '04000000400000003ffc0302'],
    [{ length: 0xffff_fff0, contextId: 5, command: true, last: false }, '0400fffffff6fffffff20501'],
  ])('writes %o', (header, hex) => {
    const target = new Uint8Array(DATA_HEADER_LENGTH + 4).fill(0xee);
    writeDataHeader(target, 2, header);
    expect(toHex(target)).toBe(`eeee${hex}eeee`);
  });
});

describe('fragmentLength', () => {
  it.each([
    [16_384, 16_378],
    [16_385, 16_378],
    [8, 2],
    [9, 2],
    [7, 1],
  ])('is the largest even number that fits into %i bytes: %i', (pduLength, fragment) => {
    expect(fragmentLength(pduLength)).toBe(fragment);
  });
});
