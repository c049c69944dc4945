/** The network log: every association in and out, without patient data. */
import { z } from 'zod';
import type { Explanation } from './failure.ts';
import { call, id, nothing, stream, type ListEvent } from './spec.ts';

export interface LogRow {
  readonly id: string;
  readonly at: string;
  readonly direction: 'in' | 'out';
  readonly peer: string;
  readonly callingTitle: string;
  readonly calledTitle: string;
  /** null while it is open. */
  readonly durationMs: number | null;
  readonly messages: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly end: 'open' | 'released' | 'aborted-by-us' | 'aborted-by-peer' | 'rejected' | 'failed' | 'knock';
  /** 'A-ASSOCIATE-RJ 1/1/7', 'ECONNREFUSED'. */
  readonly endText: string;
}

export interface LogContext {
  readonly id: number;
  readonly abstractSyntax: string;
  readonly abstractSyntaxName: string;
  readonly transferSyntaxes: readonly string[];
  /** 0 accepted … 4. */
  readonly result: number;
  readonly resultText: string;
  readonly role: string;
}

export interface LogMessage {
  /** ms since the association was established. */
  readonly at: number;
  readonly direction: 'in' | 'out';
  readonly name: string;
  readonly contextId: number;
  readonly messageId: number;
  readonly sopClassName: string;
  readonly status: number | null;
  readonly statusText: string;
  readonly comment: string;
  readonly counters: string;
}

export interface LogDetail {
  readonly row: LogRow;
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  readonly contexts: readonly LogContext[];
  /** At most the first and the last 500; `leftOut` says how many lie between. */
  readonly messages: readonly LogMessage[];
  readonly leftOut: number;
  readonly explanation: Explanation | null;
}

export const logCalls = {
  'log.detail': call(z.object({ id }).strict()).returns<LogDetail | null>(),
  /** The association as text without patient data, to be sent to somebody. */
  'log.report': call(z.object({ id }).strict()).returns<string>(),
  'log.clear': call(nothing).returns<null>(),
};

export const logStreams = {
  log: stream(nothing).emits<ListEvent<LogRow, 'id'>>(),
};
