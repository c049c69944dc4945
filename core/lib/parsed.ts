/** Text of JSON that we wrote ourselves: what cannot be read is as if it were not there. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
