/** A line of conditions as words: `prefix:value`, `prefix:"several words"`, plain words. What they mean is for who reads them. */

export interface Token {
  /** null: free text. */
  readonly prefix: string | null;
  /** Quotes taken off. */
  readonly value: string;
  readonly quoted: boolean;
}

const wordPattern = /(?:([A-Za-z][A-Za-z0-9]*|[0-9A-Fa-f]{4},[0-9A-Fa-f]{4}):)?(?:"([^"]*)"?|(\S*))\s*/uy;

interface Word {
  readonly prefix: string | null;
  readonly text: string;
  readonly quoted: boolean;
}

const wordsOf = (line: string): readonly Word[] => {
  const words: Word[] = [];
  const text = line.trim();
  wordPattern.lastIndex = 0;
  while (wordPattern.lastIndex < text.length) {
    const match = wordPattern.exec(text);
    if (match === null || match[0] === '') break;
    words.push({ prefix: match[1] ?? null, text: match[2] ?? match[3] ?? '', quoted: match[2] !== undefined });
  }
  return words;
};

/** Whether the words make sense together as a value of the prefix: a date, a node's name. */
type Together = (prefix: string, text: string) => boolean;

/** Words after a prefix belong to it as long as they make sense together; other values are one word or quoted. */
export const lineTokens = (line: string, together: Together): readonly Token[] => {
  const words = wordsOf(line);
  const tokens: Token[] = [];
  for (let at = 0; at < words.length;) {
    const word = words[at];
    if (word === undefined) break;
    const count = word.prefix === null ? 1 : valueLength(words.slice(at), word.prefix, together);
    tokens.push({ prefix: word.prefix, value: joined(words.slice(at, at + count)), quoted: word.quoted });
    at += count;
  }
  return tokens;
};

const LONGEST_VALUE = 4;

/** How many words the value takes: the most that make sense together; a value that stands apart from its colon takes the next word. */
const valueLength = (words: readonly Word[], prefix: string, together: Together): number => {
  const [first] = words;
  if (first === undefined || first.quoted) return 1;
  const end = words.findIndex((word, index) => index > 0 && word.prefix !== null);
  const room = Math.min(LONGEST_VALUE, end === -1 ? words.length : end);
  for (let count = room; count > 1; count -= 1) if (together(prefix, joined(words.slice(0, count)))) return count;
  return first.text === '' && room > 1 ? 2 : 1;
};

const joined = (words: readonly Word[]): string =>
  words
    .map(({ text }) => text)
    .filter((text) => text !== '')
    .join(' ');
