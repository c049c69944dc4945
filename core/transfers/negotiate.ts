/**
 * Asks a node what it takes of what is there, by the very contexts that the send will propose (PS3.8 §7.1.1), and leaves again without
 * a word more. Nothing is sent.
 */
import type { Explanation } from '../contract/failure.ts';
import type { PreflightProblem } from '../contract/preflight.ts';
import { uidName } from '../dicom/uids.ts';
import { explainContext, explainFailure } from '../failures/explain-failure.ts';
import type { Nodes } from '../nodes/types.ts';
import { proposeStorage } from '../services/propose-storage.ts';
import type { ApplicationEntity } from '../services/types.ts';
import type { AcceptedContext } from '../association/types.ts';
import type { RejectedContext } from '../upper-layer/types.ts';
import type { Kind } from './object-table.ts';

export interface RefusedKind extends Kind {
  readonly problem: Extract<PreflightProblem, 'class-refused' | 'syntax-refused'>;
  /** For people; names the node. */
  readonly words: string;
}

export type Negotiated =
  { readonly kind: 'answered'; readonly refused: readonly RefusedKind[] } | { readonly kind: 'no-answer'; readonly failure: Explanation };

export interface Negotiation {
  readonly nodeId: string;
  readonly nodes: Nodes;
  readonly entity: ApplicationEntity;
  readonly kinds: readonly Kind[];
  readonly signal: AbortSignal;
}

interface Answer {
  readonly accepted: readonly AcceptedContext[];
  readonly rejected: readonly RejectedContext[];
}

export async function negotiate(negotiation: Negotiation): Promise<Negotiated> {
  const { nodes, nodeId, kinds, entity, signal } = negotiation;
  const refused: RefusedKind[] = [];
  for (const { contexts, items } of proposeStorage(kinds)) {
    const opened = await entity.associate({ ...nodes.associateRequest(nodeId), contexts, signal });
    if (opened.kind === 'established') {
      const { accepted, rejected } = opened.association;
      await opened.association.release();
      refused.push(...items.flatMap((kind) => refusalOf(negotiation, kind, { accepted, rejected })));
      nodes.learn(nodeId, { kind: 'answered' });
    } else if (opened.kind === 'failed' && opened.phase === 'no-context') {
      const answer = { accepted: [], rejected: opened.rejected ?? [] };
      refused.push(...items.flatMap((kind) => refusalOf(negotiation, kind, answer)));
    } else {
      const failure = explainFailure(opened, nodes.about(nodeId, 'associate'));
      if (!signal.aborted) nodes.learn(nodeId, { kind: 'failed', failure: opened, explanation: failure });
      return { kind: 'no-answer', failure };
    }
  }
  return { kind: 'answered', refused };
}

/** PS3.8 Table 9-18: the class, or only this encoding of it. */
const SYNTAXES_NOT_SUPPORTED = 4;

function refusalOf({ nodes, nodeId }: Negotiation, kind: Kind, { accepted, rejected }: Answer): readonly RefusedKind[] {
  const { sopClassUid, transferSyntaxUid } = kind;
  const ofClass = accepted.filter(({ abstractSyntax, requestorIsScu }) => abstractSyntax === sopClassUid && requestorIsScu);
  if (ofClass.some(({ transferSyntax }) => transferSyntax === transferSyntaxUid)) return [];
  const said = rejected.find(
    ({ abstractSyntax, transferSyntaxes }) => abstractSyntax === sopClassUid && transferSyntaxes.includes(transferSyntaxUid),
  );
  const result = ofClass.length > 0 ? SYNTAXES_NOT_SUPPORTED : (said?.result ?? 3);
  const what = uidName(sopClassUid).replace(/ Storage\b/, '');
  const words = explainContext({ result, what, syntax: uidName(transferSyntaxUid) }, nodes.about(nodeId, 'C-STORE')).headline;
  return [{ ...kind, problem: result === SYNTAXES_NOT_SUPPORTED ? 'syntax-refused' : 'class-refused', words }];
}
