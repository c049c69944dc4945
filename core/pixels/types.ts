/** What the page asks of the pixel worker and what it gets: plain data that cross a thread boundary. */

import type { FrameOverlays } from './overlays.ts';

/** VOI window in units after the modality transformation (PS3.3 §C.11.2.1.2). */
export interface Window {
  readonly center: number;
  readonly width: number;
}

export type WindowFunction = 'LINEAR' | 'LINEAR_EXACT' | 'SIGMOID';

/** A window as a person set it. */
export interface ChosenWindow extends Window {
  /** Default: the object's. */
  readonly shape?: WindowFunction;
  /** Turned over, on top of what MONOCHROME1 says. */
  readonly invert?: boolean;
}

/** Entries of a VOI LUT (PS3.3 §C.11.2.1.1) for values from `first` on; those outside take its ends. */
export interface VoiLut {
  /** LUT Explanation (0028,3003); '' when there is none. */
  readonly name: string;
  readonly first: number;
  readonly entries: Uint16Array<ArrayBuffer>;
  readonly bits: number;
}

/** Values that stand for no pixel, ends included, after the modality transformation. */
export interface Padding {
  readonly low: number;
  readonly high: number;
}

/** A window that the object itself proposes. */
export interface WindowPreset extends Window {
  /** Explanation (0028,1055); '' when there is none. */
  readonly name: string;
}

export interface FrameRequest {
  /** Absolute path of a file that the caller has validated. */
  readonly path: string;
  /** From 0. */
  readonly frame: number;
  /** display: 8 bit grey or RGBA ready to draw; values: the frame after the modality transformation, for windowing in the page. */
  readonly output: 'display' | 'values';
  /** For display; without it the object's first window or VOI LUT, else the range of the frame. */
  readonly window?: ChosenWindow;
  /** Display only: longest side in pixels; larger frames are averaged down. */
  readonly size?: number;
  /** Display only: overlay planes are drawn into the picture, in white. */
  readonly overlays?: boolean;
}

/** What every shown frame says of its image. */
export interface FrameInfo {
  readonly width: number;
  readonly height: number;
  readonly frame: number;
  readonly frames: number;
  readonly photometric: string;
  readonly transferSyntaxUid: string;
  /** Height of a pixel divided by its width. */
  readonly pixelAspect: number;
  /** The file ends within this frame; what is missing is black. */
  readonly truncated: boolean;
  /** Milliseconds that a frame is shown when played; undefined for what is no cine. */
  readonly frameTime: number | undefined;
  /** Overlay planes at the image's own size; undefined when there are none. */
  readonly overlays: FrameOverlays | undefined;
}

export interface GreyInfo {
  /** The window in use, or that would show the frame as display does. */
  readonly window: Window;
  readonly windowFunction: WindowFunction;
  readonly presets: readonly WindowPreset[];
  /** Tables that the object has instead of, or beside, windows; without a window the first is in use. */
  readonly voiLuts: readonly VoiLut[];
  /** Shown black whatever the window; undefined when the object names no such values. */
  readonly padding: Padding | undefined;
  /** Range of the frame after the modality transformation, padding left out. */
  readonly minimum: number;
  readonly maximum: number;
  /** Unit of the values (Rescale Type, 'HU'); '' when not said. */
  readonly unit: string;
}

export type ValueType = 'uint8' | 'int16' | 'uint16' | 'float32';

export type FrameResult =
  | (FrameInfo & {
      readonly kind: 'image';
      readonly channels: 1 | 4;
      /** Uint8, rows from the top. */ readonly data: ArrayBuffer;
      readonly grey: GreyInfo | undefined;
    })
  | (FrameInfo & {
      readonly kind: 'values';
      readonly type: ValueType;
      readonly data: ArrayBuffer;
      /** Low values are white (MONOCHROME1, or Presentation LUT Shape INVERSE). */
      readonly inverted: boolean;
      readonly grey: GreyInfo;
    })
  | Unavailable;

export type UnavailableReason =
  | 'no-file'
  | 'not-dicom'
  | 'truncated'
  | 'no-pixels'
  | 'document'
  | 'report'
  | 'waveform'
  | 'video'
  | 'unsupported'
  | 'damaged'
  | 'no-frame'
  | 'too-large'
  | 'superseded'
  | 'busy'
  | 'worker-failed'
  | 'took-too-long';

/** Nothing to show, and why, in words for people. */
export interface Unavailable {
  readonly kind: 'unavailable';
  readonly reason: UnavailableReason;
  readonly message: string;
}

/** Samples of one frame as the codec or the file holds them, signed where the object says so. */
export type Samples =
  | Uint8Array<ArrayBuffer>
  | Int8Array<ArrayBuffer>
  | Uint16Array<ArrayBuffer>
  | Int16Array<ArrayBuffer>
  | Uint32Array<ArrayBuffer>
  | Int32Array<ArrayBuffer>
  | Float32Array<ArrayBuffer>
  | Float64Array<ArrayBuffer>;

/** A piece of a file, in bytes. */
export interface FileRange {
  readonly offset: number;
  readonly length: number;
}

/** The file or stream within an object: a document as its bytes, a video as the places of its pieces. */
export interface Payload {
  readonly kind: 'payload';
  /** Without the dot. */
  readonly extension: string;
  readonly bytes: ArrayBuffer | undefined;
  readonly ranges: readonly FileRange[];
}
