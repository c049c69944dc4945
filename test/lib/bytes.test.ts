import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byteAt, concat, encodeLatin1, equalBytes, fromHex, latin1, readU32, toHex, writeLatin1 } from '../../core/lib/bytes.ts';

describe('bytes', () => {
  it('join', () => {
    expect(concat([])).toEqual(new Uint8Array(0));
    expect(concat([Uint8Array.of(1), new Uint8Array(0), Uint8Array.of(2, 3)])).toEqual(Uint8Array.of(1, 2, 3));
  });

  it('compare', () => {
    expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2))).toBe(true);
    expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 3))).toBe(false);
    expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1))).toBe(false);
  });

  it('go through hexadecimal', () => {
    fc.assert(fc.property(fc.uint8Array(), (bytes) => equalBytes(fromHex(toHex(bytes, ' ')), bytes)));
    expect(toHex(Uint8Array.of(0, 255), ':')).toBe('00:ff');
  });

  it.each(['0', '0g', 'zz', '+1'])('refuse %s as hexadecimal', (text) => {
    expect(() => fromHex(text)).toThrow(RangeError);
  });

  it('go through Latin-1, every byte and any length', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 3000, size: 'max' }), (bytes) => equalBytes(encodeLatin1(latin1(bytes)), bytes)));
    expect(latin1(Uint8Array.of(0x80, 0x9f, 0xe4))).toBe('\u0080\u009f\u00e4');
    expect(latin1(Uint8Array.of(65, 66, 67, 68), 1, 3)).toBe('BC');
  });

  it('put a question mark where Latin-1 ends', () => {
    const target = new Uint8Array(4);
    expect(writeLatin1(target, 1, 'a\u3042')).toBe(3);
    expect(toHex(target)).toBe('00613f00');
  });
});

describe('reading', () => {
  it('gives bytes and 32 bits in network order, zeros beyond the end', () => {
    const bytes = fromHex('fffefdfc01');
    expect([byteAt(bytes, 0), byteAt(bytes, 5)]).toEqual([255, 0]);
    expect([readU32(bytes, 0), readU32(bytes, 3)]).toEqual([0xfffefdfc, 0xfc010000]);
  });
});
