/** New unique identifiers (PS3.5 §B.2). What form one must have says `core/lib/uid.ts`. */

/** A new UID under 2.25 (PS3.5 §B.2). @param random 16 random bytes; version and variant bits of a UUID are set here. */
export function uidFromRandom(random: Uint8Array): string {
  let value = 0n;
  random.subarray(0, 16).forEach((byte, index) => {
    const bits = index === 6 ? (byte & 0x0f) | 0x40 : index === 8 ? (byte & 0x3f) | 0x80 : byte;
    value = (value << 8n) | BigInt(bits);
  });
  return `2.25.${value}`;
}

/** A UID under 2.25 from a UUID as crypto.randomUUID() writes it. */
export const uidFromUuid = (uuid: string): string => `2.25.${BigInt(`0x${uuid.replaceAll('-', '')}`)}`;
