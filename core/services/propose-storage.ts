/**
 * The presentation contexts for what is there to be sent (PS3.8 §7.1.1): every object's own transfer syntax first, in a context of its own,
 * so that the peer takes each object as it is; then the uncompressed ones as a fallback. What does not fit in 128 goes over further
 * associations.
 */
import type { ProposedSyntaxes } from '../association/types.ts';
import { TransferSyntax } from '../dicom/transfer-syntax.ts';
import { MAXIMUM_CONTEXTS } from '../pdu/index.ts';
import type { StoreItem } from './types.ts';

/** One association's worth. */
export interface StorageProposal<T extends Pick<StoreItem, 'sopClassUid' | 'transferSyntaxUid'> = StoreItem> {
  readonly contexts: readonly ProposedSyntaxes[];
  readonly items: readonly T[];
}

const UNCOMPRESSED: readonly string[] = [TransferSyntax.ExplicitLittleEndian, TransferSyntax.ImplicitLittleEndian];

export function proposeStorage<T extends Pick<StoreItem, 'sopClassUid' | 'transferSyntaxUid'>>(
  items: readonly T[],
): readonly StorageProposal<T>[] {
  const groups = new Map<string, { readonly syntaxes: Set<string>; readonly items: T[] }>();
  for (const item of items) {
    const group = groups.get(item.sopClassUid) ?? { syntaxes: new Set<string>(), items: [] };
    groups.set(item.sopClassUid, group);
    group.syntaxes.add(item.transferSyntaxUid);
    group.items.push(item);
  }
  const proposals: { contexts: ProposedSyntaxes[]; items: T[] }[] = [];
  for (const [abstractSyntax, group] of groups) {
    const contexts = contextsOf(abstractSyntax, group.syntaxes);
    let proposal = proposals.at(-1);
    if (!proposal || proposal.contexts.length + contexts.length > MAXIMUM_CONTEXTS) {
      proposal = { contexts: [], items: [] };
      proposals.push(proposal);
    }
    proposal.contexts.push(...contexts);
    for (const item of group.items) proposal.items.push(item);
  }
  return proposals;
}

function contextsOf(abstractSyntax: string, syntaxes: ReadonlySet<string>): readonly ProposedSyntaxes[] {
  const own = [...syntaxes].map((syntax) => ({ abstractSyntax, transferSyntaxes: [syntax] }));
  const fallback = UNCOMPRESSED.filter((syntax) => !syntaxes.has(syntax));
  return fallback.length > 0 ? [...own, { abstractSyntax, transferSyntaxes: fallback }] : own;
}
