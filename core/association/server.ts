/** One listening port with its associations: opens them, keeps count, and ends them in good order. */
import { Acceptance, type AcceptorOptions } from './acceptor.ts';
import type { EstablishedAssociation } from './established.ts';
import { openListener, type Listener } from './listener.ts';
import type { TlsOptions } from './types.ts';

export interface ServeOptions extends Omit<AcceptorOptions, 'established'> {
  readonly host: string | undefined;
  readonly port: number;
  readonly tls: TlsOptions | undefined;
}

export interface AssociationServer {
  readonly host: string;
  readonly port: number;
  readonly associations: ReadonlySet<EstablishedAssociation>;
  /** Stops listening, lets associations end by themselves for `graceMs`, then aborts the rest. Settles when nothing of it is left. */
  close(graceMs: number): Promise<void>;
}

/** Rejects with a `TransportError` when the port cannot be opened. */
export async function serveAssociations(options: ServeOptions): Promise<AssociationServer> {
  const associations = new Set<EstablishedAssociation>();
  const acceptorOptions: AcceptorOptions = {
    ...options,
    established: associations,
    onEstablished: (association) => {
      associations.add(association);
      void association.whenEnded.then(() => associations.delete(association));
      options.onEstablished(association);
    },
  };
  const listener: Listener = await openListener({
    host: options.host,
    port: options.port,
    tls: options.tls,
    unassociated: options.limits.unassociated,
    handshake: options.timeouts.artim,
    onLine: (transport, line) => {
      new Acceptance(acceptorOptions, transport, line).open();
    },
    onKnock: (knock) => options.observer?.knock?.(knock),
  });
  return {
    host: listener.host,
    port: listener.port,
    associations,
    async close(graceMs) {
      listener.close();
      const ended = Promise.all([...associations].map((association) => association.whenEnded));
      const giveUp = new Promise<void>((resolve) => {
        const cancel = options.clock.setTimer(graceMs, resolve);
        void ended.then(cancel);
      });
      await Promise.race([ended, giveUp]);
      for (const association of associations) {
        association.abort('the server is closing');
        association.destroy();
      }
      await listener.gone();
    },
  };
}
