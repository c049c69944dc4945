// An AE title while it is being typed (PS3.5 §6.2 VR AE): 16 cells, spaces visible, and the end of a sentence when it cannot stand.

export const AE_TITLE_LENGTH = 16;

/** What the engine will keep of a typed title: spaces around it do not count. */
export const trimTitle = (text: string): string => text.replace(/^ +| +$/g, '');

/** Why `text` cannot be an AE title, or null when it can. */
export function titleProblem(text: string): string | null {
  const title = trimTitle(text);
  if (text === '') return 'An AE title has 1 to 16 characters.';
  if (title === '') return 'An AE title cannot consist of spaces only.';
  const strange = Array.from(title).find((character) => character < ' ' || character > '~' || character === '\\');
  if (strange === '\\') return 'A backslash separates values in DICOM and cannot stand in an AE title.';
  if (strange !== undefined) return `“${strange}” cannot stand in an AE title: letters A-Z, digits and common signs only.`;
  if (title.length > AE_TITLE_LENGTH) return `An AE title has at most 16 characters; this one has ${title.length}.`;
  return null;
}

export interface TitleCell {
  readonly text: string;
  readonly kind: 'character' | 'space' | 'strange' | 'free' | 'over';
}

/** At least 16 cells; more when the title is too long. */
export function titleCells(text: string): readonly TitleCell[] {
  const characters = Array.from(trimTitle(text));
  const used = characters.map((character, index): TitleCell => {
    if (index >= AE_TITLE_LENGTH) return { text: character, kind: 'over' };
    if (character === ' ') return { text: '·', kind: 'space' };
    return { text: character, kind: character < ' ' || character > '~' || character === '\\' ? 'strange' : 'character' };
  });
  const free = Array.from({ length: Math.max(0, AE_TITLE_LENGTH - used.length) }, (): TitleCell => ({ text: '', kind: 'free' }));
  return [...used, ...free];
}

/** Read out by letter with its case, so that capitals are heard: 'capital P, capital A, space, 1'. */
export function spellTitle(text: string): string {
  return Array.from(trimTitle(text), (c) => (c === ' ' ? 'space' : /[A-Z]/.test(c) ? `capital ${c}` : c)).join(', ');
}
