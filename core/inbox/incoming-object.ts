/**
 * One object on its way in: its bytes go to a part file as they come, behind a file meta group of ours (PS3.10 §7.1), and the part file gets
 * its final name before Success is answered. Never holds more of the object than its header's first bytes and what waits to be written.
 */
import type { Answer, ByteSink } from '../association/types.ts';
import { cannotWrite, mismatch, unreadable, type Refusal } from './answers.ts';
import { capturedBytes, LONGEST_HEADER, readHeader, type HeaderReading } from './header.ts';
import { Attribute, type Origin } from './index-entry.ts';
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
  readonly header: HeaderReading['dataSet'];
  readonly dataOffset: number;
}

export interface IncomingObjectOptions {
  readonly request: ComingObject;
  readonly part: PartFile;
  /** Preamble and meta group. */
  readonly fileMeta: Uint8Array;
  /** Gives the file its place and says what to answer. */
  readonly place: (object: ReceivedObject) => Answer | Promise<Answer>;
  /** Keeps a part file that is not to be stored. */
  readonly quarantine: (part: PartFile, request: ComingObject, refusal: Refusal) => void;
  readonly refused: (request: ComingObject, refusal: Refusal, error?: unknown) => void;
}

export class IncomingObject implements ByteSink {
  readonly #options: IncomingObjectOptions;
  readonly #dataOffset: number;
  readonly #captured: number;
  #header: Uint8Array | undefined;
  #headerLength = 0;
  #failure: Refusal | undefined;

  constructor(options: IncomingObjectOptions) {
    this.#options = options;
    this.#dataOffset = options.fileMeta.length;
    this.#captured = capturedBytes(options.request.transferSyntaxUid);
    options.part.add(options.fileMeta);
  }

  write(bytes: Uint8Array): void {
    if (this.#failure) return;
    this.#capture(bytes);
    this.#attempt((part) => {
      part.add(bytes);
    });
  }

  flush(): void {
    if (this.#failure) return;
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
    if ('status' in object) {
      this.#options.quarantine(this.#options.part, this.#options.request, object);
      return object;
    }
    return this.#options.place(object);
  }

  discard(): void {
    if (!this.#failure) this.#options.part.discard();
  }

  /** After the first failure the rest is let go by, and the answer says why. */
  #attempt(work: (part: PartFile) => void): void {
    const { part, request, refused } = this.#options;
    try {
      work(part);
    } catch (error) {
      this.#failure = cannotWrite(error);
      part.discard();
      refused(request, this.#failure, error);
    }
  }

  #capture(bytes: Uint8Array): void {
    if (this.#headerLength >= this.#captured) return;
    const taken = bytes.subarray(0, this.#captured - this.#headerLength);
    const needed = this.#headerLength + taken.length;
    if (!this.#header || this.#header.length < needed) {
      const larger = new Uint8Array(Math.min(this.#captured, Math.max(needed, 2 * this.#headerLength, 8 * 1024)));
      if (this.#header) larger.set(this.#header.subarray(0, this.#headerLength));
      this.#header = larger;
    }
    this.#header.set(taken, this.#headerLength);
    this.#headerLength = needed;
  }

  #received(): ReceivedObject | Refusal {
    const { request, part } = this.#options;
    let header: HeaderReading['dataSet'];
    try {
      header = this.#read();
    } catch {
      return unreadable('data set cannot be read');
    }
    const identity = {
      studyUid: header.text(Attribute.StudyInstanceUid),
      seriesUid: header.text(Attribute.SeriesInstanceUid),
      sopInstanceUid: header.text(Attribute.SopInstanceUid),
    };
    const sopClassUid = header.text(Attribute.SopClassUid);
    const fault = faultOf({ ...identity, sopClassUid }, request);
    return fault ?? { request, part, identity, sopClassUid, header, dataOffset: this.#dataOffset };
  }

  /** First what was kept in memory; a header that is longer is read back from the part file. */
  #read(): HeaderReading['dataSet'] {
    const { part, request } = this.#options;
    const total = part.length - this.#dataOffset;
    let prefix = (this.#header ?? new Uint8Array(0)).subarray(0, this.#headerLength);
    for (;;) {
      const whole = prefix.length >= total;
      const reading = readHeader(prefix, request.transferSyntaxUid, whole);
      if (reading.complete || whole || prefix.length >= LONGEST_HEADER) return reading.dataSet;
      prefix = part.read(this.#dataOffset, Math.min(prefix.length * 4, LONGEST_HEADER));
    }
  }
}

function faultOf(found: InstanceIdentity & { readonly sopClassUid: string }, request: ComingObject): Refusal | undefined {
  if (found.sopInstanceUid === '') return mismatch('no SOP Instance UID in the data set');
  if (!isUidShaped(found.sopInstanceUid)) return mismatch('SOP Instance UID is not a UID');
  if (found.sopInstanceUid !== request.sopInstanceUid) return mismatch('SOP Instance UID differs between command and data set');
  if (found.sopClassUid !== request.sopClassUid) return mismatch('SOP Class UID differs between command and data set');
  if (found.studyUid.length > 64 || found.seriesUid.length > 64) return mismatch('Study or Series Instance UID is too long');
  return undefined;
}
