import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { quickAcknowledge } from '../../core/association/quick-ack.ts';

test('acknowledging at once leaves every socket as it is: open, closed, or where the system has no such call', async () => {
  const server = createServer((accepted) => accepted.pipe(accepted)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  const acknowledge = quickAcknowledge(socket);
  acknowledge?.();
  socket.write('echo');
  const [answer] = (await once(socket, 'data')) as [Buffer];
  acknowledge?.();
  expect(answer.toString()).toBe('echo');
  socket.destroy();
  await once(socket, 'close');
  expect(() => acknowledge?.()).not.toThrow();
  server.close();
  await once(server, 'close');
});
