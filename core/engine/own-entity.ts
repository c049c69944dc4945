/**
 * Our application entity as the settings have it: associations that name no calling title take the title in force, and those with encryption
 * show our certificate and trust our CA file where the node names nobody else.
 */
import type { AssociateRequest } from '../association/types.ts';
import type { ApplicationEntity } from '../services/types.ts';
import type { Identity } from './identity.ts';

export interface OwnPorts {
  readonly title: () => string;
  /** Read anew for each association: certificates are renewed on the disk. */
  readonly identity: () => Promise<Identity>;
}

export function ownEntity(entity: ApplicationEntity, { title, identity }: OwnPorts): ApplicationEntity {
  return {
    get title() {
      return title();
    },
    async associate(request) {
      const named = { ...request, callingTitle: request.callingTitle ?? title() };
      if (!named.tls) return entity.associate(named);
      const own = await identity();
      if (own.kind === 'failed') return { kind: 'failed', phase: 'tls', code: 'own-identity', detail: own.code };
      return entity.associate(withIdentity(named, own));
    },
    listen: (options) => entity.listen(options),
  };
}

/** What the request says of its own goes before. */
export function withIdentity<R extends Pick<AssociateRequest, 'tls'>>(request: R, identity: Identity): R {
  if (!request.tls || identity.kind === 'failed') return request;
  return { ...request, tls: { ...identity.tls, ...request.tls } };
}
