/** What one side says of itself: the user information item out of an offer (PS3.8 Annex D), and the length limit that it announces. */
import { DEFAULT_MAXIMUM_LENGTH, UNUSABLE_MAXIMUM_LENGTH } from '../pdu/layout.ts';
import type { UserInformation } from '../pdu/types.ts';
import type { Offer } from './types.ts';

/** The longest P-DATA-TF that is sent to a peer without a limit of its own, unless a setting says otherwise. */
export const DEFAULT_SEND_LENGTH_CAP = 262_144;

const NOTHING = new Uint8Array(0);

export function userInformationOf(offer: Offer): UserInformation {
  const { roles = [], sopClassExtended = [], sopClassCommonExtended = [], implementationVersionName, userIdentity, ...rest } = offer;
  const named = implementationVersionName === '' ? {} : { implementationVersionName };
  const identified = userIdentity && { userIdentity: { secondary: NOTHING, ...userIdentity } };
  return { ...rest, ...named, ...identified, roles, sopClassExtended, sopClassCommonExtended };
}

/** The largest P-DATA-TF length for a peer that announced `maximumLength`; `undefined` when no byte of data would fit (1-6). */
export function sendLengthFor(maximumLength: number | undefined, cap: number): number | undefined {
  const announced = maximumLength ?? DEFAULT_MAXIMUM_LENGTH;
  if (announced === 0) return cap;
  return announced <= UNUSABLE_MAXIMUM_LENGTH ? undefined : Math.min(announced, cap);
}
