/** Knocks: everybody who called the inbox, let in or not. */
import { call, id, nothing, stream, type ListEvent } from './spec.ts';
import { z } from 'zod';

export type KnockOutcome =
  | 'accepted'
  /** A-ASSOCIATE-RJ 1/1/3, 1/1/7 and 2/3/1. */
  | 'unknown-caller'
  | 'wrong-title'
  | 'paused'
  /** Too many at once. */
  | 'limit'
  /** Refused for another reason. */
  | 'refused'
  | 'tls-on-plain-port'
  | 'tls-failed'
  | 'http'
  | 'not-dicom'
  /** Connected and left without a word. */
  | 'silent';

/** Calls of one caller that came to the same. */
export interface KnockView {
  readonly id: string;
  /** '' when it did not come to an A-ASSOCIATE-RQ. */
  readonly callingTitle: string;
  readonly calledTitle: string;
  readonly address: string;
  /** 'Send CT Image, MR Image · Search'; '' when it did not say. */
  readonly wanted: string;
  readonly outcome: KnockOutcome;
  readonly times: number;
  /** ISO 8601. */
  readonly firstAt: string;
  readonly lastAt: string;
  /** It would be let in now. */
  readonly admitted: boolean;
  /** ISO 8601; null when it is not ignored. */
  readonly ignoredUntil: string | null;
}

const knock = z.object({ id }).strict();

export const knockCalls = {
  /** Lets the caller in from now on: by its title and address, and by the title that it asks for. */
  'knocks.allow': call(knock).returns<null>(),
  /** For 24 hours. */
  'knocks.ignore': call(knock).returns<null>(),
  'knocks.heed': call(knock).returns<null>(),
  /** Kept for undo until the list is cleared again. */
  'knocks.clear': call(nothing).returns<null>(),
  'knocks.restore': call(nothing).returns<null>(),
};

export const knockStreams = {
  knocks: stream(nothing).emits<ListEvent<KnockView, 'id'>>(),
};
