/** Names for folders and files out of what peers wrote: no separators, no control or direction marks, nothing that a system reserves. */

const LONGEST = 48;
const FORBIDDEN = /[<>:"/\\|?*^=]|\p{C}|\p{Zl}|\p{Zp}/gu;
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)(?:\.|$)/i;

/** At most 48 characters that every file system takes, or the fallback when nothing is left. */
export function safeName(text: string, fallback: string): string {
  const plain = text.normalize('NFC').replace(FORBIDDEN, ' ').replace(/\s+/g, ' ').trim();
  const short = Array.from(plain)
    .slice(0, LONGEST)
    .join('')
    .replace(/^[. ]+/, '')
    .replace(/[. ]+$/, '')
    .trim();
  if (short === '') return fallback;
  return RESERVED.test(short) ? `_${short}` : short;
}

/** Gives each thing of a folder a name of its own; letters' case does not tell two names apart. */
export class Names {
  readonly #byKey = new Map<string, string>();
  readonly #taken = new Set<string>();
  readonly #next = new Map<string, number>();

  /** The same name for the same key; for another key that wants a taken name, one with a number. `ending` stays at the end. */
  nameOf(key: string, wanted: string, ending = ''): string {
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    const base = wanted.toLowerCase();
    let count = this.#next.get(base) ?? 1;
    let name = count === 1 ? `${wanted}${ending}` : `${wanted} (${count})${ending}`;
    for (; this.#taken.has(name.toLowerCase()); name = `${wanted} (${count})${ending}`) count += 1;
    this.#next.set(base, count + 1);
    this.#taken.add(name.toLowerCase());
    this.#byKey.set(key, name);
    return name;
  }
}
