/**
 * Most commands are over before V8 has compiled what they do often, and compiling takes a core from whoever is at the other end of the line.
 * So the optimizing compiler is put off until a command proves to be a long one: a thousand slices are sent a tenth sooner, and five thousand
 * objects as soon as before.
 */
import { setFlagsFromString } from 'node:v8';

/** Bytes of bytecode that a function runs through before it is a candidate. */
const PATIENT = 300_000;
/** V8's own. */
const USUAL = 67_584;
const LONG_MS = 700;

/** Once what is needed of Node is loaded: with another flag it would no longer take its own modules as they were compiled when it was built. */
export function compileLate(): void {
  // The engines in which the flag has this meaning; another would only say on standard error that it has none.
  if (!/^1[1-3]\./.test(process.versions.v8)) return;
  setFlagsFromString(`--interrupt-budget=${PATIENT}`);
  setTimeout(() => setFlagsFromString(`--interrupt-budget=${USUAL}`), LONG_MS).unref();
}
