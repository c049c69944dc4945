/** What copies are made of: things of the inbox, or what is about to be sent, be it a file or an entry of an archive. */
import type { InboxTarget } from '../contract.ts';
import type { Original } from '../copies/make-copies.ts';
import { objectInMemory, openObject, type ObjectBytes } from '../objects/open-object.ts';
import type { Transfers } from '../transfers/types.ts';
import { openEntry } from '../transfers/zip/entry-file.ts';
import type { EntryPlace } from '../transfers/zip/entry-place.ts';
import type { InboxSlot } from './inbox-slot.ts';

/** One of the two. */
export interface From {
  readonly targets?: readonly InboxTarget[] | undefined;
  /** Of the preflight: as it is decided now. */
  readonly proposal?: string | undefined;
}

interface Places {
  readonly slot: InboxSlot;
  readonly proposed: Transfers['proposed'];
}

/** The list is whole at once: what the copies add is not in it. */
export function originalsOf({ slot, proposed }: Places, { targets, proposal }: From): readonly Original[] {
  if (proposal === undefined) return Array.from(slot.inbox.items(targets ?? []), ({ path }) => ({ open: () => openObject(path) }));
  return Array.from(proposed(proposal), ({ path, entry }) => ({
    open: () => (entry ? readEntry(path, entry) : openObject(path)),
  }));
}

/** What lies in an archive is inflated forwards only: it is read whole, and never unpacked to the disk. */
const LARGEST_ENTRY = 512 * 1024 * 1024;

async function readEntry(archive: string, entry: EntryPlace): Promise<ObjectBytes> {
  if (entry.size > LARGEST_ENTRY) throw new Error('It is too large to be copied out of a ZIP file: unpack that first');
  const file = await openEntry(archive, entry);
  try {
    const bytes = new Uint8Array(entry.size);
    for (let at = 0; at < bytes.length;) {
      const read = await file.read([bytes.subarray(at)], at);
      if (read === 0) break;
      at += read;
    }
    return objectInMemory(bytes);
  } finally {
    await file.close();
  }
}
