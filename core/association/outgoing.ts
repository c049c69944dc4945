/**
 * Messages on their way out of one association (PS3.7 §6.3.1, PS3.8 §9.3.5): small ones as one piece, objects as a stream of vectors. One
 * message at a time: what is sent while an object streams waits for its last fragment. In flight are at most two vectors.
 */
import { encodePassingCommand } from '../dimse/index.ts';
import type { CommandSet } from '../dimse/types.ts';
import { DATA_HEADER_LENGTH, fragmentLength, writeDataHeader } from '../pdu/index.ts';
import type { Connection } from './connection.ts';
import { OutgoingObject } from './outgoing-object.ts';
import type { AcceptedContext, ByteSource } from './types.ts';
import { layoutFor, Vector, type VectorLayout } from './vector.ts';

export interface OutgoingMessage {
  readonly contextId: number;
  readonly command: CommandSet;
  /** Encoded in the context's transfer syntax. */
  readonly dataSet?: Uint8Array;
}

/** An object whose command and first data lie ready in a vector. */
export interface PreparedObject {
  readonly command: CommandSet;
  readonly contextId: number;
  readonly object: OutgoingObject;
  readonly vector: Vector;
}

const VECTORS = 2;

const ENDED = 'the association has ended';

/** Bytes waiting in this process at which a producer of small messages should pause. */
const HIGH_WATER = 1024 * 1024;

export class Outgoing {
  readonly #connection: Connection;
  readonly #sendLength: number;
  readonly #onProgress: () => void;
  readonly #layout: VectorLayout;
  readonly #vectors: Vector[] = [];
  readonly #waitingForVector: ((vector: Vector | undefined) => void)[] = [];
  readonly #waitingForSource = new Set<() => void>();
  #closed = false;
  #made = 0;
  #streaming = false;
  #behindStream: (() => void)[] = [];
  #writing = 0;
  #waitingForRoom: (() => void)[] = [];

  /** `onProgress`: the system took something of ours, so the peer reads. */
  constructor(connection: Connection, sendLength: number, onProgress: () => void) {
    this.#connection = connection;
    this.#sendLength = sendLength;
    this.#onProgress = onProgress;
    this.#layout = layoutFor(sendLength);
  }

  /** Something of ours has not been taken by the system yet: the peer does not read. */
  get writing(): boolean {
    return this.#writing > 0;
  }

  /** Sends a whole message. False when nothing may be sent any more. */
  send(message: OutgoingMessage): boolean {
    const pdus = encodeMessage(message, this.#sendLength);
    if (this.#streaming) {
      this.#behindStream.push(() => void this.#write(pdus));
      return true;
    }
    this.#connection.gather();
    return this.#write(pdus);
  }

  /** Settles when there is room for more small messages; at once most of the time. */
  room(): Promise<void> | undefined {
    if (this.#connection.queued < HIGH_WATER || this.#writing === 0) return undefined;
    return new Promise((resolve) => this.#waitingForRoom.push(resolve));
  }

  /** Opens nothing and sends nothing: fills the first vector. Rejects with what the source threw; the source is then closed. */
  async prepare({ id: contextId, transferSyntax }: AcceptedContext, command: CommandSet, source: ByteSource): Promise<PreparedObject> {
    const object = new OutgoingObject(source, { contextId, transferSyntax });
    const vector = await this.#takeVector();
    if (!vector) {
      await object.close();
      throw new Error(ENDED);
    }
    try {
      const filling = object.fill(vector, encodeMessage({ contextId, command }, this.#sendLength));
      if (filling && !(await this.whileOpen(filling))) throw new Error(ENDED);
      if (object.bytes === 0) throw new RangeError('the data set is empty');
      return { command, contextId, object, vector };
    } catch (error) {
      this.#giveVector(vector);
      await this.#closeObject(object);
      throw error;
    }
  }

  /** Takes back what was prepared and will not be sent. */
  async drop({ object, vector }: PreparedObject): Promise<void> {
    this.#giveVector(vector);
    await object.close();
  }

  /**
   * Sends a prepared object to its last fragment; resolves with the bytes of its data set, or `undefined` when the association ended on the
   * way. Rejects with what the source threw: a message has then been begun that cannot be completed, and the association must be aborted.
   */
  async sendObject({ object, vector }: PreparedObject): Promise<number | undefined> {
    while (this.#streaming) await new Promise<void>((resolve) => this.#behindStream.push(resolve));
    this.#streaming = true;
    let alive = this.#writeVector(vector);
    try {
      while (alive && !object.complete) {
        const next = await this.#takeVector();
        if (!next) return undefined;
        try {
          const filling = object.fill(next, NOTHING);
          if (filling && !(await this.whileOpen(filling))) return undefined;
        } catch (error) {
          this.#giveVector(next);
          throw error;
        }
        alive = this.#writeVector(next);
      }
    } finally {
      this.#streaming = false;
      for (const go of this.#behindStream.splice(0)) go();
      await this.#closeObject(object);
    }
    return alive ? object.bytes : undefined;
  }

  /** What the work gives, or `undefined` when the association ended first: a source may take for ever, and is not waited for. */
  whileOpen<T>(work: Promise<T>): Promise<{ readonly value: T } | undefined> {
    if (this.#closed) return Promise.resolve(undefined);
    return new Promise((resolve, reject) => {
      const end = (): void => resolve(undefined);
      const over = (): void => void this.#waitingForSource.delete(end);
      this.#waitingForSource.add(end);
      work.finally(over).then((value) => resolve({ value }), reject);
    });
  }

  /** A source that is in the middle of something after the end of the association closes in its own time. */
  async #closeObject(object: OutgoingObject): Promise<void> {
    const closing = object.close();
    if (!closing) return;
    if (this.#closed) closing.catch(() => undefined);
    else await closing;
  }

  #write(pdus: Uint8Array): boolean {
    this.#writing += 1;
    return this.#connection.sendData(pdus, () => this.#written());
  }

  #writeVector(vector: Vector): boolean {
    this.#writing += 1;
    return this.#connection.sendData(vector.bytes, () => {
      this.#giveVector(vector);
      this.#written();
    });
  }

  #written(): void {
    this.#writing -= 1;
    this.#onProgress();
    if (this.#connection.queued < HIGH_WATER || this.#writing === 0) for (const go of this.#waitingForRoom.splice(0)) go();
  }

  /** The association has ended: who waits for the peer to read, or for a source, waits no longer. */
  close(): void {
    this.#closed = true;
    for (const end of [...this.#waitingForSource]) end();
    for (const go of this.#waitingForVector.splice(0)) go(undefined);
    for (const go of this.#waitingForRoom.splice(0)) go();
  }

  /** `undefined` when the association has ended. */
  #takeVector(): Promise<Vector | undefined> {
    if (this.#closed) return Promise.resolve(undefined);
    const free = this.#vectors.pop();
    if (free) return Promise.resolve(free);
    if (this.#made < VECTORS) {
      this.#made += 1;
      return Promise.resolve(new Vector(this.#layout));
    }
    return new Promise((resolve) => this.#waitingForVector.push(resolve));
  }

  #giveVector(vector: Vector): void {
    const waiting = this.#waitingForVector.shift();
    if (waiting) waiting(vector);
    else this.#vectors.push(vector);
  }
}

const NOTHING = new Uint8Array(0);

/** Command and data set as P-DATA-TF PDUs, one PDV each. */
export function encodeMessage({ contextId, command, dataSet }: OutgoingMessage, sendLength: number): Uint8Array {
  const fragment = fragmentLength(sendLength);
  const parts: { readonly bytes: Uint8Array; readonly command: boolean }[] = [{ bytes: encodePassingCommand(command), command: true }];
  if (dataSet) parts.push({ bytes: dataSet, command: false });
  let length = 0;
  for (const { bytes } of parts) length += bytes.length + DATA_HEADER_LENGTH * Math.max(1, Math.ceil(bytes.length / fragment));
  // Of Node's pool: an answer is short, and an array of its own costs more than all that is written into it.
  const pdus = Buffer.allocUnsafe(length);
  let offset = 0;
  for (const part of parts) {
    for (let from = 0; from === 0 || from < part.bytes.length; from += fragment) {
      const last = from + fragment >= part.bytes.length;
      const piece = last && from === 0 ? part.bytes : part.bytes.subarray(from, from + fragment);
      writeDataHeader(pdus, offset, { length: piece.length, contextId, command: part.command, last });
      pdus.set(piece, offset + DATA_HEADER_LENGTH);
      offset += DATA_HEADER_LENGTH + piece.length;
    }
  }
  return pdus;
}
