/** One proposed presentation context as an acceptor sees it (PS3.8 §9.3.3.2): accepted with one transfer syntax, or rejected with a result. */
import type { ProposedContext } from '../pdu/types.ts';
import { isValidUid } from '../lib/uid.ts';
import { grantedRoles, requestorRoles, type Roles } from './roles.ts';
import type { AcceptedContext, RejectedContext, SupportedContext } from './types.ts';

export type TransferSyntaxOrder = 'requestor' | 'own';

export type Support = Omit<SupportedContext, 'abstractSyntax'>;

export type Decision =
  { readonly kind: 'accepted'; readonly context: AcceptedContext } | { readonly kind: 'rejected'; readonly context: RejectedContext };

export interface Question {
  readonly proposed: ProposedContext;
  /** `undefined`: the abstract syntax is not supported. */
  readonly support: Support | undefined;
  /** The requestor's role proposal for the abstract syntax. */
  readonly role: Roles | undefined;
  readonly order: TransferSyntaxOrder;
}

export function decideContext({ proposed, support, role, order }: Question): Decision {
  const { id, abstractSyntax, transferSyntaxes } = proposed;
  const rejected = (result: RejectedContext['result']): Decision => {
    return { kind: 'rejected', context: { id, abstractSyntax, transferSyntaxes, result } };
  };
  if (!support) return rejected(3);
  const transferSyntax = chooseTransferSyntax(transferSyntaxes, support.transferSyntaxes, order);
  if (transferSyntax === undefined) return rejected(4);
  const roles = requestorRoles(role, role && grantedRoles(role, support));
  if (!roles) return rejected(1);
  return { kind: 'accepted', context: { id, abstractSyntax, transferSyntax, requestorIsScu: roles.scu, requestorIsScp: roles.scp } };
}

/** An empty list of supported transfer syntaxes supports any; it has no order of its own. */
function chooseTransferSyntax(offered: readonly string[], supported: readonly string[], order: TransferSyntaxOrder): string | undefined {
  if (supported.length === 0) return offered.find(isValidUid);
  return order === 'own' ? supported.find((uid) => offered.includes(uid)) : offered.find((uid) => supported.includes(uid));
}
