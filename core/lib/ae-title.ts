/**
 * Application entity titles (PS3.5 §6.2 VR AE, PS3.8 Table 9-11): 1-16 characters of the default repertoire without backslash and
 * control characters, not all spaces; leading and trailing spaces are not significant; case is.
 */

export const AE_TITLE_LENGTH = 16;

/** Why `text` cannot be an AE title, as the end of a sentence about it, or `undefined` when it can. */
export function checkAeTitle(text: string): string | undefined {
  const title = text.replace(/^ +| +$/g, '');
  if (title === '') return text === '' ? 'is empty' : 'consists of spaces only';
  if (title.length > AE_TITLE_LENGTH) return `is longer than ${AE_TITLE_LENGTH} characters`;
  if (title.includes('\\')) return 'contains a backslash';
  for (const character of title) {
    if (character < ' ' || character === '\x7f') return 'contains a control character';
    if (character > '~') return `contains “${character}”, which is not in the default character repertoire`;
  }
  return undefined;
}

/** What is significant of a title as it came: without spaces around it and without the NUL padding that some peers send. */
export function trimAeTitle(text: string): string {
  return text.replace(/\0.*$/s, '').replace(/^ +| +$/g, '');
}
