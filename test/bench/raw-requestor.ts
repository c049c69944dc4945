/**
 * A requestor that costs next to nothing: bytes that were written once, over a socket, so that what is measured is the acceptor. One
 * presentation context for Verification, one C-ECHO after the other.
 */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { encodeCommand } from '../../core/dimse/encode.ts';
import { fragmentCommand } from '../../core/dimse/fragment.ts';
import { CommandField } from '../../core/dimse/types.ts';
import { encodePdu } from '../../core/pdu/encode.ts';

const VERIFICATION = '1.2.840.10008.1.1';
const PDU_HEADER = 6;

const request = encodePdu({
  kind: 'associate-rq',
  protocolVersion: 1,
  calledTitle: 'ANY-SCP',
  callingTitle: 'BENCH',
  applicationContext: '1.2.840.10008.3.1.1.1',
  contexts: [{ id: 1, abstractSyntax: VERIFICATION, transferSyntaxes: ['1.2.840.10008.1.2'] }],
  userInformation: {
    maximumLength: 16_384,
    implementationClassUid: '1.2.826.0.1.3680043.10.1437',
    roles: [],
    sopClassExtended: [],
    sopClassCommonExtended: [],
  },
});
const echo = fragmentCommand(
  encodeCommand({ commandField: CommandField.CEchoRq, hasDataSet: false, messageId: 1, affectedSopClassUid: VERIFICATION }),
  { contextId: 1, sendLength: 16_384 },
);
const release = encodePdu({ kind: 'release-rq' });

/** Echoes a second on one association. */
export async function echoRate(port: number, count: number): Promise<number> {
  const line = await open(port);
  const started = performance.now();
  for (let index = 0; index < count; index += 1) await line.ask(echo);
  const seconds = (performance.now() - started) / 1000;
  await line.close();
  return count / seconds;
}

/** Associations a second: open, one echo, release, one after the other. */
export async function associationRate(port: number, count: number): Promise<number> {
  const started = performance.now();
  for (let index = 0; index < count; index += 1) {
    const line = await open(port);
    await line.ask(echo);
    await line.close();
  }
  return count / ((performance.now() - started) / 1000);
}

interface Line {
  /** Settles with the first byte of the PDU that answers. */
  ask(pdu: Uint8Array): Promise<number>;
  close(): Promise<void>;
}

async function open(port: number): Promise<Line> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  const ask = asker(socket);
  const answer = await ask(request);
  if (answer !== 2) throw new Error(`the association was answered with PDU type ${answer}`);
  return {
    ask,
    async close() {
      await ask(release);
      socket.destroy();
    },
  };
}

/** Each answer is one PDU, in as many pieces as the peer likes. */
function asker(socket: Socket): Line['ask'] {
  let settle: (type: number) => void = () => undefined;
  let fail: (error: Error) => void = () => undefined;
  let waiting = Buffer.alloc(0);
  socket.on('data', (chunk) => {
    waiting = waiting.length === 0 ? chunk : Buffer.concat([waiting, chunk]);
    if (waiting.length < PDU_HEADER || waiting.length < PDU_HEADER + waiting.readUInt32BE(2)) return;
    const type = waiting[0] ?? 0;
    waiting = Buffer.alloc(0);
    settle(type);
  });
  socket.on('error', (error) => fail(error));
  socket.on('close', () => fail(new Error('the line was closed')));
  return (pdu) =>
    new Promise((resolve, reject) => {
      settle = resolve;
      fail = reject;
      socket.write(pdu);
    });
}
