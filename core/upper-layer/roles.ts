/** SCP/SCU role selection (PS3.7 §D.3.3.4, Table D.3-9a): a proposal and its answer make the requestor's roles. */

export interface Roles {
  readonly scu: boolean;
  readonly scp: boolean;
}

/** Roles of a requestor that negotiates none. */
const scuOnly: Roles = { scu: true, scp: false };

/**
 * The roles that the requestor has; `undefined` when both sides together leave it none and the context cannot be used. Without an answer
 * the default holds whatever was proposed; an answer grants nothing that was not proposed.
 */
export function requestorRoles(proposed: Roles | undefined, answered: Roles | undefined): Roles | undefined {
  if (!proposed || !answered) return scuOnly;
  const roles = { scu: proposed.scu && answered.scu, scp: proposed.scp && answered.scp };
  return roles.scu || roles.scp ? roles : undefined;
}

/** An acceptor's answer: never 1 where 0 was proposed; by default it lets the requestor be SCU only. */
export function grantedRoles(proposed: Roles, support: { readonly scuRole?: boolean; readonly scpRole?: boolean }): Roles {
  return { scu: proposed.scu && (support.scuRole ?? true), scp: proposed.scp && (support.scpRole ?? false) };
}
