/**
 * The one contract between the window and everything behind it: calls, streams, their payload schemas and their types, and the messages
 * of the four verbs that carry them. It imports schemas only. The window imports its types and nothing else of the house.
 *
 * Way: page -> MessagePort -> main (checks sender and payload) -> engine's thread, and back. Names that begin with `desktop.` are
 * answered by main itself.
 */
import type { z } from 'zod';
import { custodyCalls, custodyStreams } from './contract/custody.ts';
import { copyCalls, copyStreams } from './contract/copies.ts';
import { desktopCalls, desktopStreams } from './contract/desktop.ts';
import type { CallFailure } from './contract/failure.ts';
import { housekeepingCalls, housekeepingStreams } from './contract/housekeeping.ts';
import { inboxCalls, inboxStreams } from './contract/inbox.ts';
import { inboxMoveCalls, inboxMoveStreams } from './contract/inbox-move.ts';
import { knockCalls, knockStreams } from './contract/knocks.ts';
import { logCalls, logStreams } from './contract/log.ts';
import { nodeCalls, nodeStreams } from './contract/nodes.ts';
import { objectCalls } from './contract/objects.ts';
import { preflightCalls, preflightStreams } from './contract/preflight.ts';
import { searchStreams } from './contract/search.ts';
import type { CallSpec, StreamSpec } from './contract/spec.ts';
import { statusCalls, statusStreams } from './contract/status.ts';
import { tagCalls } from './contract/tags.ts';
import { transferCalls, transferStreams } from './contract/transfers.ts';

export const engineCalls = {
  ...nodeCalls,
  ...knockCalls,
  ...inboxCalls,
  ...inboxMoveCalls,
  ...objectCalls,
  ...copyCalls,
  ...tagCalls,
  ...custodyCalls,
  ...housekeepingCalls,
  ...preflightCalls,
  ...transferCalls,
  ...logCalls,
  ...statusCalls,
};
export const engineStreams = {
  ...nodeStreams,
  ...knockStreams,
  ...searchStreams,
  ...inboxStreams,
  ...inboxMoveStreams,
  ...copyStreams,
  ...custodyStreams,
  ...housekeepingStreams,
  ...preflightStreams,
  ...transferStreams,
  ...logStreams,
  ...statusStreams,
};
export { desktopCalls, desktopStreams };

export const calls = { ...engineCalls, ...desktopCalls };
export const streams = { ...engineStreams, ...desktopStreams };

export type CallName = keyof typeof calls;
export type StreamName = keyof typeof streams;
export type CallPayload<N extends CallName> = z.infer<(typeof calls)[N]['payload']>;
export type CallResult<N extends CallName> = (typeof calls)[N] extends CallSpec<infer _P, infer R> ? R : never;
export type StreamPayload<N extends StreamName> = z.infer<(typeof streams)[N]['payload']>;
export type StreamEvent<N extends StreamName> = (typeof streams)[N] extends StreamSpec<infer _P, infer E> ? E : never;

/** What the engine offers for the engine's part of the contract; what main offers for the desktop's has the same shape. */
export type CallHandlers<Names extends CallName> = {
  readonly [N in Names]: (payload: CallPayload<N>, signal: AbortSignal) => Promise<CallResult<N>> | CallResult<N>;
};
/** A stream runs until its signal fires or it returns; `emit` may be called at any time until then. */
export type StreamHandlers<Names extends StreamName> = {
  readonly [N in Names]: (payload: StreamPayload<N>, emit: (event: StreamEvent<N>) => void, signal: AbortSignal) => Promise<void>;
};

/** The four verbs. `id` is chosen by the page and names the call or stream until it has ended. */
export type ToEngine =
  | { readonly verb: 'call'; readonly id: number; readonly name: string; readonly payload: unknown }
  | { readonly verb: 'cancel'; readonly id: number }
  | { readonly verb: 'listen'; readonly id: number; readonly name: string; readonly payload: unknown }
  | { readonly verb: 'dispose'; readonly id: number };

export type FromEngine =
  | { readonly verb: 'result'; readonly id: number; readonly result: unknown }
  | { readonly verb: 'failure'; readonly id: number; readonly failure: CallFailure }
  | { readonly verb: 'event'; readonly id: number; readonly event: unknown }
  | { readonly verb: 'end'; readonly id: number };

export type {
  CopyCaution,
  CopyEvent,
  DeidentifyOptions,
  DeidentifyPreview,
  EditPreview,
  ElementSuggestion,
  PreviewRow,
  RenamedPatient,
  TagEdit,
} from './contract/copies.ts';
export type { CallFailure, CertificateView, Confidence, Explanation, Remedy, Who } from './contract/failure.ts';
export type { CommitmentState, CommitmentView, HistoryEntry, Listing, NodeCustody, StudyCustody } from './contract/custody.ts';
export type {
  ExportEvent,
  LendEvent,
  ShownWindow,
  FrameImage,
  FrameWindows,
  InboxFilter,
  InboxMatches,
  InboxTarget,
  InstanceRow,
  SeriesRow,
  StudyArrival,
  StudyRow,
  TagRow,
  VoiTable,
} from './contract/inbox.ts';
export type { BinRow, CleanedUp, CleanUpPlan, CleanUpRule, HousekeepingView, Spared } from './contract/housekeeping.ts';
export type { InboxMove } from './contract/inbox-move.ts';
export type { KnockOutcome, KnockView } from './contract/knocks.ts';
export type { LogContext, LogDetail, LogMessage, LogRow } from './contract/log.ts';
export type {
  Encryption,
  NodeAbilities,
  NodeFields,
  NodePatch,
  NodeState,
  NodeView,
  ParsedAddress,
  Rung,
  RungName,
} from './contract/nodes.ts';
export type { IdentifiedFiles, MatchRow, NodeProgress, PersonNameView, QueryLevel, SearchEvent, SearchQuery } from './contract/search.ts';
export type {
  FoundObject,
  ObjectAnswer,
  ObjectContent,
  ObjectFact,
  ObjectReference,
  ObjectTable,
  ObjectView,
  ReportItem,
  WaveformChannel,
  WaveformGroup,
} from './contract/objects.ts';
export type { PreflightDecision, PreflightGroup, PreflightProblem, ProposalView } from './contract/preflight.ts';
export type { ListEvent } from './contract/spec.ts';
export type {
  IdentityView,
  ListenerEncryption,
  ListenerView,
  NetworkInterface,
  Notice,
  SelfTestStep,
  Settings,
  SettingsPatch,
  StatusView,
} from './contract/status.ts';
export type { ComparedTag, TagBytes, TagComparison, TagRows } from './contract/tags.ts';
export type { AppInfo } from './contract/desktop.ts';
export type { PullItem, TransferObject, TransferState, TransferView } from './contract/transfers.ts';
