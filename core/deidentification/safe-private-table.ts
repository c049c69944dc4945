/** Table E.3.10-1 of PS3.15 as data: the elements of each private creator that are known to be safe. */
export const SAFE_PRIVATE_ELEMENTS: Readonly<Record<string, string>> = {};
