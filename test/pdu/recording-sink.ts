/** A sink that writes down what it is told; the pieces of a PDV are joined, so that two recordings of the same bytes are equal however they were cut. */
import { concat } from '../../core/lib/bytes.ts';
import type { ControlPdu, PduProblem, PduSink, PdvHeader } from '../../core/pdu/types.ts';

export type Recorded =
  | { readonly kind: 'pdu'; readonly pdu: ControlPdu }
  | { readonly kind: 'data-pdu'; readonly length: number }
  | { readonly kind: 'pdv'; readonly header: PdvHeader; readonly bytes: Uint8Array }
  | { readonly kind: 'problem'; readonly problem: PduProblem };

export interface RecordingSink extends PduSink {
  readonly recorded: readonly Recorded[];
  /** Pieces of PDVs that were handed over, empty ones included. */
  readonly pieces: number;
  /** A PDV has begun and is not complete. */
  readonly open: boolean;
}

export function createRecordingSink(): RecordingSink {
  const recorded: Recorded[] = [];
  let parts: Uint8Array[] = [];
  let pieces = 0;
  return {
    recorded,
    get pieces() {
      return pieces;
    },
    get open() {
      return parts.length > 0;
    },
    pdu: (pdu) => recorded.push({ kind: 'pdu', pdu }),
    dataPdu: (length) => recorded.push({ kind: 'data-pdu', length }),
    fragment(header, bytes, end) {
      pieces += 1;
      parts.push(bytes.slice());
      if (!end) return;
      recorded.push({ kind: 'pdv', header: { ...header }, bytes: concat(parts) });
      parts = [];
    },
    problem: (problem) => recorded.push({ kind: 'problem', problem }),
  };
}
