/**
 * The sub-items of the user information item as values (PS3.8 Annex D, PS3.7 Annex D.3.3). Sub-items of unknown type are skipped; bytes
 * behind the last field of a known one are ignored; a sub-item that may stand once and stands twice is an unexpected parameter.
 */
import { type ByteReader, type Item, Malformed } from './byte-reader.ts';
import { ItemType } from './layout.ts';
import type { RoleSelection, SopClassCommonExtended, SopClassExtended, UserIdentity, UserInformation } from './types.ts';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

interface Collected extends Writable<UserInformation> {
  roles: RoleSelection[];
  sopClassExtended: SopClassExtended[];
  sopClassCommonExtended: SopClassCommonExtended[];
}

const mayRepeat: ReadonlySet<number> = new Set([ItemType.RoleSelection, ItemType.SopClassExtended, ItemType.SopClassCommonExtended]);

export function readUserInformation(reader: ByteReader): UserInformation {
  const user: Collected = { roles: [], sopClassExtended: [], sopClassCommonExtended: [] };
  const seen = new Set<number>();
  for (const item of reader.items()) {
    if (!readSubItem(item, user) || mayRepeat.has(item.type)) continue;
    if (seen.has(item.type)) throw new Malformed(5, `a second user information sub-item ${item.type.toString(16)}H`);
    seen.add(item.type);
  }
  return user;
}

/** `false` when the type is not known. */
function readSubItem({ type, body }: Item, user: Collected): boolean {
  switch (type) {
    case ItemType.MaximumLength:
      user.maximumLength = body.u32();
      return true;
    case ItemType.ImplementationClassUid:
      user.implementationClassUid = body.uid();
      return true;
    case ItemType.AsynchronousOperations:
      user.asynchronousOperations = { invoked: body.u16(), performed: body.u16() };
      return true;
    case ItemType.RoleSelection:
      user.roles.push({ sopClassUid: body.uid(body.u16()), scu: body.u8() === 1, scp: body.u8() === 1 });
      return true;
    case ItemType.ImplementationVersionName:
      user.implementationVersionName = body.text().replace(/[\0 ]+$/, '');
      return true;
    case ItemType.SopClassExtended:
      user.sopClassExtended.push({ sopClassUid: body.uid(body.u16()), information: body.copy() });
      return true;
    case ItemType.SopClassCommonExtended:
      user.sopClassCommonExtended.push(readCommonExtended(body));
      return true;
    case ItemType.UserIdentity:
      user.userIdentity = readIdentity(body);
      return true;
    case ItemType.UserIdentityResponse:
      user.userIdentityResponse = body.copy(body.u16());
      return true;
    default:
      return false;
  }
}

/** PS3.7 Table D.3-12: SOP class UID, service class UID, related general SOP class UIDs, each behind its length (2). */
function readCommonExtended(body: ByteReader): SopClassCommonExtended {
  const sopClassUid = body.uid(body.u16());
  const serviceClassUid = body.uid(body.u16());
  const related = body.part(body.u16(), 'the related general SOP classes');
  const relatedGeneralSopClassUids: string[] = [];
  while (related.remaining > 0) relatedGeneralSopClassUids.push(related.uid(related.u16()));
  return { sopClassUid, serviceClassUid, relatedGeneralSopClassUids };
}

/** PS3.7 Table D.3-14: type, positive response requested, primary field, secondary field, each behind its length (2). */
function readIdentity(body: ByteReader): UserIdentity {
  const type = body.u8();
  const positiveResponseRequested = body.u8() === 1;
  const primary = body.copy(body.u16());
  const secondary = body.copy(body.u16());
  return { type, positiveResponseRequested, primary, secondary };
}
