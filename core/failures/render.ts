/** Makes an `Explanation` of a row and what is known of the conversation. Text goes in here and nowhere else. */
import type { Explanation } from '../contract/failure.ts';
import { remediesOf } from './remedies.ts';
import type { About, Cause } from './types.ts';

/** What braces in a row may name, beside the fields of `About`. */
export type Facts = Readonly<Record<string, string | number>>;

export interface Rendering {
  /** The grey line without the clause. */
  readonly code: string;
  readonly facts?: Facts;
  readonly theirWords?: string | undefined;
}

export function render(cause: Cause, about: About, { code, facts, theirWords }: Rendering): Explanation {
  const known: Facts = { ...factsOf(about), ...facts };
  const fill = (text: string): string => text.replace(/\{(\w+)\}/g, (_, name: string) => String(known[name] ?? ''));
  const words = theirWords?.trim();
  return {
    headline: fill(cause.headline),
    why: fill(cause.why),
    confidence: cause.confidence,
    advice: fill(cause.advice),
    remedies: remediesOf(cause.remedies, about),
    who: cause.who,
    code: cause.clause === undefined ? code : `${code} · ${cause.clause}`,
    ...(words ? { theirWords: words } : {}),
    ...(about.certificate && { certificate: about.certificate }),
  };
}

function factsOf(about: About): Facts {
  return {
    node: about.nodeName,
    host: about.host,
    port: about.port,
    them: about.calledTitle,
    us: about.callingTitle,
    step: about.step === undefined || about.step === 'associate' ? 'the request' : about.step,
    objects: countOf(about.objects ?? 0),
    seconds: about.seconds ?? '',
    names: about.certificate?.names.slice(0, 3).join(', ') || 'somebody else',
    issuer: about.certificate?.issuer ?? 'its issuer',
    until: about.certificate?.validTo.slice(0, 10) ?? 'an earlier day',
    from: about.certificate?.validFrom.slice(0, 10) ?? 'a later day',
    ourAddress: about.inbox?.addresses[0] ?? 'this computer',
    ourPort: about.inbox?.port ?? '',
  };
}

/** '1 object', '3 objects'. */
export const countOf = (objects: number): string => `${objects} ${objects === 1 ? 'object' : 'objects'}`;
