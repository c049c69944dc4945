/** UIDs in narrow places: the middle goes, the last twelve characters stay, because they tell instances apart. */

const TAIL = 12;

/** '1.2.840.1…123456789.12', at most `width` characters (never under 16). */
export const uidText = (uid: string, width = 28): string => {
  const room = Math.max(width, TAIL + 4);
  if (uid.length <= room) return uid;
  return `${uid.slice(0, room - TAIL - 1)}…${uid.slice(-TAIL)}`;
};

/** Whether a typed text can only be a UID: digits and dots, at least three components, none empty (PS3.5 §9.1). */
export const looksLikeUid = (text: string): boolean => text.length <= 64 && /^[0-2]\.\d{1,3}(\.(0|[1-9]\d*))+$/u.test(text);
