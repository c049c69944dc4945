/** Why an export ended early, in words without paths: paths are named after patients. */

export type ExportErrorCode = 'no-room' | 'not-writable' | 'no-folder' | 'nothing' | 'failed';

export class ExportError extends Error {
  override readonly name = 'ExportError';
  constructor(
    readonly code: ExportErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Of what the system says while files are written. */
export function exportErrorOf(error: unknown): ExportError {
  if (error instanceof ExportError) return error;
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  const made = (own: ExportErrorCode, message: string): ExportError => new ExportError(own, message, { cause: error });
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return made('no-room', 'The disk became full. Nothing of the export was kept: choose another folder or make room.');
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return made('not-writable', 'Gantry may not write into this folder. Choose another one.');
    case 'ENOENT':
    case 'ENOTDIR':
      return made('no-folder', 'The folder is no longer there. Choose another one.');
    case 'EFBIG':
      return made('failed', 'A file is too large for this disk. Choose one that is formatted for large files.');
    default:
      return made('failed', `The export could not be written${code === '' ? '' : ` (${code})`}. Nothing of it was kept.`);
  }
}
