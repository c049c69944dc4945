// Two entities of our own on one line: a provider that a test describes and a user that asks it.
import type { AssociateRequest } from '../../core/association/types.ts';
import { createApplicationEntity } from '../../core/services/index.ts';
import type { Association, EntityOptions, ListenOptions, Server } from '../../core/services/types.ts';

export interface Loopback extends AsyncDisposable {
  readonly server: Server;
  /** The user's side. */
  readonly association: Association;
  /** The provider's side. */
  readonly provider: Association;
}

export interface LoopbackOptions {
  readonly listen: Omit<ListenOptions, 'port' | 'host'>;
  readonly associate: Omit<AssociateRequest, 'host' | 'port'>;
  readonly user?: Partial<EntityOptions>;
  readonly provider?: Partial<EntityOptions>;
}

export async function loopback({ listen, associate, user = {}, provider = {} }: LoopbackOptions): Promise<Loopback> {
  let providerSide: Association | undefined;
  const server = await createApplicationEntity({ title: 'PROVIDER', ...provider }).listen({
    ...listen,
    host: '127.0.0.1',
    port: 0,
    onAssociation: (association) => {
      providerSide = association;
    },
  });
  const opened = await createApplicationEntity({ title: 'USER', ...user }).associate({
    ...associate,
    host: '127.0.0.1',
    port: server.port,
  });
  if (opened.kind !== 'established' || !providerSide) {
    await server.close({ graceMs: 0 });
    throw new Error(JSON.stringify(opened));
  }
  const { association } = opened;
  return {
    server,
    association,
    provider: providerSide,
    async [Symbol.asyncDispose]() {
      await association.release();
      await server.close({ graceMs: 0 });
    },
  };
}

export async function all<T>(values: AsyncIterable<T>): Promise<T[]> {
  const gathered: T[] = [];
  for await (const value of values) gathered.push(value);
  return gathered;
}
