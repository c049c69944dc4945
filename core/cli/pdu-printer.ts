/** What one direction of a line says, PDU by PDU, as people read it. Data sets are counted, never shown. */
import { commandName, createMessageAssembler } from '../dimse/index.ts';
import type { CommandSet } from '../dimse/types.ts';
import { DEFAULT_LIMITS } from '../services/index.ts';
import { createPduSplitter } from '../pdu/index.ts';
import { describeFragment, describePduAtLength } from '../pdu/describe.ts';
import type { PdvHeader } from '../pdu/types.ts';

export interface Printed {
  /** The PDU's kind, or what else happened: 'message' for a complete command set, 'problem' for bytes that are no PDU. */
  readonly pdu: string;
  readonly text: string;
}

export interface PduPrinter {
  push(chunk: Uint8Array): void;
}

export function createPrinter(print: (printed: Printed) => void): PduPrinter {
  const assembler = createMessageAssembler(
    {
      command: (contextId, command) => print({ pdu: 'message', text: describeCommand(contextId, command) }),
      data: () => undefined,
      end: () => undefined,
    },
    DEFAULT_LIMITS,
  );
  let length = 0;
  let readable = true;
  const assemble = (header: PdvHeader, bytes: Uint8Array, end: boolean): void => {
    if (!readable) return;
    try {
      assembler.fragment(header, bytes, end);
    } catch (error) {
      // The two ends decide what to make of it; we only watch.
      readable = false;
      print({ pdu: 'problem', text: error instanceof Error ? error.message : 'unreadable message' });
    }
  };
  const splitter = createPduSplitter(
    {
      pdu: (pdu) => print({ pdu: pdu.kind, text: describePduAtLength(pdu).join('\n    ') }),
      dataPdu: () => undefined,
      fragment(header, bytes, end) {
        length += bytes.length;
        if (end) {
          print({ pdu: 'p-data-tf', text: describeFragment(header, length) });
          length = 0;
        }
        assemble(header, bytes, end);
      },
      problem: ({ detail }) => print({ pdu: 'problem', text: detail }),
    },
    DEFAULT_LIMITS,
  );
  return { push: (chunk) => void splitter.push(chunk) };
}

function describeCommand(contextId: number, command: CommandSet): string {
  const { commandField, messageId, messageIdBeingRespondedTo, status, affectedSopClassUid, requestedSopClassUid } = command;
  const parts = [
    `${commandName(commandField)} context ${contextId}`,
    messageId === undefined ? `to message ${messageIdBeingRespondedTo ?? '?'}` : `message ${messageId}`,
    affectedSopClassUid ?? requestedSopClassUid,
    status === undefined ? undefined : `status ${status.toString(16).toUpperCase().padStart(4, '0')}`,
    command.errorComment && `"${command.errorComment}"`,
    command.remaining === undefined && command.completed === undefined
      ? undefined
      : `${command.remaining ?? 0} remaining, ${command.completed ?? 0} completed, ${command.failed ?? 0} failed, ${command.warning ?? 0} warned`,
  ];
  return parts.filter(Boolean).join(', ');
}
