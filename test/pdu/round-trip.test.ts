import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodePdu } from '../../core/pdu/decode.ts';
import { encodePdu } from '../../core/pdu/encode.ts';
import { createPduSplitter } from '../../core/pdu/splitter.ts';
import type { ControlPdu } from '../../core/pdu/types.ts';
import { controlPdu } from './arbitrary.ts';
import { createRecordingSink } from './recording-sink.ts';

const reread = (bytes: Uint8Array) => decodePdu(bytes[0] ?? 0, bytes.subarray(6));

function isControl(pdu: ReturnType<typeof decodePdu>): pdu is ControlPdu {
  return pdu.kind !== 'invalid-pdu' && pdu.kind !== 'unrecognised-pdu' && pdu.kind !== 'pdu-too-long';
}

describe('any control PDU', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(controlPdu, (pdu) => {
        expect(reread(encodePdu(pdu))).toEqual(pdu);
      }),
      { numRuns: 500 },
    );
  });

  it('keeps its bytes through decode and encode', () => {
    fc.assert(
      fc.property(controlPdu, (pdu) => {
        const bytes = encodePdu(pdu);
        const read = reread(bytes);
        expect(isControl(read) && encodePdu(read)).toEqual(bytes);
      }),
      { numRuns: 300 },
    );
  });

  it('passes the splitter cut anywhere', () => {
    fc.assert(
      fc.property(
        fc.array(controlPdu, { minLength: 1, maxLength: 4 }),
        fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1 }),
        (pdus, sizes) => {
          const sink = createRecordingSink();
          const splitter = createPduSplitter(sink, { maximumDataLength: 0, maximumControlLength: 1 << 20 });
          let cuts = 0;
          for (const pdu of pdus) {
            const bytes = encodePdu(pdu);
            for (let at = 0; at < bytes.length;) {
              at += splitter.push(bytes.subarray(at, at + (sizes[cuts % sizes.length] ?? 1)));
              cuts += 1;
            }
          }
          expect(sink.recorded).toEqual(pdus.map((pdu) => ({ kind: 'pdu', pdu })));
        },
      ),
      { numRuns: 100 },
    );
  });

  it('never makes the decoder throw, whatever its body', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 255 }), fc.uint8Array({ maxLength: 400 }), (type, body) => {
        expect(decodePdu(type, body)).toHaveProperty('kind');
      }),
      { numRuns: 1000 },
    );
  });

  it('is still something, and the same again, when one byte of it is another', () => {
    fc.assert(
      fc.property(controlPdu, fc.nat(), fc.integer({ min: 0, max: 255 }), (pdu, where, byte) => {
        const bytes = encodePdu(pdu);
        bytes[where % bytes.length] = byte;
        expect(reread(bytes)).toEqual(reread(bytes.slice()));
      }),
      { numRuns: 500 },
    );
  });
});
