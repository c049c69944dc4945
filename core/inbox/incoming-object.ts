/**
 * One object on its way in: its bytes go to a part file as they come, behind a file meta group of ours (PS3.10 §7.1), and the part file gets
 * its final name before Success is answered. Never holds more of the object than its header's first bytes and what waits to be written.
 */
import type { Answer, ByteSink } from '../association/types.ts';
import type { DataSet } from '../dicom/types.ts';
import { cannotWrite, mismatch, unreadable, type Refusal } from './answers.ts';
import type { Buffers } from './buffers.ts';
import { HeaderPrefix } from './header-prefix.ts';
import { capturedBytes, LONGEST_HEADER, readHeader } from './header.ts';
import { identityIn, type IndexedAttributes, type Origin, type SaidIdentity } from './index-entry.ts';
import type { InstanceIdentity } from './layout.ts';
import type { PartFile } from './part-file.ts';
import { isUidShaped } from '../lib/uid.ts';

/** An object on its way in, whoever brings it. */
export interface ComingObject {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly transferSyntaxUid: string;
  readonly from: Origin;
  /** Stands in the index for an address that there is none of. */
  readonly foundIn?: string;
  /** '' when no association brings it. */
  readonly associationId: string;
  readonly moveOriginator?: { readonly title: string; readonly messageId: number };
  /** Told where it was placed, before Success is answered. */
  readonly placed?: (as: InstanceIdentity & { readonly version: number; readonly kind: 'stored' | 'identical' | 'other-bytes' }) => void;
}

/** An object whose bytes are complete and whose header was read. */
export interface ReceivedObject {
  readonly request: ComingObject;
  readonly part: PartFile;
  readonly identity: InstanceIdentity;
  readonly sopClassUid: string;
  readonly attributes: IndexedAttributes;
  readonly dataOffset: number;
}

/** What was read of a header. */
type Found = SaidIdentity & Pick<ReceivedObject, 'attributes'>;

export interface IncomingObjectOptions {
  readonly request: ComingObject;
  readonly part: PartFile;
  /** Of `HEADER_BYTES` each. */
  readonly headers: Buffers;
  /** Preamble and meta group. */
  readonly fileMeta: Uint8Array;
  readonly attributesOf: (header: DataSet, said: SaidIdentity) => IndexedAttributes;
  /** Gives the file its place and says what to answer. */
  readonly place: (object: ReceivedObject) => Answer | Promise<Answer>;
  /** Keeps a part file that is not to be stored. */
  readonly quarantine: (part: PartFile, request: ComingObject, refusal: Refusal) => void;
  readonly refused: (request: ComingObject, refusal: Refusal, error?: unknown) => void;
}

export class IncomingObject implements ByteSink {
  readonly #options: IncomingObjectOptions;
  readonly #dataOffset: number;
  readonly #prefix: HeaderPrefix;
  #found: Found | undefined;
  #failure: Refusal | undefined;

  constructor(options: IncomingObjectOptions) {
    this.#options = options;
    this.#dataOffset = options.fileMeta.length;
    this.#prefix = new HeaderPrefix(capturedBytes(options.request.transferSyntaxUid), options.headers);
    options.part.add(options.fileMeta);
  }

  write(bytes: Uint8Array): void {
    if (this.#failure) return;
    this.#prefix.add(bytes);
    this.#attempt((part) => {
      part.add(bytes);
    });
  }

  flush(): void {
    if (this.#failure) return;
    if (this.#prefix.passing) this.#readAhead();
    this.#attempt((part) => {
      part.take();
    });
  }

  finish(): Answer | Promise<Answer> {
    if (!this.#failure) {
      this.#attempt((part) => {
        part.complete();
      });
    }
    if (this.#failure) return this.#failure;
    const object = this.#received();
    this.#prefix.release();
    if ('status' in object) {
      this.#options.quarantine(this.#options.part, this.#options.request, object);
      return object;
    }
    return this.#options.place(object);
  }

  discard(): void {
    this.#prefix.release();
    if (!this.#failure) this.#options.part.discard();
  }

  /** After the first failure the rest is let go by, and the answer says why. */
  #attempt(work: (part: PartFile) => void): void {
    const { part, request, refused } = this.#options;
    try {
      work(part);
    } catch (error) {
      this.#failure = cannotWrite(error);
      this.#prefix.release();
      part.discard();
      refused(request, this.#failure, error);
    }
  }

  /** The bytes go. Most headers can be read from what has come; of another the first bytes are kept. */
  #readAhead(): void {
    if (this.#prefix.full) {
      try {
        const reading = readHeader(this.#prefix.bytes, this.#options.request.transferSyntaxUid, false);
        if (reading.complete) this.#found = this.#foundIn(reading.dataSet);
      } catch {
        // The rest may tell more; if not, it is said at the end.
      }
    }
    if (this.#found) this.#prefix.release();
    else this.#prefix.keep();
  }

  #received(): ReceivedObject | Refusal {
    const { request, part } = this.#options;
    try {
      const found = this.#found ?? this.#foundIn(this.#read());
      return faultOf(found, request) ?? { request, part, ...found, dataOffset: this.#dataOffset };
    } catch {
      return unreadable('data set cannot be read');
    }
  }

  #foundIn(header: DataSet): Found {
    const said = identityIn(header);
    return { ...said, attributes: this.#options.attributesOf(header, said) };
  }

  /** First what was kept in memory; a header that is longer is read back from the part file. */
  #read(): DataSet {
    const { part, request } = this.#options;
    const total = part.length - this.#dataOffset;
    let prefix = this.#prefix.bytes;
    for (;;) {
      const whole = prefix.length >= total;
      const reading = readHeader(prefix, request.transferSyntaxUid, whole);
      if (reading.complete || whole || prefix.length >= LONGEST_HEADER) return reading.dataSet;
      prefix = part.read(this.#dataOffset, Math.min(prefix.length * 4, LONGEST_HEADER));
    }
  }
}

function faultOf({ identity, sopClassUid }: Found, request: ComingObject): Refusal | undefined {
  if (identity.sopInstanceUid === '') return mismatch('no SOP Instance UID in the data set');
  if (!isUidShaped(identity.sopInstanceUid)) return mismatch('SOP Instance UID is not a UID');
  if (identity.sopInstanceUid !== request.sopInstanceUid) return mismatch('SOP Instance UID differs between command and data set');
  if (sopClassUid !== request.sopClassUid) return mismatch('SOP Class UID differs between command and data set');
  if (identity.studyUid.length > 64 || identity.seriesUid.length > 64) return mismatch('Study or Series Instance UID is too long');
  return undefined;
}
