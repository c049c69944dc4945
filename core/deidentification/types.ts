/** What de-identifying asks for and gives (PS3.15 Annex E). */

/** PS3.15 §E.3.6: what becomes of dates and times. `shift` moves them by the subject's own number of days. */
export type Dates = 'remove' | 'shift' | 'keep';

/** The options of PS3.15 §E.3 that are in force on top of the Basic Application Level Confidentiality Profile. */
export interface ProfileOptions {
  readonly dates: Dates;
  readonly keepUids: boolean;
  readonly keepDevice: boolean;
  readonly keepInstitution: boolean;
  readonly keepPatientCharacteristics: boolean;
  readonly keepSafePrivate: boolean;
  readonly cleanDescriptors: boolean;
  readonly cleanStructuredContent: boolean;
  readonly cleanGraphics: boolean;
}

/** Who an object is about, as it says itself. */
export interface Patient {
  readonly id: string;
  readonly issuer: string;
  /** As written. */
  readonly name: string;
  readonly birthDate: string;
}

/** Who it is about from now on. */
export interface Subject {
  readonly id: string;
  readonly name: string;
  /** By which dates are moved; the same for all objects of a patient. */
  readonly days: number;
}

/** Gives the same for the same, over a whole batch. */
export interface Pseudonyms {
  readonly uid: (original: string) => string;
  readonly subject: (patient: Patient) => Subject;
}

/** What a person should look at, since no program can. */
export type Caution =
  /** The object says itself that there is text in its pixels (0028,0301). */
  | 'burned-in'
  /** It comes from where text is often in the pixels, and does not say that there is none. */
  | 'may-be-burned-in'
  /** A document of another format lay in it and was taken out. */
  | 'document-removed'
  /** Drawings were kept that only eyes can read. */
  | 'graphics-kept'
  /** The face can be made out in it (0028,0302). */
  | 'recognizable';
