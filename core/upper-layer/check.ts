/** Whether an association is refused, and with which triple (PS3.8 §9.3.4, Table 9-21). Contexts are never a reason to refuse it. */
import { DICOM_APPLICATION_CONTEXT } from '../pdu/layout.ts';
import type { AssociateRj, AssociateRq } from '../pdu/types.ts';
import { sendLengthFor } from './offer.ts';

/** `detail`: what the triple does not say, for whoever looks at our side. */
export type Refusal = Omit<AssociateRj, 'kind'> & { readonly detail?: string };

export interface CheckingOptions {
  /** Default: any called title is ours. */
  readonly acceptsCalledTitle?: (title: string) => boolean;
  /** Default: anybody may call. */
  readonly acceptsCallingTitle?: (title: string) => boolean;
  /** Accept application contexts other than DICOM's. */
  readonly anyApplicationContext?: boolean;
}

/** Rejections by the service user, and by the service provider's association control. All are permanent (result 1). */
export const refusals = {
  noReason: { result: 1, source: 1, reason: 1 },
  applicationContextNotSupported: { result: 1, source: 1, reason: 2 },
  callingTitleNotRecognised: { result: 1, source: 1, reason: 3 },
  calledTitleNotRecognised: { result: 1, source: 1, reason: 7 },
  noReasonByProvider: { result: 1, source: 2, reason: 1 },
  protocolVersionNotSupported: { result: 1, source: 2, reason: 2 },
  /** User identity refused (PS3.7 §D.3.3.7). */
  userIdentityRefused: { result: 1, source: 2, reason: 1 },
  /** Too many associations: transient, try again (source 3, presentation). */
  temporaryCongestion: { result: 2, source: 3, reason: 1 },
  localLimitExceeded: { result: 2, source: 3, reason: 2 },
} as const satisfies Record<string, Refusal>;

/** `undefined`: nothing speaks against it. Only bit 0 of the protocol version is tested. */
export function checkAssociateRq(request: AssociateRq, options: CheckingOptions = {}): Refusal | undefined {
  if ((request.protocolVersion & 1) === 0) return refusals.protocolVersionNotSupported;
  if (request.applicationContext !== DICOM_APPLICATION_CONTEXT && options.anyApplicationContext !== true) {
    return refusals.applicationContextNotSupported;
  }
  if (options.acceptsCallingTitle?.(request.callingTitle) === false) return refusals.callingTitleNotRecognised;
  if (options.acceptsCalledTitle?.(request.calledTitle) === false) return refusals.calledTitleNotRecognised;
  const { maximumLength } = request.userInformation;
  if (sendLengthFor(maximumLength, 0) !== undefined) return undefined;
  return { ...refusals.noReasonByProvider, detail: `the caller receives PDUs of at most ${String(maximumLength)} bytes` };
}
