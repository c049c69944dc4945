import { describe, expect, it } from 'vitest';
import { concat, fromHex } from '../../core/lib/bytes.ts';
import { writeDataHeader } from '../../core/pdu/data-header.ts';
import { createPduSplitter } from '../../core/pdu/splitter.ts';
import type { PduLimits, PduSink, PduSplitter } from '../../core/pdu/types.ts';
import { echoAccept, echoCommandPdu, echoRequest, echoResponsePdu, fullAccept, fullRequest, shortPdus, storePdus } from './golden.ts';
import { createRecordingSink, type Recorded } from './recording-sink.ts';

const limits: PduLimits = { maximumDataLength: 1 << 20, maximumControlLength: 1 << 16 };

function pdu(name: string): Uint8Array {
  const found = shortPdus.find((golden) => golden.name === name);
  if (!found) throw new Error(`no golden PDU ${name}`);
  return found.bytes;
}

function split(chunks: readonly Uint8Array[], cap = limits): readonly Recorded[] {
  const sink = createRecordingSink();
  const splitter = createPduSplitter(sink, cap);
  for (const chunk of chunks) expect(splitter.push(chunk)).toBe(chunk.length);
  return sink.recorded;
}

function problemOf(recorded: readonly Recorded[]) {
  const last = recorded.at(-1);
  return last?.kind === 'problem' ? last.problem : undefined;
}

const sessions = {
  'an echo as acceptor sees it': concat([echoRequest.bytes, echoCommandPdu, pdu('A-RELEASE-RQ')]),
  'an echo as requestor sees it': concat([echoAccept.bytes, echoResponsePdu, pdu('A-RELEASE-RP')]),
  'a store with every negotiation item': concat([fullRequest.bytes, storePdus, pdu('A-RELEASE-RQ')]),
  'an answer, a release collision and an abort': concat([
    fullAccept.bytes,
    pdu('A-RELEASE-RQ'),
    pdu('A-RELEASE-RP'),
    pdu('A-ABORT by the service user'),
  ]),
};

describe.each(Object.entries(sessions))('%s', (_, bytes) => {
  const whole = split([bytes]);

  it('is understood whole', () => {
    expect(problemOf(whole)).toBeUndefined();
    expect(whole.length).toBeGreaterThanOrEqual(3);
  });

  it('is the same when cut at any byte', () => {
    for (let at = 1; at < bytes.length; at += 1) {
      expect(split([bytes.subarray(0, at), bytes.subarray(at)]), `cut at ${at}`).toEqual(whole);
    }
  });

  it('is the same when cut at any two bytes a few apart', () => {
    for (let at = 1; at < bytes.length - 8; at += 1) {
      const cut = [bytes.subarray(0, at), bytes.subarray(at, at + (at % 7) + 1), bytes.subarray(at + (at % 7) + 1)];
      expect(split(cut), `cut at ${at}`).toEqual(whole);
    }
  });

  it.each([1, 2, 3, 5, 7, 11, 12, 13])('is the same in chunks of %i', (size) => {
    const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_chunk, index) =>
      bytes.subarray(index * size, (index + 1) * size),
    );
    expect(split(chunks)).toEqual(whole);
  });

  it('is the same when the sink pauses after everything that it is told', () => {
    const sink = createRecordingSink();
    const pausing = (act: () => void): void => {
      act();
      splitter.pause();
    };
    const splitter: PduSplitter = createPduSplitter(
      {
        pdu: (value) => pausing(() => sink.pdu(value)),
        dataPdu: (length) => pausing(() => sink.dataPdu(length)),
        fragment: (...piece) => pausing(() => sink.fragment(...piece)),
        problem: (problem) => pausing(() => sink.problem(problem)),
      },
      limits,
    );
    let at = 0;
    let pushes = 0;
    while (at < bytes.length && pushes < bytes.length) {
      at += splitter.push(bytes.subarray(at));
      expect(splitter.push(bytes.subarray(at))).toBe(0);
      splitter.resume();
      pushes += 1;
    }
    expect(at).toBe(bytes.length);
    expect(pushes).toBeGreaterThanOrEqual(whole.length);
    expect(sink.recorded).toEqual(whole);
  });
});

describe('payload', () => {
  it('comes as views of the chunk that brought it', () => {
    const views: Uint8Array[] = [];
    const sink: PduSink = { ...createRecordingSink(), fragment: (_header, bytes) => views.push(bytes) };
    createPduSplitter(sink, limits).push(storePdus);
    expect(views.length).toBe(5);
    expect(views.every(({ buffer }) => buffer === storePdus.buffer)).toBe(true);
  });

  it('streams through a PDU far longer than what is held', () => {
    const length = 1 << 30;
    let received = 0;
    let ends = 0;
    const sink: PduSink = {
      ...createRecordingSink(),
      fragment(header, bytes, end) {
        expect(header).toEqual({ contextId: 5, command: false, last: true });
        received += bytes.length;
        if (end) ends += 1;
      },
    };
    const splitter = createPduSplitter(sink, { ...limits, maximumDataLength: 0xffff_ffff });
    const header = new Uint8Array(12);
    writeDataHeader(header, 0, { length, contextId: 5, command: false, last: true });
    splitter.push(header);
    const chunk = new Uint8Array(1 << 20);
    for (let count = 0; count < length / chunk.length; count += 1) splitter.push(chunk);
    expect({ received, ends }).toEqual({ received: length, ends: 1 });
  });

  it('hands over an empty PDV as one empty piece', () => {
    const sink = createRecordingSink();
    createPduSplitter(sink, limits).push(fromHex('040000000006 00000002 01 02'));
    expect(sink.pieces).toBe(1);
    expect(sink.recorded.at(-1)).toEqual({
      kind: 'pdv',
      header: { contextId: 1, command: false, last: true },
      bytes: new Uint8Array(0),
    });
  });

  it('makes no empty piece where a chunk ends behind a PDV header', () => {
    const sink = createRecordingSink();
    const splitter = createPduSplitter(sink, limits);
    splitter.push(storePdus.subarray(0, 12));
    expect(sink.pieces).toBe(0);
    splitter.push(storePdus.subarray(12));
    expect(sink.pieces).toBe(5);
  });

  it('takes only the two lowest bits of the message control header', () => {
    const [, pdv] = split([fromHex('040000000007 00000003 01 fd 55')]);
    expect(pdv).toMatchObject({ header: { command: true, last: false } });
  });
});

describe('what is not a PDU', () => {
  const ofFirstBytes = [
    ['a TLS ClientHello', '160301020001 0001fc030312345678'],
    ['HTTP', '485454502f312e3120343030'],
    ['SSH', '5353482d322e302d4f70656e535348'],
    ['HL7', '0b4d53487c5e7e5c26'],
    ['type 00H', '00'],
    ['type 08H', '08'],
    ['type FFH', 'ff'],
  ] as const;

  it.each(ofFirstBytes)('%s is told by its first byte', (_, hex) => {
    const bytes = fromHex(hex);
    expect(problemOf(split([bytes]))).toMatchObject({ kind: 'unrecognised-pdu', reason: 1, firstBytes: bytes.slice(0, 16) });
    expect(problemOf(split([bytes.subarray(0, 1)]))).toMatchObject({ kind: 'unrecognised-pdu', reason: 1 });
  });

  const malformed: readonly (readonly [string, string, 'invalid-pdu' | 'pdu-too-long'])[] = [
    ['a P-DATA-TF without room for a PDV', '040000000000', 'invalid-pdu'],
    ['a P-DATA-TF with half a PDV header', '040000000005', 'invalid-pdu'],
    ['a PDV longer than its PDU', '04000000000a 0000000a 01 02', 'invalid-pdu'],
    ['a PDV of an absurd length', '04000000000a ffffffff 01 02', 'invalid-pdu'],
    ['a PDV too short for its own header', '04000000000a 00000001 01 02', 'invalid-pdu'],
    ['a PDV of length 0', '04000000000a 00000000 01 02', 'invalid-pdu'],
    ['five bytes left behind the last PDV', '04000000000d 00000004 01 02 0000 0000000000', 'invalid-pdu'],
    ['a second PDV longer than what is left', '040000000010 00000004 01 02 0000 00000005 01 02', 'invalid-pdu'],
    ['a P-DATA-TF longer than the cap', '040000100001', 'pdu-too-long'],
    ['a request longer than the cap', '010000010001', 'pdu-too-long'],
    ['a release longer than the cap', '0500ffffffff', 'pdu-too-long'],
    ['a release that is too short', '050000000003 000000', 'invalid-pdu'],
    ['a release answer without a body', '060000000000', 'invalid-pdu'],
    ['a rejection that is too short', '030000000002 0001', 'invalid-pdu'],
    ['an abort without a body', '070000000000', 'invalid-pdu'],
    ['a request that ends in its titles', '010000000020 0001000041414141414141414141414141414141414141414141414141414141', 'invalid-pdu'],
  ];

  it.each(malformed)('%s is reported as soon as it shows, reason 6, and the rest swallowed', (_, hex, kind) => {
    const bytes = fromHex(hex);
    const after = pdu('A-RELEASE-RQ');
    for (let at = 0; at <= bytes.length; at += 1) {
      const recorded = split([bytes.subarray(0, at), bytes.subarray(at), after]);
      expect(recorded.filter((entry) => entry.kind === 'problem')).toHaveLength(1);
      expect(problemOf(recorded)).toMatchObject({ kind, reason: 6 });
    }
  });

  it('does not wait for the body of a PDU that it will not take', () => {
    const sink = createRecordingSink();
    createPduSplitter(sink, limits).push(fromHex('01007fffffff'));
    expect(problemOf(sink.recorded)).toMatchObject({ kind: 'pdu-too-long' });
  });

  it('never shows payload as the first bytes of a problem', () => {
    const bytes = fromHex('04000000000a 0000000a 01 02 534d4954485e4a4f484e');
    expect(problemOf(split([bytes]))?.firstBytes).toEqual(fromHex('04000000000a'));
  });
});

describe('a reused read buffer', () => {
  it('is not kept by anything that is told, Node buffer or not', () => {
    for (const source of [echoRequest.bytes, fullRequest.bytes, fullAccept.bytes, fromHex('160301020001')]) {
      for (const buffer of [Buffer.from(source), source.slice()]) {
        const sink = createRecordingSink();
        createPduSplitter(sink, limits).push(buffer);
        const told = structuredClone(sink.recorded);
        buffer.fill(0xee);
        expect(sink.recorded).toEqual(told);
      }
    }
  });

  it('gives payload as plain byte arrays', () => {
    const sink: PduSink = {
      ...createRecordingSink(),
      fragment: (_header, bytes) => {
        expect(Object.getPrototypeOf(bytes)).toBe(Uint8Array.prototype);
      },
    };
    createPduSplitter(sink, limits).push(Buffer.from(storePdus));
    expect.assertions(5);
  });
});

describe('limits', () => {
  it('takes a data PDU of exactly the cap', () => {
    const cap = { maximumDataLength: 86, maximumControlLength: 4 };
    expect(problemOf(split([storePdus], cap))).toBeUndefined();
    expect(problemOf(split([storePdus], { ...cap, maximumDataLength: 85 }))).toMatchObject({ kind: 'pdu-too-long' });
  });

  it('takes a control PDU of exactly the cap, larger than one buffer, byte by byte', () => {
    const filler = fromHex(`ff00 1f40 ${'00'.repeat(8000)}`);
    const body = concat([echoRequest.bytes.subarray(6), filler]);
    const header = fromHex('010000000000');
    new DataView(header.buffer).setUint32(2, body.length);
    const bytes = concat([header, body]);
    const chunks = Array.from(bytes, (_, at) => bytes.subarray(at, at + 1));
    expect(split(chunks, { ...limits, maximumControlLength: body.length })).toEqual([{ kind: 'pdu', pdu: echoRequest.value }]);
  });
});

describe('discard', () => {
  it('swallows everything, also when called from the sink', () => {
    const sink = createRecordingSink();
    const splitter: PduSplitter = createPduSplitter({ ...sink, pdu: () => splitter.discard() }, limits);
    const bytes = concat([pdu('A-ABORT by the service user'), echoCommandPdu, fromHex('ffffff')]);
    expect(splitter.push(bytes)).toBe(bytes.length);
    expect(splitter.push(bytes)).toBe(bytes.length);
    expect(sink.recorded).toEqual([]);
  });

  it('may come in the middle of a data PDU', () => {
    const sink = createRecordingSink();
    const splitter: PduSplitter = createPduSplitter({ ...sink, dataPdu: () => splitter.discard() }, limits);
    expect(splitter.push(storePdus)).toBe(storePdus.length);
    expect(sink.recorded).toEqual([]);
  });
});
