import { describe, expect, it } from 'vitest';
import { concat } from '../../core/lib/bytes.ts';
import { createMessageAssembler } from '../../core/dimse/assembler.ts';
import { encodeCommand } from '../../core/dimse/encode.ts';
import { fragmentCommand } from '../../core/dimse/fragment.ts';
import type { CommandSet, MessageSink } from '../../core/dimse/types.ts';
import { createPduSplitter } from '../../core/pdu/splitter.ts';
import type { PdvHeader } from '../../core/pdu/types.ts';
import { echoCommandPdu, storeDataSet, storePdus } from '../pdu/golden.ts';
import { createRecordingSink } from '../pdu/recording-sink.ts';

interface Message {
  readonly contextId: number;
  readonly command: CommandSet;
  readonly data: Uint8Array;
}

function createRecorder() {
  const messages: Message[] = [];
  const calls: string[] = [];
  let head: { readonly contextId: number; readonly command: CommandSet } | undefined;
  let parts: Uint8Array[] = [];
  const sink: MessageSink = {
    command(contextId, command) {
      calls.push('command');
      head = { contextId, command };
    },
    data(bytes) {
      calls.push('data');
      parts.push(bytes.slice());
    },
    end() {
      calls.push('end');
      if (head) messages.push({ ...head, data: concat(parts) });
      head = undefined;
      parts = [];
    },
  };
  return { sink, messages, calls };
}

function assemble(chunks: readonly Uint8Array[], maximumCommandLength = 4096) {
  const recorder = createRecorder();
  const assembler = createMessageAssembler(recorder.sink, { maximumCommandLength });
  const sink = { ...createRecordingSink(), fragment: assembler.fragment.bind(assembler) };
  const splitter = createPduSplitter(sink, { maximumDataLength: 1 << 20, maximumControlLength: 0 });
  for (const chunk of chunks) splitter.push(chunk);
  return { ...recorder, assembler };
}

const echo: CommandSet = { commandField: 0x0030, hasDataSet: false, messageId: 1, affectedSopClassUid: '1.2.840.10008.1.1' };
const store: CommandSet = {
  commandField: 0x0001,
  hasDataSet: true,
  messageId: 7,
  priority: 0,
  affectedSopClassUid: '1.2.840.10008.5.1.4.1.1.2',
  affectedSopInstanceUid: '1.2.3.4.5.6',
};

describe('messages', () => {
  const both = concat([echoCommandPdu, storePdus, echoCommandPdu]);
  const expected = [
    { contextId: 1, command: echo, data: new Uint8Array(0) },
    { contextId: 3, command: store, data: storeDataSet },
    { contextId: 1, command: echo, data: new Uint8Array(0) },
  ];

  it('form out of fragments', () => {
    const { messages, calls, assembler } = assemble([both]);
    expect(messages).toEqual(expected);
    expect(calls).toEqual(['command', 'end', 'command', 'data', 'data', 'end', 'command', 'end']);
    expect(assembler.underway).toBe(false);
  });

  it('form the same when cut at any byte', () => {
    for (let at = 1; at < both.length; at += 1) {
      expect(assemble([both.subarray(0, at), both.subarray(at)]).messages, `cut at ${at}`).toEqual(expected);
    }
  });

  it('form the same byte by byte', () => {
    expect(assemble(Array.from(both, (_, at) => both.subarray(at, at + 1))).messages).toEqual(expected);
  });

  it('are under way from the first fragment to the last', () => {
    expect(assemble([storePdus.subarray(0, 20)]).assembler.underway).toBe(true);
    expect(assemble([storePdus.subarray(0, storePdus.length - 1)]).assembler.underway).toBe(true);
    expect(assemble([storePdus]).assembler.underway).toBe(false);
  });

  it.each([7, 8, 9, 20, 16_384])('survive being cut for PDUs of %i bytes', (sendLength) => {
    const bytes = fragmentCommand(encodeCommand(echo), { contextId: 1, sendLength });
    expect(assemble([bytes]).messages).toEqual([{ contextId: 1, command: echo, data: new Uint8Array(0) }]);
  });
});

const header = (contextId: number, command: boolean, last: boolean): PdvHeader => ({ contextId, command, last });
const storeBytes = encodeCommand(store);
const none = new Uint8Array(0);

describe('out of order', () => {
  it.each<readonly [string, readonly (readonly [PdvHeader, Uint8Array])[]]>([
    ['a data set without a command', [[header(1, false, true), storeDataSet]]],
    [
      'a data set behind a command that has none',
      [
        [header(1, true, true), encodeCommand(echo)],
        [header(1, false, true), storeDataSet],
      ],
    ],
    [
      'a data set inside a command',
      [
        [header(1, true, false), storeBytes.subarray(0, 10)],
        [header(1, false, true), storeDataSet],
      ],
    ],
    [
      'a command where its data set belongs',
      [
        [header(1, true, true), storeBytes],
        [header(1, true, true), storeBytes],
      ],
    ],
    [
      'a command inside a data set',
      [
        [header(1, true, true), storeBytes],
        [header(1, false, false), storeDataSet],
        [header(1, true, true), storeBytes],
      ],
    ],
    [
      'another context inside a command',
      [
        [header(1, true, false), storeBytes.subarray(0, 10)],
        [header(3, true, true), storeBytes.subarray(10)],
      ],
    ],
    [
      'another context inside a data set',
      [
        [header(1, true, true), storeBytes],
        [header(3, false, true), storeDataSet],
      ],
    ],
  ])('%s is a violation', (_, fragments) => {
    const assembler = createMessageAssembler(createRecorder().sink, { maximumCommandLength: 4096 });
    const feed = (): void => {
      for (const [pdv, bytes] of fragments) assembler.fragment(pdv, bytes, true);
    };
    expect(feed).toThrow(
      expect.objectContaining({ name: 'ProtocolError', code: 'fragment-out-of-order', abort: { source: 2, reason: 5 } }),
    );
  });
});

describe('command sets', () => {
  it('of the greatest length pass, one byte more does not, in one piece or many', () => {
    const size = storeBytes.length;
    for (const step of [1, 10, size]) {
      const feed = (maximumCommandLength: number) => () => {
        const assembler = createMessageAssembler(createRecorder().sink, { maximumCommandLength });
        for (let at = 0; at < size; at += step) {
          assembler.fragment(header(1, true, at + step >= size), storeBytes.subarray(at, at + step), true);
        }
      };
      expect(feed(size)).not.toThrow();
      expect(feed(size - 1)).toThrow(expect.objectContaining({ code: 'command-too-long', abort: { source: 2, reason: 6 } }));
    }
  });

  it('that cannot be read are a violation', () => {
    const assembler = createMessageAssembler(createRecorder().sink, { maximumCommandLength: 100 });
    expect(() => {
      assembler.fragment(header(1, true, true), none, true);
    }).toThrow(expect.objectContaining({ code: 'unreadable-command' }));
  });

  it('may come in empty fragments without end, and are not remembered twice', () => {
    const { sink, messages } = createRecorder();
    const assembler = createMessageAssembler(sink, { maximumCommandLength: 200 });
    for (let round = 0; round < 3; round += 1) {
      for (let count = 0; count < 1000; count += 1) assembler.fragment(header(1, true, false), none, true);
      assembler.fragment(header(1, true, false), storeBytes.subarray(0, 50), true);
      assembler.fragment(header(1, true, true), storeBytes.subarray(50), true);
      assembler.fragment(header(1, false, false), none, true);
      assembler.fragment(header(1, false, true), none, true);
    }
    expect(messages).toEqual(Array.from({ length: 3 }, () => ({ contextId: 1, command: store, data: none })));
  });
});

describe('data sets', () => {
  it('pass as the very pieces that came', () => {
    const pieces: Uint8Array[] = [];
    const sink: MessageSink = { ...createRecorder().sink, data: (bytes) => pieces.push(bytes) };
    const assembler = createMessageAssembler(sink, { maximumCommandLength: 200 });
    assembler.fragment(header(1, true, true), storeBytes, true);
    const parts = [storeDataSet.subarray(0, 3), storeDataSet.subarray(3, 9)] as const;
    assembler.fragment(header(1, false, true), parts[0], false);
    assembler.fragment(header(1, false, true), parts[1], true);
    expect(pieces[0]).toBe(parts[0]);
    expect(pieces[1]).toBe(parts[1]);
  });
});
