// ZIP archives byte by byte (APPNOTE 6.3.10 §4.3), so that each field can be made to lie.
import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipEntry {
  readonly name: string;
  readonly content: Uint8Array;
  /** 0 stored, 8 deflated; any other number is written as it is over deflated bytes. Default 8. */
  readonly method?: number;
  readonly encrypted?: boolean;
  /** In place of what is true. */
  readonly size?: number;
  readonly crc?: number;
  /** Replaces the packed bytes. */
  readonly packed?: Uint8Array;
  /** Takes the local header and bytes of the entry before it. */
  readonly sharesBefore?: boolean;
}

export function zipFile(entries: readonly ZipEntry[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  let before = 0;
  for (const entry of entries) {
    const { name, content, method = 8, encrypted = false, size = content.length, crc = crc32(content), sharesBefore = false } = entry;
    const packed = entry.packed ?? (method === 0 ? content : deflateRawSync(content));
    const text = Buffer.from(name, 'utf8');
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(0x800 | (encrypted ? 1 : 0), 2);
    fields.writeUInt16LE(method, 4);
    fields.writeUInt32LE(crc, 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(size, 18);
    fields.writeUInt16LE(text.length, 22);
    if (!sharesBefore) {
      before = at;
      const local = Buffer.concat([Buffer.from('PK\x03\x04'), fields, text, packed]);
      parts.push(local);
      at += local.length;
    }
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(before, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), fields, rest, text]));
  }
  const index = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(index.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...parts, index, Buffer.from('PK\x05\x06'), end]);
}
