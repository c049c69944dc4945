// Lists that are typed one entry a line: callers, and titles of our own.
import { titleProblem } from '../../lib/ae-title.ts';

const MOST_CALLERS = 500;
const MOST_TITLES = 50;

/** Each entry once, without what stands around it. Commas and semicolons end an entry as well as lines do. */
export const linesOf = (text: string): string[] => [
  ...new Set(
    text
      .split(/[\n,;]/)
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  ),
];

const looksLikeAddress = (text: string): boolean => /^\d+(\.\d+){3}$/.test(text) || /^[\dA-Fa-f:.]*:[\dA-Fa-f:.]*$/.test(text);

/** Why this cannot be a list of callers, or null. */
export function callerProblem(text: string): string | null {
  const lines = linesOf(text);
  if (lines.length > MOST_CALLERS) return `At most ${MOST_CALLERS} callers.`;
  for (const line of lines) {
    if (looksLikeAddress(line)) continue;
    const at = line.lastIndexOf('@');
    const title = at > 0 && looksLikeAddress(line.slice(at + 1)) ? line.slice(0, at) : line;
    const problem = titleProblem(title);
    if (problem !== null) return `${line}: ${problem}`;
  }
  return null;
}

/** Why this cannot be a list of AE titles, or null. */
export function titlesProblem(text: string): string | null {
  const lines = linesOf(text);
  if (lines.length > MOST_TITLES) return `At most ${MOST_TITLES} titles.`;
  for (const line of lines) {
    const problem = titleProblem(line);
    if (problem !== null) return `${line}: ${problem}`;
  }
  return null;
}
