/** What is known of an association, as plain data for everybody who reports on it. */
import type { Agreement, AssociationRole } from '../upper-layer/types.ts';
import type { Transport } from './transport.ts';
import type { AssociationFacts } from './types.ts';

export interface FactsParts {
  readonly id: string;
  readonly role: AssociationRole;
  readonly agreement: Agreement;
  readonly transport: Transport;
}

export function associationFacts({ id, role, agreement, transport }: FactsParts): AssociationFacts {
  const { request, answer } = agreement;
  const facts = {
    id,
    role,
    callingTitle: request.callingTitle,
    calledTitle: request.calledTitle,
    local: transport.local,
    remote: transport.remote,
    accepted: agreement.accepted,
    rejected: agreement.rejected,
    agreement,
    peer: role === 'requestor' ? answer.userInformation : request.userInformation,
  };
  return transport.tls ? { ...facts, tls: transport.tls } : facts;
}
