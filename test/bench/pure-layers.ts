/**
 * What the pure layers cost, without any socket: `node test/support/run.mjs test/bench/pure-layers.ts`. Prints the splitter's and the
 * assembler's speed by PDU and chunk size, commands and PDUs coded a second. Medians of five rounds.
 */
import { createMessageAssembler } from '../../core/dimse/assembler.ts';
import { decodeCommand } from '../../core/dimse/decode.ts';
import { encodeCommand } from '../../core/dimse/encode.ts';
import { fragmentCommand } from '../../core/dimse/fragment.ts';
import { concat } from '../../core/lib/bytes.ts';
import { DATA_HEADER_LENGTH, writeDataHeader } from '../../core/pdu/data-header.ts';
import { decodePdu } from '../../core/pdu/decode.ts';
import { encodePdu } from '../../core/pdu/encode.ts';
import { createPduSplitter } from '../../core/pdu/splitter.ts';
import type { AssociateRq, PduSink } from '../../core/pdu/types.ts';
import { step } from '../../core/upper-layer/machine.ts';

const ROUNDS = 5;
const limits = { maximumDataLength: 0xffff_ffff, maximumControlLength: 1 << 20 };

/** Seconds that `work` takes: the median of the rounds behind one to warm up. */
function time(work: () => void): number {
  work();
  const rounds = Array.from({ length: ROUNDS }, () => {
    const started = performance.now();
    work();
    return (performance.now() - started) / 1000;
  });
  return rounds.sort((a, b) => a - b)[ROUNDS >> 1] ?? Number.NaN;
}

function report(what: string, figure: number, unit: string): void {
  console.log(`${what.padEnd(56)} ${Math.round(figure).toLocaleString('en').padStart(12)} ${unit}`);
}

/** A data set of `length` bytes in PDUs of `pduLength`, as one run of bytes. */
function dataPdus(length: number, pduLength: number): Uint8Array {
  const payload = pduLength - 6;
  const count = Math.ceil(length / payload);
  const bytes = new Uint8Array(count * (payload + DATA_HEADER_LENGTH));
  for (let index = 0; index < count; index += 1) {
    writeDataHeader(bytes, index * (payload + DATA_HEADER_LENGTH), {
      length: payload,
      contextId: 1,
      command: false,
      last: index === count - 1,
    });
  }
  return bytes;
}

const store = {
  commandField: 0x0001,
  hasDataSet: true,
  messageId: 4711,
  priority: 0,
  affectedSopClassUid: '1.2.840.10008.5.1.4.1.1.2',
  affectedSopInstanceUid: '1.2.826.0.1.3680043.8.498.12345678901234567890123456789012',
};
const stored = { ...store, commandField: 0x8001, hasDataSet: false, messageIdBeingRespondedTo: 4711, status: 0 };

function benchSplitter(): void {
  for (const pduLength of [16_384, 131_072, 1 << 20]) {
    for (const chunkLength of [65_536, 1 << 20]) {
      const bytes = dataPdus(64 << 20, pduLength);
      let received = 0;
      const sink: PduSink = {
        pdu: () => undefined,
        dataPdu: () => {
          step(6, 10, 'acceptor');
        },
        fragment: (_header, view) => {
          received += view.length;
        },
        problem: (problem) => {
          throw new Error(problem.detail);
        },
      };
      const seconds = time(() => {
        const splitter = createPduSplitter(sink, limits);
        for (let at = 0; at < bytes.length; at += chunkLength) splitter.push(bytes.subarray(at, at + chunkLength));
      });
      if (received === 0) throw new Error('nothing came out');
      report(`splitter, PDU ${pduLength}, chunks of ${chunkLength}`, bytes.length / 1e6 / seconds, 'MB/s');
    }
  }
}

/** Messages of one command and 8 KB of data, through splitter, step and assembler, as `echo` and small objects are. */
function benchMessages(): void {
  const message = concat([fragmentCommand(encodeCommand(store), { contextId: 1, sendLength: 16_384 }), dataPdus(8192, 16_384)]);
  const count = 2000;
  const bytes = concat(Array.from({ length: count }, () => message));
  let messages = 0;
  const seconds = time(() => {
    const assembler = createMessageAssembler(
      { command: () => undefined, data: () => undefined, end: () => (messages += 1) },
      { maximumCommandLength: 65_536 },
    );
    const splitter = createPduSplitter(
      {
        pdu: () => undefined,
        dataPdu: () => undefined,
        fragment: (header, view, end) => {
          assembler.fragment(header, view, end);
        },
        problem: (problem) => {
          throw new Error(problem.detail);
        },
      },
      limits,
    );
    for (let at = 0; at < bytes.length; at += 65_536) splitter.push(bytes.subarray(at, at + 65_536));
  });
  if (messages === 0) throw new Error('no message came out');
  report('whole messages: C-STORE-RQ and 8 KB, chunks of 65536', count / seconds, 'messages/s');
}

function benchCommands(): void {
  const count = 100_000;
  const times = (work: () => unknown) => () => {
    for (let index = 0; index < count; index += 1) work();
  };
  const bytes = encodeCommand(store);
  const answer = encodeCommand(stored);
  report('encode C-STORE-RQ', count / time(times(() => encodeCommand(store))), 'commands/s');
  report('decode C-STORE-RQ', count / time(times(() => decodeCommand(bytes))), 'commands/s');
  report('encode C-STORE-RSP', count / time(times(() => encodeCommand(stored))), 'commands/s');
  report('decode C-STORE-RSP', count / time(times(() => decodeCommand(answer))), 'commands/s');
  report('fragment a command', count / time(times(() => fragmentCommand(bytes, { contextId: 1, sendLength: 16_384 }))), 'commands/s');
  const header = new Uint8Array(DATA_HEADER_LENGTH);
  const data = { length: 16_378, contextId: 1, command: false, last: false };
  report(
    'write data headers',
    count /
      time(
        times(() => {
          writeDataHeader(header, 0, data);
        }),
      ),
    'headers/s',
  );
}

function benchAssociate(): void {
  const request: AssociateRq = {
    kind: 'associate-rq',
    protocolVersion: 1,
    calledTitle: 'ANY-SCP',
    callingTitle: 'GANTRY',
    applicationContext: '1.2.840.10008.3.1.1.1',
    contexts: Array.from({ length: 128 }, (_, index) => ({
      id: index * 2 + 1,
      abstractSyntax: store.affectedSopClassUid,
      transferSyntaxes: ['1.2.840.10008.1.2.1', '1.2.840.10008.1.2'],
    })),
    userInformation: { maximumLength: 16_384, roles: [], sopClassExtended: [], sopClassCommonExtended: [] },
  };
  const echo = { ...request, contexts: request.contexts.slice(0, 1) };
  for (const [name, pdu, count] of [['1 context', echo, 20_000] as const, ['128 contexts', request, 500] as const]) {
    const bytes = encodePdu(pdu);
    const body = bytes.subarray(6);
    const times = (work: () => unknown) => () => {
      for (let index = 0; index < count; index += 1) work();
    };
    report(`encode A-ASSOCIATE-RQ, ${name}`, count / time(times(() => encodePdu(pdu))), 'PDUs/s');
    report(`decode A-ASSOCIATE-RQ, ${name}`, count / time(times(() => decodePdu(1, body))), 'PDUs/s');
  }
}

benchSplitter();
benchMessages();
benchCommands();
benchAssociate();
