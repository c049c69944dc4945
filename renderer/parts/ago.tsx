// How long ago something was, as it goes by, with the moment itself when pointed at.
import { stampText } from '../format/date-time.ts';
import { relativeText } from '../format/relative-time.ts';
import { useNow } from './use-now.ts';

/** @param at ISO 8601 @param title what is said when pointed at, instead of the moment */
export function Ago({ at, title = stampText(at, true) }: { readonly at: string; readonly title?: string }) {
  const now = useNow();
  return <span title={title}>{relativeText(at, Math.max(now, Date.parse(at)))}</span>;
}
