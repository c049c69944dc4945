import { describe, expect, it } from 'vitest';
import { toHex } from '../../core/lib/bytes.ts';
import { decodePdu } from '../../core/pdu/decode.ts';
import { encodePdu } from '../../core/pdu/encode.ts';
import { goldenPdus } from './golden.ts';

describe.each(goldenPdus)('$name', ({ bytes, value }) => {
  it('announces the length that it has', () => {
    expect(new DataView(bytes.buffer).getUint32(2)).toBe(bytes.length - 6);
  });

  it('is read', () => {
    expect(decodePdu(bytes[0] ?? 0, bytes.subarray(6))).toEqual(value);
  });

  it('is written', () => {
    expect(toHex(encodePdu(value))).toBe(toHex(bytes));
  });
});
