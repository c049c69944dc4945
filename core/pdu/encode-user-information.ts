/**
 * The sub-items of the user information item as bytes (PS3.8 Annex D, PS3.7 Annex D.3.3). Strict, and in ascending order of item type.
 * A request carries no server response; an accept carries neither a user identity nor common extended negotiation.
 */
import { UsageError } from '../errors.ts';
import type { ByteWriter } from './byte-writer.ts';
import { requireMaximumLength, requireUid, requireWithin } from './check.ts';
import { ItemType } from './layout.ts';
import type {
  AsynchronousOperations,
  RoleSelection,
  SopClassCommonExtended,
  SopClassExtended,
  UserIdentity,
  UserInformation,
} from './types.ts';

export function writeUserInformation(writer: ByteWriter, user: UserInformation, where: 'request' | 'answer'): void {
  requireDirection(user, where);
  if (user.maximumLength !== undefined) writeMaximumLength(writer, user.maximumLength);
  if (user.implementationClassUid !== undefined) {
    const uid = requireUid('the implementation class UID', user.implementationClassUid);
    writer.item(ItemType.ImplementationClassUid, 'the implementation class UID', () => {
      writer.text(uid);
    });
  }
  if (user.asynchronousOperations) writeAsynchronousOperations(writer, user.asynchronousOperations);
  for (const role of user.roles) writeRole(writer, role);
  if (user.implementationVersionName !== undefined) writeVersionName(writer, user.implementationVersionName);
  for (const extended of user.sopClassExtended) writeExtended(writer, extended);
  for (const common of user.sopClassCommonExtended) writeCommonExtended(writer, common);
  if (user.userIdentity) writeIdentity(writer, user.userIdentity);
  if (user.userIdentityResponse) writeIdentityResponse(writer, user.userIdentityResponse);
}

function requireDirection(user: UserInformation, where: 'request' | 'answer'): void {
  const misplaced =
    where === 'request'
      ? user.userIdentityResponse && 'a user identity response belongs in an accept'
      : (user.userIdentity && 'a user identity belongs in a request') ||
        (user.sopClassCommonExtended.length > 0 && 'SOP class common extended negotiation belongs in a request');
  if (misplaced) throw new UsageError('invalid-argument', misplaced);
}

function writeMaximumLength(writer: ByteWriter, length: number): void {
  requireMaximumLength(length);
  writer.item(ItemType.MaximumLength, 'the maximum length', () => {
    writer.u32(length);
  });
}

/** PS3.7 Table D.3-2: 1-16 characters, not empty when the item is there. */
function writeVersionName(writer: ByteWriter, name: string): void {
  if (!/^[\x20-\x7e]{1,16}$/.test(name)) {
    throw new UsageError('invalid-argument', `the implementation version name “${name}” is not 1-16 printable ASCII characters`);
  }
  writer.item(ItemType.ImplementationVersionName, 'the implementation version name', () => {
    writer.text(name);
  });
}

/** PS3.7 Table D.3-7: operations invoked (2), operations performed (2). */
function writeAsynchronousOperations(writer: ByteWriter, { invoked, performed }: AsynchronousOperations): void {
  requireWithin('the number of operations invoked', invoked, { from: 0, to: 0xffff });
  requireWithin('the number of operations performed', performed, { from: 0, to: 0xffff });
  writer.item(ItemType.AsynchronousOperations, 'the asynchronous operations window', () => {
    writer.u16(invoked);
    writer.u16(performed);
  });
}

/** PS3.7 Table D.3-9: UID length (2), SOP class UID, SCU role, SCP role. */
function writeRole(writer: ByteWriter, role: RoleSelection): void {
  writer.item(ItemType.RoleSelection, 'a role selection', () => {
    writeCountedUid(writer, 'the SOP class of a role selection', role.sopClassUid);
    writer.u8(role.scu ? 1 : 0);
    writer.u8(role.scp ? 1 : 0);
  });
}

/** PS3.7 Table D.3-11: UID length (2), SOP class UID, service class application information. */
function writeExtended(writer: ByteWriter, extended: SopClassExtended): void {
  writer.item(ItemType.SopClassExtended, 'a SOP class extended negotiation', () => {
    writeCountedUid(writer, 'the SOP class of an extended negotiation', extended.sopClassUid);
    writer.bytes(extended.information);
  });
}

/** PS3.7 Table D.3-12: three counted fields, the last of them a run of counted UIDs. The reserved byte is the sub-item's version, 0. */
function writeCommonExtended(writer: ByteWriter, common: SopClassCommonExtended): void {
  const name = 'a SOP class common extended negotiation';
  writer.item(ItemType.SopClassCommonExtended, name, () => {
    writeCountedUid(writer, `the SOP class of ${name}`, common.sopClassUid);
    writeCountedUid(writer, `the service class of ${name}`, common.serviceClassUid);
    writer.counted16(name, () => {
      for (const uid of common.relatedGeneralSopClassUids) writeCountedUid(writer, `a related general SOP class of ${name}`, uid);
    });
  });
}

/** PS3.7 Table D.3-14: type, positive response requested, primary field, secondary field. */
function writeIdentity(writer: ByteWriter, identity: UserIdentity): void {
  requireWithin('the type of user identity', identity.type, { from: 1, to: 5 });
  if (identity.primary.length === 0) throw new UsageError('invalid-argument', 'the user identity is empty');
  const needsPasscode = identity.type === 2;
  if (needsPasscode !== identity.secondary.length > 0) {
    const why = needsPasscode ? 'needs a passcode' : 'has no secondary field';
    throw new UsageError('invalid-argument', `a user identity of type ${identity.type} ${why}`);
  }
  writer.item(ItemType.UserIdentity, 'the user identity', () => {
    writer.u8(identity.type);
    writer.u8(identity.positiveResponseRequested ? 1 : 0);
    writeCounted(writer, 'the user identity', identity.primary);
    writeCounted(writer, 'the passcode of the user identity', identity.secondary);
  });
}

/** PS3.7 Table D.3-15: length (2), server response. */
function writeIdentityResponse(writer: ByteWriter, response: Uint8Array): void {
  writer.item(ItemType.UserIdentityResponse, 'the user identity response', () => {
    writeCounted(writer, 'the user identity response', response);
  });
}

function writeCounted(writer: ByteWriter, name: string, bytes: Uint8Array): void {
  writer.counted16(name, () => {
    writer.bytes(bytes);
  });
}

function writeCountedUid(writer: ByteWriter, name: string, uid: string): void {
  writer.counted16(name, () => {
    writer.text(requireUid(name, uid));
  });
}
