/** Bytes of associate PDUs put together item by item, so that a test can break any of them. Independent of the encoder. */
import { concat, encodeLatin1, fromHex } from '../../core/lib/bytes.ts';

export function item(type: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const body = concat(parts);
  return concat([Uint8Array.of(type, 0, body.length >>> 8, body.length), body]);
}

export const text = encodeLatin1;
export const hex = fromHex;

export const applicationContext = item(0x10, text('1.2.840.10008.3.1.1.1'));
export const verification = item(0x30, text('1.2.840.10008.1.1'));
export const implicit = item(0x40, text('1.2.840.10008.1.2'));
export const context = item(0x20, hex('01000000'), verification, implicit);
export const userInformation = item(0x50, item(0x51, hex('00004000')));

export interface AssociateBytes {
  readonly version?: string;
  readonly called?: Uint8Array;
  readonly calling?: Uint8Array;
}

/** The body of an A-ASSOCIATE-RQ or -AC: fixed fields, then the items given. */
export function associateBody(items: readonly Uint8Array[], { version = '0001', called, calling }: AssociateBytes = {}): Uint8Array {
  const title = (bytes: Uint8Array): Uint8Array => concat([bytes, encodeLatin1(' '.repeat(16 - bytes.length))]);
  return concat([
    hex(version),
    hex('0000'),
    title(called ?? text('CALLED')),
    title(calling ?? text('CALLING')),
    new Uint8Array(32),
    ...items,
  ]);
}
