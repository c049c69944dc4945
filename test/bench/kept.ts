/** What stays for all rounds of a row: servers, archives and their folders. */
const used: AsyncDisposable[] = [];

export function kept<T extends AsyncDisposable>(one: T): T {
  used.unshift(one);
  return one;
}

/** The last first. */
export async function letGo(): Promise<void> {
  for (const one of used.splice(0)) await one[Symbol.asyncDispose]();
}
