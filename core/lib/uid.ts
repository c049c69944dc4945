/** Unique identifiers as text (PS3.5 §9.1): up to 64 characters, numeric components joined by full stops, no leading zeros. */

const valid = /^(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*))*$/;

/** Whether the text obeys the rule for UIDs that are made today. */
export function isValidUid(text: string): boolean {
  return text.length <= 64 && valid.test(text);
}

/**
 * Whether the text has at least the characters and the length of a UID. Objects made by careless equipment carry components with leading
 * zeros; they keep them, since a corrected identifier would be another object's.
 */
export function isUidShaped(text: string): boolean {
  return text.length > 0 && text.length <= 64 && /^[\d.]+$/.test(text);
}

/** Without the padding that may follow on the wire: one NUL by the standard, more NULs or spaces from odd peers. */
export function trimUid(text: string): string {
  let end = text.length;
  while (end > 0 && (text[end - 1] === '\0' || text[end - 1] === ' ')) end -= 1;
  return end === text.length ? text : text.slice(0, end);
}
