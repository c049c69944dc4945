/** What is used of dicom-character-set, which ships no types. */
declare module 'dicom-character-set' {
  export interface CodeElement {
    readonly codeElement: 'G0' | 'G1';
    readonly escapeSequence: readonly number[];
    readonly encoding: string;
    readonly bytesPerCodePoint: 1 | 2;
    readonly setHighBit?: boolean;
    readonly isJISX0212?: boolean;
  }
  export interface CharacterSet {
    readonly encoding?: string;
    readonly extension?: boolean;
    readonly multiByte?: boolean;
    readonly elements?: readonly CodeElement[];
  }
  export const characterSets: Record<string, CharacterSet>;
  /** Throws on unknown sets and escape sequences. */
  export function convertBytes(specificCharacterSet: string, bytes: Uint8Array, options?: { readonly vr?: string }): string;
}
