/**
 * The inbox's C-STORE handler (PS3.4 §B): opens a part file for each object, refuses when there is no room before anything is written, and
 * hands what was placed to the index. One part file is always open ahead, so that the next object need not wait for it.
 */
import path from 'node:path';
import type { Answer, ByteSink } from '../association/types.ts';
import { Buffers } from './buffers.ts';
import type { TracePoint } from '../lib/trace.ts';
import type { IncomingStore } from '../services/types.ts';
import { cannotWrite, diskFull, stored, type Refusal } from './answers.ts';
import { systemCode, type Files } from './files.ts';
import { IncomingObject, type ComingObject, type ReceivedObject } from './incoming-object.ts';
import { HEADER_BYTES } from './header.ts';
import type { IndexQueue } from './index-queue.ts';
import type { Origin } from './index-entry.ts';
import type { Journal } from './journal.ts';
import { INCOMING, type InstanceIdentity } from './layout.ts';
import { ObjectBefore } from './object-before.ts';
import { PartFile, VECTOR } from './part-file.ts';
import { placeBeside, placeFirst, syncFolders, type Durability, type Placed } from './placing.ts';
import type { Quarantine } from './quarantine.ts';
import type { Room } from './room.ts';

/** An object that was acknowledged. */
export interface Arrival extends InstanceIdentity {
  readonly kind: 'stored' | 'identical' | 'other-bytes';
  readonly version: number;
  readonly sopClassUid: string;
  readonly transferSyntaxUid: string;
  readonly bytes: number;
  readonly from: Origin;
  readonly associationId: string;
  readonly moveOriginator?: { readonly title: string; readonly messageId: number };
}

/** An object that was not. `keptAs`: where its bytes lie in quarantine. */
export interface Refused {
  readonly status: number;
  readonly comment: string;
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly from: Origin;
  readonly associationId: string;
  readonly keptAs?: string;
  /** The system's word, when it was the system. */
  readonly code?: string;
}

export interface IncomingOptions {
  readonly files: Files;
  readonly folder: string;
  readonly wallClock: () => number;
  readonly implementation: { readonly classUid: string; readonly versionName: string };
  readonly durability: () => Durability;
  readonly room: Room;
  readonly journal: Journal;
  readonly queue: IndexQueue;
  readonly quarantine: Quarantine;
  readonly arrived: TracePoint<Arrival>;
  readonly refused: TracePoint<Refused>;
}

export class Incoming {
  readonly #options: IncomingOptions;
  readonly #folder: string;
  readonly #staging = new Buffers(VECTOR);
  readonly #headers = new Buffers(HEADER_BYTES);
  #number = 0;
  #spare: PartFile | undefined;
  readonly #before: ObjectBefore;
  #closed = false;

  constructor(options: IncomingOptions) {
    this.#options = options;
    this.#folder = path.join(options.folder, INCOMING);
    this.#before = new ObjectBefore(options.implementation);
  }

  /** Takes away what an earlier process left half-written. */
  sweep(): void {
    const { files } = this.#options;
    if (!files.existsSync(this.#folder)) return;
    for (const name of files.readdirSync(this.#folder)) {
      if (name.endsWith('.part')) files.rmSync(path.join(this.#folder, name), { force: true });
    }
  }

  readonly store = (request: IncomingStore): ByteSink | Answer => this.take(comingOf(request));

  /** Takes an object from anywhere: the same writer, checks, places and index for all. */
  take(request: ComingObject): ByteSink | Answer {
    const { room } = this.#options;
    if (room.full) {
      this.#refuse(request, diskFull);
      return diskFull;
    }
    try {
      const part = this.#spare ?? this.#open();
      this.#spare = undefined;
      return new IncomingObject({
        request,
        part,
        headers: this.#headers,
        fileMeta: this.#before.fileMeta(request),
        attributesOf: (header, said) => this.#before.attributesOf(request, header, said),
        place: (object) => this.#place(object),
        quarantine: (refusedPart, _request, refusal) => {
          this.#quarantine(refusedPart, request, refusal);
        },
        refused: (_request, refusal, error) => {
          if (refusal === diskFull) room.ranOut();
          this.#refuse(request, refusal, { error });
        },
      });
    } catch (error) {
      const refusal = cannotWrite(error);
      this.#refuse(request, refusal, { error });
      return refusal;
    }
  }

  close(): void {
    this.#closed = true;
    this.#spare?.discard();
    this.#spare = undefined;
  }

  #open(): PartFile {
    this.#number += 1;
    const { files } = this.#options;
    const options = { files, staging: this.#staging, path: `${this.#folder}${path.sep}${process.pid}-${this.#number}.part` };
    try {
      return new PartFile(options);
    } catch (error) {
      if (systemCode(error) !== 'ENOENT') throw error;
      files.mkdirSync(this.#folder, { recursive: true });
      return new PartFile(options);
    }
  }

  /** While the sender prepares its next object. A failure shows when that object comes. */
  #openAhead(): void {
    setImmediate(() => {
      if (this.#spare || this.#closed) return;
      try {
        this.#spare = this.#open();
      } catch {
        this.#spare = undefined;
      }
    });
  }

  #place(object: ReceivedObject): Answer | Promise<Answer> {
    const { durability } = this.#options;
    if (durability() === 'fsync') return this.#placeDurably(object);
    try {
      const placed = placeFirst(object, this.#options);
      if (placed) return this.#placed(object, placed);
    } catch (error) {
      return this.#failed(object, error);
    }
    return placeBeside(object, this.#options).then(
      (placed) => this.#placed(object, placed),
      (error: unknown) => this.#failed(object, error),
    );
  }

  async #placeDurably(object: ReceivedObject): Promise<Answer> {
    try {
      await object.part.sync();
      const placed = placeFirst(object, this.#options) ?? (await placeBeside(object, this.#options));
      const answer = this.#placed(object, placed);
      if (placed.kind === 'stored') await syncFolders(placed.file, this.#options);
      return answer;
    } catch (error) {
      return this.#failed(object, error);
    }
  }

  #placed(object: ReceivedObject, placed: Placed): Answer {
    this.#before.placed(object);
    const { identity, request, sopClassUid, part, attributes, dataOffset } = object;
    const { queue, arrived, wallClock } = this.#options;
    const { version } = placed;
    const { transferSyntaxUid, foundIn, associationId, moveOriginator } = request;
    const from = foundIn === undefined ? request.from : { ...request.from, address: foundIn };
    const { studyUid, seriesUid, sopInstanceUid } = identity;
    const bytes = part.length;
    if (placed.kind === 'identical') queue.cameAgain(identity, version);
    else {
      queue.arrived({
        studyUid,
        seriesUid,
        sopInstanceUid,
        version,
        sopClassUid,
        transferSyntaxUid,
        attributes,
        bytes,
        dataOffset,
        from,
        arrived: wallClock(),
      });
    }
    const kind = placed.kind === 'identical' ? 'identical' : version === 1 ? 'stored' : 'other-bytes';
    request.placed?.({ ...identity, version, kind });
    if (arrived.active) {
      const arrival = {
        kind,
        studyUid,
        seriesUid,
        sopInstanceUid,
        version,
        sopClassUid,
        transferSyntaxUid,
        bytes,
        from,
        associationId,
      } as const;
      arrived.emit(moveOriginator ? { ...arrival, moveOriginator } : arrival);
    }
    this.#openAhead();
    return stored;
  }

  #failed({ part, request }: ReceivedObject, error: unknown): Answer {
    const refusal = cannotWrite(error);
    if (refusal === diskFull) this.#options.room.ranOut();
    part.discard();
    this.#refuse(request, refusal, { error });
    return refusal;
  }

  #quarantine(part: PartFile, request: ComingObject, refusal: Refusal): void {
    const { quarantine, wallClock } = this.#options;
    const { from } = request;
    try {
      part.close();
      const keptAs = quarantine.keep(part.path, {
        at: new Date(wallClock()).toISOString(),
        status: refusal.status,
        reason: refusal.errorComment ?? '',
        fromTitle: from.title,
        fromAddress: from.address,
        sopClassUid: request.sopClassUid,
        sopInstanceUid: request.sopInstanceUid,
        transferSyntaxUid: request.transferSyntaxUid,
      });
      this.#refuse(request, refusal, { keptAs });
    } catch (error) {
      part.discard();
      this.#refuse(request, refusal, { error });
    }
  }

  #refuse(request: ComingObject, refusal: Refusal, more: { readonly keptAs?: string; readonly error?: unknown } = {}): void {
    const code = systemCode(more.error);
    this.#options.refused.emit({
      status: refusal.status,
      comment: refusal.errorComment ?? '',
      sopClassUid: request.sopClassUid,
      sopInstanceUid: request.sopInstanceUid,
      from: request.from,
      associationId: request.associationId,
      ...(more.keptAs !== undefined && { keptAs: more.keptAs }),
      ...(code !== '' && { code }),
    });
  }
}

/** It comes from the other side, whichever of us opened the association. */
function comingOf({ sopClassUid, sopInstanceUid, transferSyntaxUid, moveOriginator, association }: IncomingStore): ComingObject {
  const { id, role, callingTitle, calledTitle, remote } = association;
  return {
    sopClassUid,
    sopInstanceUid,
    transferSyntaxUid,
    from: { title: role === 'acceptor' ? callingTitle : calledTitle, address: remote.address },
    associationId: id,
    ...(moveOriginator && { moveOriginator }),
  };
}
