/** Whether a port answers a TLS handshake, whatever its certificate. Nothing is said once the line is open; nothing is trusted by this. */
import { isIP } from 'node:net';
import { connect } from 'node:tls';
import type { NodeRequest } from './types.ts';

export function answersTls({ host, port, timeouts }: NodeRequest, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, rejectUnauthorized: false, ...(isIP(host) === 0 && { servername: host }) });
    const end = (answer: boolean): void => {
      signal.removeEventListener('abort', onAbort);
      socket.destroy();
      resolve(answer);
    };
    const onAbort = (): void => end(false);
    signal.addEventListener('abort', onAbort);
    socket.setTimeout(timeouts.connect ?? 10_000, onAbort);
    socket.once('secureConnect', () => end(true));
    // An alert is an answer, too: it wants a certificate, or another version.
    socket.on('error', (error: Error) => end(/alert/i.test(error.message)));
    socket.once('close', onAbort);
    if (signal.aborted) onAbort();
  });
}
