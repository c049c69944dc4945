// Data sets of an odd number of bytes on their way out (PS3.5 §7.1, §A.5): a deflate stream is evened wherever its end falls, nothing else is.
import { describe, expect, test } from 'vitest';
import { sourceOfBytes } from '../../core/association/bytes-source.ts';
import { OutgoingObject } from '../../core/association/outgoing-object.ts';
import { layoutFor, Vector } from '../../core/association/vector.ts';

const DEFLATED = '1.2.840.10008.1.2.1.99';
const IMPLICIT = '1.2.840.10008.1.2';

/** Payload of every vector until the object is complete. */
function sent(length: number, transferSyntax: string, vector: Vector): Uint8Array {
  const object = new OutgoingObject(sourceOfBytes(new Uint8Array(length).fill(7)), { contextId: 3, transferSyntax });
  const payload: number[] = [];
  while (!object.complete) {
    void object.fill(vector, new Uint8Array(0));
    const pdus = vector.bytes;
    for (let at = 0; at < pdus.length;) {
      const end = at + 6 + new DataView(pdus.buffer, pdus.byteOffset + at).getUint32(2);
      payload.push(...pdus.subarray(at + 12, end));
      at = end;
    }
  }
  return Uint8Array.from(payload);
}

describe('an odd number of bytes', () => {
  // 512 gaps of 14 bytes make one vector.
  const vector = new Vector(layoutFor(20));
  const full = vector.capacity;
  test.each([1, 13, full - 1, full + 1, full + 13, 2 * full - 1])('%i of a deflate stream are followed by a NUL', (length) => {
    const payload = sent(length, DEFLATED, vector);
    expect(payload).toHaveLength(length + 1);
    expect([payload.at(-2), payload.at(-1)]).toEqual([7, 0]);
  });

  test('of anything else cannot be sent', () => {
    expect(() => sent(full + 1, IMPLICIT, vector)).toThrow(/odd number/);
  });
});
