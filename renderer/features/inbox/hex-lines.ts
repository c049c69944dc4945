/** Bytes as lines of sixteen: where they lie, in hexadecimal, and as characters where they are any. */
const LINE = 16;
const HALF = 8;

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');

const halved = (bytes: readonly number[]): string =>
  [bytes.slice(0, HALF), bytes.slice(HALF)].map((half) => half.map((byte) => hex(byte, 2)).join(' ')).join('  ');

/** @param offset of the first byte. */
export const hexLines = (bytes: Uint8Array, offset: number): readonly string[] => {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += LINE) {
    const line = Array.from(bytes.subarray(at, at + LINE));
    const characters = line.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·')).join('');
    lines.push(`${hex(offset + at, 8)}  ${halved(line).padEnd(LINE * 3 + 1)}  ${characters}`);
  }
  return lines;
};
