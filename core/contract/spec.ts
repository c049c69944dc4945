/** How the contract is written down: a call has a payload schema and a result, a stream a payload schema and an event. */
import { z } from 'zod';

export interface CallSpec<Payload, Result> {
  readonly payload: z.ZodType<Payload>;
  /** Type only; never present at run time. */
  readonly result?: Result;
}

export interface StreamSpec<Payload, Event> {
  readonly payload: z.ZodType<Payload>;
  /** Type only; never present at run time. */
  readonly event?: Event;
}

export const call = <Payload>(payload: z.ZodType<Payload>) => ({
  returns: <Result>(): CallSpec<Payload, Result> => ({ payload }),
});

export const stream = <Payload>(payload: z.ZodType<Payload>) => ({
  emits: <Event>(): StreamSpec<Payload, Event> => ({ payload }),
});

export const nothing = z.object({}).strict();

/** Opaque identifiers of ours. */
export const id = z.string().min(1).max(64);

/** Of a key; the TLS library takes no more. */
export const passPhrase = z.string().min(1).max(1_000);

export const uid = z
  .string()
  .max(64)
  .regex(/^[0-9]+(\.[0-9]+)*$/, 'a UID has digits and dots only');

/** A list that is kept up to date: first a snapshot, then what changed. `Key` names the property that identifies a row. */
export type ListEvent<Row, Key extends keyof Row> =
  | { readonly kind: 'snapshot'; readonly rows: readonly Row[] }
  | { readonly kind: 'upsert'; readonly rows: readonly Row[] }
  | { readonly kind: 'remove'; readonly keys: readonly Row[Key][] };
