/**
 * Messages out of fragments (PS3.7 §6.3, PS3.8 Annex E.2): a command set, gathered whole within a limit, and behind it the pieces of its data set,
 * passed through as they come. Fragments of different messages never interleave.
 */
import { ProtocolError } from '../errors.ts';
import type { PdvHeader } from '../pdu/types.ts';
import { decodeCommand } from './decode.ts';
import type { MessageSink } from './types.ts';

export interface MessageAssembler {
  /**
   * A piece of a PDV, as the PDU splitter delivers it; `end` completes the PDV. Throws `ProtocolError` for an unreadable or oversized
   * command and for fragments out of order; after that the association is over and the assembler is not to be used again.
   */
  fragment(header: PdvHeader, bytes: Uint8Array, end: boolean): void;
  /** A message has begun and is not complete. */
  readonly underway: boolean;
}

export interface AssemblyLimits {
  readonly maximumCommandLength: number;
}

export function createMessageAssembler(sink: MessageSink, limits: AssemblyLimits): MessageAssembler {
  return new Assembler(sink, limits.maximumCommandLength);
}

class Assembler implements MessageAssembler {
  readonly #sink: MessageSink;
  readonly #maximumCommandLength: number;
  #expecting: 'command' | 'data' = 'command';
  #contextId: number | undefined;
  /** What came of a command that is not complete: a buffer that grows with it, and how much of it is filled. */
  #gathered = new Uint8Array(0);
  #gatheredLength = 0;

  constructor(sink: MessageSink, maximumCommandLength: number) {
    this.#sink = sink;
    this.#maximumCommandLength = maximumCommandLength;
  }

  get underway(): boolean {
    return this.#contextId !== undefined;
  }

  fragment(header: PdvHeader, bytes: Uint8Array, end: boolean): void {
    this.#checkOrder(header);
    const last = header.last && end;
    if (header.command) this.#takeCommand(header.contextId, bytes, last);
    else this.#takeData(bytes, last);
  }

  #checkOrder({ contextId, command }: PdvHeader): void {
    if (this.#contextId === undefined) {
      this.#contextId = contextId;
    } else if (this.#contextId !== contextId) {
      throw outOfOrder(`a fragment on presentation context ${contextId} inside a message on ${this.#contextId}`);
    }
    if (command === (this.#expecting === 'command')) return;
    throw outOfOrder(command ? 'a command fragment inside a data set' : 'a data set fragment where a command belongs');
  }

  #takeCommand(contextId: number, bytes: Uint8Array, last: boolean): void {
    if (this.#gatheredLength + bytes.length > this.#maximumCommandLength) {
      throw new ProtocolError('command-too-long', `a command set is longer than ${this.#maximumCommandLength} bytes`, {
        source: 2,
        reason: 6,
      });
    }
    if (!last || this.#gatheredLength > 0) this.#gather(bytes);
    if (!last) return;
    const command = decodeCommand(this.#gatheredLength > 0 ? this.#gathered.subarray(0, this.#gatheredLength) : bytes);
    this.#gatheredLength = 0;
    if (command.hasDataSet) this.#expecting = 'data';
    else this.#contextId = undefined;
    this.#sink.command(contextId, command);
    if (!command.hasDataSet) this.#sink.end();
  }

  #gather(bytes: Uint8Array): void {
    const length = this.#gatheredLength + bytes.length;
    if (length > this.#gathered.length) {
      const grown = new Uint8Array(Math.max(length, Math.min(this.#gathered.length * 2, this.#maximumCommandLength)));
      grown.set(this.#gathered.subarray(0, this.#gatheredLength));
      this.#gathered = grown;
    }
    this.#gathered.set(bytes, this.#gatheredLength);
    this.#gatheredLength = length;
  }

  #takeData(bytes: Uint8Array, last: boolean): void {
    if (last) {
      this.#expecting = 'command';
      this.#contextId = undefined;
    }
    if (bytes.length > 0) this.#sink.data(bytes);
    if (last) this.#sink.end();
  }
}

function outOfOrder(message: string): ProtocolError {
  return new ProtocolError('fragment-out-of-order', message, { source: 2, reason: 5 });
}
