/** Our own SCP for the command line: over a folder, until it is disposed. */
import { offerOf } from '../engine/own-server.ts';
import { createApplicationEntity, type Server } from '../services/index.ts';
import type { Handlers } from '../services/types.ts';
import type { TlsOptions } from '../association/types.ts';

export interface ServeOptions {
  readonly title: string;
  readonly host: string;
  readonly port: number;
  readonly on: Handlers;
  readonly tls?: TlsOptions;
  readonly maximumLength?: number;
}

export function serveStorage({ title, host, port, on, tls, maximumLength }: ServeOptions): Promise<Server> {
  const entity = createApplicationEntity({ title, ...(maximumLength && { limits: { maximumLength } }) });
  return entity.listen({ host, port, ...offerOf(on), ...(tls && { tls }) });
}
