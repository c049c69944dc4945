/** Text made comparable for local filtering: width, kana, case and accents do not matter. Never sent to a peer. */

/** Latin, Greek and Cyrillic accents, Hebrew points, Arabic vowel signs; not the kana's voicing marks, which tell words apart. */
const marks = /[\u0300-\u036f\u0591-\u05c7\u064b-\u065f]/gu;
const hiragana = /[\u3041-\u3096]/gu;
const toKatakana = (character: string): string => String.fromCharCode(character.charCodeAt(0) + 0x60);

export const fold = (text: string): string =>
  text
    .normalize('NFKC')
    .normalize('NFD')
    .replace(marks, '')
    .normalize('NFC')
    .replace(hiragana, toKatakana)
    .toLowerCase()
    .replaceAll('^', ' ');

/** Whether every word of `wanted` occurs in `folded`, which is already folded. */
export const matchesFolded = (folded: string, wanted: string): boolean =>
  fold(wanted)
    .split(/\s+/u)
    .every((word) => folded.includes(word));
