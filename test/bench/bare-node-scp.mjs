// What Node itself takes for receiving: C-STOREs into files and nothing else: `node bare-node-scp.mjs FOLDER PORT`. No index, no checks, no
// limits, no second versions, no journal; it believes every byte. What Gantry takes beyond it is Gantry's own, and what it takes is the floor.
import { closeSync, openSync, renameSync, writevSync } from 'node:fs';
import { createServer, Socket } from 'node:net';

const [folder = '.', port = '0'] = process.argv.slice(2);
const READ_BUFFER = 1024 * 1024;
const MAXIMUM_LENGTH = 131_072;
/** As long as the meta group that belongs there. */
const META = Buffer.alloc(330, ' ');

const AssociateRq = 1;
const AssociateAc = 2;
const DataTf = 4;
const ReleaseRq = 5;
const RELEASE_RP = Buffer.from([6, 0, 0, 0, 0, 4, 0, 0, 0, 0]);

function item(type, ...parts) {
  const body = Buffer.concat(parts);
  const header = Buffer.from([type, 0, 0, 0]);
  header.writeUInt16BE(body.length, 2);
  return Buffer.concat([header, body]);
}

/** Items of a PDU or of another item. */
function* itemsIn(bytes, start) {
  for (let at = start; at < bytes.length;) {
    const end = at + 4 + bytes.readUInt16BE(at + 2);
    yield { type: bytes[at], body: bytes.subarray(at + 4, end) };
    at = end;
  }
}

/** Accepts every context with the first transfer syntax. */
function accept(request) {
  const contexts = [...itemsIn(request, 74)].filter(({ type }) => type === 0x20);
  const answers = contexts.map(({ body }) => {
    const syntax = [...itemsIn(body, 4)].find(({ type }) => type === 0x40);
    return item(0x21, Buffer.from([body[0], 0, 0, 0]), item(0x40, syntax.body));
  });
  const length = Buffer.alloc(4);
  length.writeUInt32BE(MAXIMUM_LENGTH);
  const user = item(0x50, item(0x51, length), item(0x52, Buffer.from('1.2.3.4')));
  const body = Buffer.concat([request.subarray(6, 74), item(0x10, Buffer.from('1.2.840.10008.3.1.1.1')), ...answers, user]);
  const header = Buffer.from([AssociateAc, 0, 0, 0, 0, 0]);
  header.writeUInt32BE(body.length, 2);
  return Buffer.concat([header, body]);
}

function elementsOf(command) {
  const found = new Map();
  for (let at = 0; at < command.length;) {
    const end = at + 8 + command.readUInt32LE(at + 4);
    found.set(command.readUInt16LE(at + 2), command.subarray(at + 8, end));
    at = end;
  }
  return found;
}

function element(number, value) {
  const header = Buffer.alloc(8);
  header.writeUInt16LE(number, 2);
  header.writeUInt32LE(value.length, 4);
  return Buffer.concat([header, value]);
}

const short = (value) => Buffer.from([value & 0xff, value >> 8]);

function success(contextId, command) {
  const elements = Buffer.concat([
    element(0x0002, command.get(0x0002)),
    element(0x0100, short(0x8001)),
    element(0x0120, command.get(0x0110)),
    element(0x0800, short(0x0101)),
    element(0x0900, short(0)),
    element(0x1000, command.get(0x1000)),
  ]);
  const groupLength = Buffer.alloc(4);
  groupLength.writeUInt32LE(elements.length);
  const message = Buffer.concat([element(0, groupLength), elements]);
  const header = Buffer.from([DataTf, 0, 0, 0, 0, 0, 0, 0, 0, 0, contextId, 3]);
  header.writeUInt32BE(message.length + 6, 2);
  header.writeUInt32BE(message.length + 2, 6);
  return Buffer.concat([header, message]);
}

/** Takes what was read; the views that it holds are written before it returns. */
function receiver(socket) {
  let rest = Buffer.alloc(0);
  let left = 0;
  let control = 0;
  let contextId = 0;
  let commandParts = [];
  let command = new Map();
  let file;
  let vector = [];

  const write = () => {
    if (vector.length > 0) writevSync(file.fd, vector);
    vector = [];
  };

  const fragmentEnd = () => {
    const isCommand = (control & 1) !== 0;
    if ((control & 2) === 0) return;
    if (isCommand) {
      command = elementsOf(Buffer.concat(commandParts));
      commandParts = [];
      const name = `${folder}/${command.get(0x1000).toString('latin1').replaceAll('\0', '')}`;
      file = { name, fd: openSync(`${name}.part`, 'w') };
      vector = [META];
      return;
    }
    write();
    closeSync(file.fd);
    renameSync(`${file.name}.part`, file.name);
    file = undefined;
    socket.write(success(contextId, command));
  };

  return (read) => {
    const chunk = rest.length > 0 ? Buffer.concat([rest, read]) : read;
    let at = 0;
    while (at < chunk.length) {
      if (left > 0) {
        const piece = chunk.subarray(at, at + left);
        if (control & 1) commandParts.push(Buffer.from(piece));
        else vector.push(piece);
        at += piece.length;
        left -= piece.length;
        if (left === 0) fragmentEnd();
        continue;
      }
      const type = chunk[at];
      const needed = chunk.length < at + 6 ? 6 : type === DataTf ? 12 : 6 + chunk.readUInt32BE(at + 2);
      if (chunk.length < at + needed) break;
      if (type === DataTf) {
        left = chunk.readUInt32BE(at + 6) - 2;
        [contextId, control] = chunk.subarray(at + 10, at + 12);
      } else if (type === AssociateRq) socket.write(accept(chunk.subarray(at, at + needed)));
      else if (type === ReleaseRq) socket.end(RELEASE_RP);
      at += needed;
      if (type === DataTf && left === 0) fragmentEnd();
    }
    rest = Buffer.from(chunk.subarray(at));
    if (file) write();
  };
}

createServer({ noDelay: true, pauseOnCreate: true }, (accepted) => {
  // An accepted socket reads into one buffer only when its handle is given to a new one.
  const handle = accepted._handle;
  accepted._handle = null;
  let take = () => undefined;
  const onread = {
    buffer: Buffer.allocUnsafeSlow(READ_BUFFER),
    callback: (length, buffer) => {
      take(buffer.subarray(0, length));
      return true;
    },
  };
  const socket = new Socket({ handle, onread });
  take = receiver(socket);
  socket.on('error', () => socket.destroy());
  socket.setNoDelay(true);
  socket.resume();
}).listen(Number(port), '127.0.0.1');
