/** Objects of the inbox as they are sent: each file's own bytes behind its meta group, read straight into the sender's buffers. */
import type { ByteSource } from '../association/types.ts';
import type { InboxTarget } from '../contract/inbox.ts';
import type { StoreItem } from '../services/types.ts';
import type { Browse } from './browse.ts';
import type { Files } from './files.ts';
import { behind } from './views.ts';
import type { PlacedRecord } from './tables.ts';

/** One object that can be sent. */
export interface InboxItem extends StoreItem {
  readonly instanceId: number;
  readonly path: string;
  readonly studyUid: string;
  readonly seriesUid: string;
  /** Of the data set. */
  readonly bytes: number;
  open(): ByteSource;
}

const PAGE = 500;
/** Systems take at most 1 024 views in one call. */
const VIEWS = 512;

/** In the order in which they arrived; each object once, also when targets overlap. */
export function* itemsOf(browse: Browse, files: Files, targets: readonly InboxTarget[]): Generator<InboxItem, void, undefined> {
  const seen = new Set<number>();
  for (const target of targets) {
    let after = 0;
    for (;;) {
      const page = browse.page(target, { after, limit: PAGE });
      for (const record of page) {
        after = record.id;
        if (seen.has(record.id)) continue;
        seen.add(record.id);
        yield itemOf(browse, files, record);
      }
      if (page.length < PAGE) break;
    }
  }
}

export function itemOf(browse: Browse, files: Files, record: PlacedRecord): InboxItem {
  const file = browse.file(record);
  return {
    instanceId: record.id,
    path: file,
    studyUid: record.study_uid,
    seriesUid: record.series_uid,
    bytes: record.bytes - record.data_offset,
    sopClassUid: record.class,
    sopInstanceUid: record.uid,
    transferSyntaxUid: record.syntax,
    open: () => new FileSource(files, file, record.data_offset),
  };
}

class FileSource implements ByteSource {
  readonly #files: Files;
  readonly #fd: number;
  #at: number;
  #open = true;

  /** @throws what the system says when the file is not there. */
  constructor(files: Files, file: string, offset: number) {
    this.#files = files;
    this.#fd = files.openSync(file, 'r');
    this.#at = offset;
  }

  fill(views: readonly Uint8Array[]): number {
    let filled = 0;
    let left: readonly Uint8Array[] = views;
    while (left.length > 0) {
      const got = this.#files.readvSync(this.#fd, left.slice(0, VIEWS), this.#at);
      if (got === 0) break;
      this.#at += got;
      filled += got;
      left = behind(left, got);
    }
    return filled;
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#files.closeSync(this.#fd);
  }
}
