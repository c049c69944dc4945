/** Message IDs (PS3.7 §9.1): 1 to 65535 and then 1 again, leaving out those that are still awaiting a response. */

const LAST = 0xffff;

export interface MessageIds {
  next(): number;
}

/** `outstanding` tells which ones are in use; fewer than 65535 may be. */
export function createMessageIds(outstanding: { has(id: number): boolean } = new Set<number>()): MessageIds {
  let id = 0;
  return {
    next() {
      do id = id === LAST ? 1 : id + 1;
      while (outstanding.has(id));
      return id;
    },
  };
}
