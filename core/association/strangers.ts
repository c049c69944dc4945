/** Who calls without speaking DICOM, told by the first bytes: a TLS client, a web browser, somebody else. */
import type { PduProblem } from '../pdu/types.ts';
import type { Knock } from './types.ts';

const TLS_HANDSHAKE = 0x16;
const HTTP_METHODS = /^(?:GET|POST|PUT|HEAD|DELETE|OPTIONS|PATCH|CONNECT|TRACE|PRI) /;

export function outcomeOfProblem({ firstBytes, detail }: PduProblem): Pick<Knock, 'outcome' | 'detail'> {
  if (firstBytes[0] === TLS_HANDSHAKE && firstBytes[1] === 3) return { outcome: 'tls-on-plain-port', detail: 'a TLS client hello' };
  if (HTTP_METHODS.test(String.fromCharCode(...firstBytes))) return { outcome: 'http', detail: 'an HTTP request' };
  return { outcome: 'not-dicom', detail };
}
