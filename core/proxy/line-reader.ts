/**
 * Reads one direction of a line along with those who speak on it: every PDU and every command set in words (PS3.8 §9.3, PS3.7 §6.3). It
 * judges nothing and never stops the line: what cannot be read is named once, and from there on the direction is passed on unread. Data
 * sets are counted, never shown.
 */
import { DEFAULT_LIMITS } from '../association/defaults.ts';
import { createMessageAssembler, describeCommand } from '../dimse/index.ts';
import { createPduSplitter, describeFragment, describePduAtLength } from '../pdu/index.ts';
import type { ControlPdu, PdvHeader } from '../pdu/types.ts';

/** What is held while it is read has a bound; what only passes has none. */
const LIMITS = { ...DEFAULT_LIMITS, maximumDataLength: 0xffffffff };

/** 'message' is a complete command set, 'problem' bytes that are no PDU or no message. */
export interface LineEntry {
  readonly kind: ControlPdu['kind'] | 'p-data-tf' | 'message' | 'problem';
  /** The first line says it in short; the indented ones below it, at length. */
  readonly lines: readonly string[];
}

export interface LineReader {
  push(chunk: Uint8Array): void;
}

export function createLineReader(read: (entry: LineEntry) => void): LineReader {
  const assembler = createMessageAssembler(
    {
      command: (contextId, command) => read({ kind: 'message', lines: [`context ${contextId}: ${describeCommand(command)}`] }),
      data: () => undefined,
      end: () => undefined,
    },
    LIMITS,
  );
  let length = 0;
  let readable = true;
  const assemble = (header: PdvHeader, bytes: Uint8Array, end: boolean): void => {
    if (!readable) return;
    try {
      assembler.fragment(header, bytes, end);
    } catch (error) {
      readable = false;
      read({ kind: 'problem', lines: [error instanceof Error ? error.message : 'unreadable message'] });
    }
  };
  const splitter = createPduSplitter(
    {
      pdu: (pdu) => read({ kind: pdu.kind, lines: describePduAtLength(pdu) }),
      dataPdu: () => undefined,
      fragment(header, bytes, end) {
        length += bytes.length;
        if (end) {
          read({ kind: 'p-data-tf', lines: [describeFragment(header, length)] });
          length = 0;
        }
        assemble(header, bytes, end);
      },
      problem: ({ detail }) => read({ kind: 'problem', lines: [detail] }),
    },
    LIMITS,
  );
  return { push: (chunk) => void splitter.push(chunk) };
}
