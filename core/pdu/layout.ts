/** Numbers of PS3.8 §9.3 and PS3.7 Annex D.3.3: PDU types, item types, fixed lengths. */

export const PduType = {
  AssociateRq: 0x01,
  AssociateAc: 0x02,
  AssociateRj: 0x03,
  DataTf: 0x04,
  ReleaseRq: 0x05,
  ReleaseRp: 0x06,
  Abort: 0x07,
} as const;

export const ItemType = {
  ApplicationContext: 0x10,
  ProposedContext: 0x20,
  ContextAnswer: 0x21,
  AbstractSyntax: 0x30,
  TransferSyntax: 0x40,
  UserInformation: 0x50,
  MaximumLength: 0x51,
  ImplementationClassUid: 0x52,
  AsynchronousOperations: 0x53,
  RoleSelection: 0x54,
  ImplementationVersionName: 0x55,
  SopClassExtended: 0x56,
  SopClassCommonExtended: 0x57,
  UserIdentity: 0x58,
  UserIdentityResponse: 0x59,
} as const;

/** Type, reserved byte and 32-bit length that every PDU begins with. */
export const PDU_HEADER_LENGTH = 6;

/** The DICOM application context (PS3.7 Annex A.2.1). */
export const DICOM_APPLICATION_CONTEXT = '1.2.840.10008.3.1.1.1';

/** Presentation contexts have odd identifiers of one byte, so that many fit on an association. */
export const MAXIMUM_CONTEXTS = 128;

/** PS3.8 Annex D.1: what a peer that announces no maximum length is taken to receive. */
export const DEFAULT_MAXIMUM_LENGTH = 16_384;

/** A maximum length up to this one leaves no room for a single byte of payload (PS3.8 §9.3.5: six bytes of PDV header). */
export const UNUSABLE_MAXIMUM_LENGTH = 6;
