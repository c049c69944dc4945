import { describe, expect, it } from 'vitest';
import { toHex } from '../../core/lib/bytes.ts';
import { encodeCommand } from '../../core/dimse/encode.ts';
import { fragmentCommand } from '../../core/dimse/fragment.ts';
import { createPduSplitter } from '../../core/pdu/splitter.ts';
import { echoCommandPdu } from '../pdu/golden.ts';
import { createRecordingSink } from '../pdu/recording-sink.ts';

const echo = encodeCommand({ commandField: 0x0030, hasDataSet: false, messageId: 1, affectedSopClassUid: '1.2.840.10008.1.1' });

describe('fragmentCommand', () => {
  it('makes one PDU of a command that fits', () => {
    expect(toHex(fragmentCommand(echo, { contextId: 1, sendLength: 16_384 }))).toBe(toHex(echoCommandPdu));
    expect(toHex(fragmentCommand(echo, { contextId: 1, sendLength: echo.length + 6 }))).toBe(toHex(echoCommandPdu));
  });

  it.each([7, 8, 11, 12, 73, 74])('never exceeds PDUs of %i bytes and marks the last fragment only', (sendLength) => {
    const sink = createRecordingSink();
    createPduSplitter(sink, { maximumDataLength: sendLength, maximumControlLength: 0 }).push(
      fragmentCommand(echo, { contextId: 9, sendLength }),
    );
    const pdvs = sink.recorded.flatMap((entry) => (entry.kind === 'pdv' ? entry : []));
    expect(sink.recorded.some(({ kind }) => kind === 'problem')).toBe(false);
    expect(pdvs.map(({ header }) => header.last)).toEqual(pdvs.map((_, index) => index === pdvs.length - 1));
    expect(pdvs.every(({ header }) => header.contextId === 9 && header.command)).toBe(true);
    expect(pdvs.map(({ bytes }) => toHex(bytes)).join('')).toBe(toHex(echo));
  });

  it('makes no empty last fragment of a command that fills its PDUs', () => {
    const sink = createRecordingSink();
    createPduSplitter(sink, { maximumDataLength: 100, maximumControlLength: 0 }).push(
      fragmentCommand(echo, { contextId: 1, sendLength: echo.length / 2 + 6 }),
    );
    expect(sink.recorded.filter(({ kind }) => kind === 'pdv')).toHaveLength(2);
  });

  it.each([0, 1, 6])('refuses PDUs of %i bytes', (sendLength) => {
    expect(() => fragmentCommand(echo, { contextId: 1, sendLength })).toThrow(expect.objectContaining({ code: 'invalid-argument' }));
  });
});
