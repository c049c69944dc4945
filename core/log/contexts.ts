/** Presentation contexts as the log shows them (PS3.8 §9.3.3.2). */
import type { AssociationFacts, Failure, ProposedSyntaxes } from '../association/types.ts';
import type { LogContext } from '../contract/log.ts';
import { uidName } from '../dicom/uids.ts';

const RESULTS = [
  'accepted',
  'refused by the user',
  'refused without a reason',
  'abstract syntax not supported',
  'transfer syntaxes not supported',
];

export function contextsOf({ accepted, rejected }: AssociationFacts): readonly LogContext[] {
  const taken = accepted.map(({ id, abstractSyntax, transferSyntax, requestorIsScu, requestorIsScp }): LogContext => ({
    id,
    abstractSyntax,
    abstractSyntaxName: uidName(abstractSyntax),
    transferSyntaxes: [uidName(transferSyntax)],
    result: 0,
    resultText: resultText(0),
    role: [requestorIsScu ? 'SCU' : '', requestorIsScp ? 'SCP' : ''].filter(Boolean).join(' and '),
  }));
  const refused = rejected.map(({ id, abstractSyntax, transferSyntaxes, result }): LogContext => ({
    id,
    abstractSyntax,
    abstractSyntaxName: uidName(abstractSyntax),
    transferSyntaxes: transferSyntaxes.map(uidName),
    result,
    resultText: resultText(result),
    role: '',
  }));
  return [...taken, ...refused].sort((a, b) => a.id - b.id);
}

/** What was proposed where no association came about; contexts are numbered 1, 3, 5 … in order. */
export function proposalsOf(proposals: readonly ProposedSyntaxes[], failure: Failure): readonly LogContext[] {
  const rejected = failure.kind === 'failed' ? (failure.rejected ?? []) : [];
  return proposals.map(({ abstractSyntax, transferSyntaxes }, index) => {
    const id = index * 2 + 1;
    const result = rejected.find((context) => context.id === id)?.result;
    return {
      id,
      abstractSyntax,
      abstractSyntaxName: uidName(abstractSyntax),
      transferSyntaxes: transferSyntaxes.map(uidName),
      result: result ?? 2,
      resultText: result === undefined ? 'not answered' : resultText(result),
      role: '',
    };
  });
}

const resultText = (result: number): string => RESULTS[result] ?? `result ${result}`;
