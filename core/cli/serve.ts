/** Our own SCP for the command line: over a folder, until it is disposed. */
import type { TlsOptions } from '../association/types.ts';
import { offerOf } from '../engine/own-server.ts';
import { TransportError } from '../errors.ts';
import { explainKnock, explainListen } from '../failures/explain-local.ts';
import { createApplicationEntity, type Server } from '../services/index.ts';
import type { ApplicationEntity, Handlers, ListenOptions } from '../services/types.ts';
import type { Report } from './report.ts';

export interface ServeOptions {
  readonly title: string;
  readonly host: string;
  readonly port: number;
  readonly on: Handlers;
  readonly tls: TlsOptions | undefined;
  readonly maximumLength: number | undefined;
}

export function serve({ title, host, port, on, tls, maximumLength }: ServeOptions, report: Report): Promise<Server | undefined> {
  const entity = createApplicationEntity({
    title,
    ...(maximumLength !== undefined && { limits: { maximumLength } }),
    observer: { knock: (knock) => report.notice(explainKnock(knock, { title, host, port }).headline) },
  });
  return openPort(entity, { host, port, ...offerOf(on), ...(tls && { tls }) }, report);
}

/** Listens and says so, in the one line that tells the port before anything comes over it. Says why not and gives undefined. */
export async function openPort(
  entity: ApplicationEntity,
  options: ListenOptions & { readonly host: string },
  report: Report,
): Promise<Server | undefined> {
  const { title } = entity;
  const { host, port } = options;
  try {
    const server = await entity.listen(options);
    report.say(
      { kind: 'listening', title, host: server.host, port: server.port },
      `${title} is listening on ${server.host}:${server.port}.`,
    );
    return server;
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    const { code, message: detail } = error;
    report.complain({ kind: 'failed', phase: 'listen', code, detail }, explainListen(code, { title, host, port }));
    return undefined;
  }
}
