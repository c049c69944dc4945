/** Where a file lies within a ZIP archive (APPNOTE 6.3.10 §4.3): enough to read it again without going through the directory. */

export interface EntryPlace {
  /** As the archive writes it, folders included. For people alone: never part of a path. */
  readonly name: string;
  /** Where its local header begins. */
  readonly header: number;
  /** Bytes that it takes up in the archive. */
  readonly packed: number;
  /** Bytes of the file. */
  readonly size: number;
  readonly deflated: boolean;
  readonly crc32: number;
}

/** Of something within an archive that is told of and never opened. */
export const namedEntry = (name: string): EntryPlace => ({ name, header: 0, packed: 0, size: 0, deflated: false, crc32: 0 });

/** What is shown of an entry: its name without its folders. */
export const entryName = ({ name }: EntryPlace): string => name.split('/').findLast((part) => part !== '') ?? '';
