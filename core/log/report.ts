/** One association as text for somebody else: no patient data, not even the peers' own comments. */
import type { LogContext, LogDetail, LogMessage } from '../contract/log.ts';

export function reportText({ row, facts, contexts, messages, leftOut, explanation }: LogDetail): string {
  const arrow = row.direction === 'out' ? 'called' : 'was called by';
  const lines = [
    `Gantry: association of ${row.at}`,
    '',
    `Gantry ${arrow} ${row.peer}: ${row.callingTitle} -> ${row.calledTitle}`,
    ...facts.map(({ name, value }) => `${name}: ${value}`),
    `Duration: ${row.durationMs === null ? 'still open' : `${row.durationMs} ms`}`,
    `Messages: ${row.messages}, bytes in ${row.bytesIn}, bytes out ${row.bytesOut}`,
    `End: ${row.end}${row.endText === '' ? '' : ` (${row.endText})`}`,
  ];
  if (explanation) {
    lines.push('', explanation.headline, `${explanation.why} (${explanation.confidence})`, explanation.advice, explanation.code);
  }
  if (contexts.length > 0) lines.push('', 'Presentation contexts', ...contexts.map(contextLine));
  if (messages.length > 0) lines.push('', 'Messages', ...messageLines(messages, leftOut));
  return `${lines.join('\n')}\n`;
}

function contextLine({ id, abstractSyntax, abstractSyntaxName, transferSyntaxes, resultText, role }: LogContext): string {
  const name = abstractSyntaxName === abstractSyntax ? abstractSyntax : `${abstractSyntaxName} (${abstractSyntax})`;
  return `  ${String(id).padStart(3)}  ${resultText}${role === '' ? '' : ` as ${role}`}  ${name}  ${transferSyntaxes.join(', ')}`;
}

function messageLines(messages: readonly LogMessage[], leftOut: number): readonly string[] {
  const lines = messages.map(messageLine);
  if (leftOut === 0) return lines;
  const half = Math.ceil(lines.length / 2);
  return [...lines.slice(0, half), `  … ${leftOut} messages left out …`, ...lines.slice(half)];
}

function messageLine({ at, direction, name, contextId, messageId, sopClassName, status, statusText, counters }: LogMessage): string {
  const arrow = direction === 'out' ? '->' : '<-';
  const answer = status === null ? '' : `  ${status.toString(16).toUpperCase().padStart(4, '0')} ${statusText}`;
  const counted = counters === '' ? '' : `  ${counters}`;
  return `  ${at.toFixed(1).padStart(9)} ms ${arrow} ${name} #${messageId} on ${contextId}  ${sopClassName}${answer}${counted}`;
}
