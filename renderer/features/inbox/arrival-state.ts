/** Whether objects of a study still come, as far as anybody can say: DICOM has no word for its end, so only silence tells. */

export type ArrivalState =
  /** The last one came a moment ago. */
  | 'arriving'
  /** None for longer than the person waits: complete? */
  | 'quiet'
  | 'over';

/** After so many times the silence that the person waits for, nobody wonders any more. */
const WONDERED = 10;

interface Watched {
  readonly now: number;
  /** Seconds. */
  readonly quietAfter: number;
  /** Whoever brought it said that it was all. */
  readonly ended?: boolean;
}

/** @param last milliseconds since 1970. */
export const arrivalState = (last: number, { now, quietAfter, ended = false }: Watched): ArrivalState => {
  if (ended) return 'over';
  const silence = (now - last) / 1_000;
  if (silence < quietAfter) return 'arriving';
  return silence < quietAfter * WONDERED ? 'quiet' : 'over';
};
