/** The calls that the inbox makes to the file system, as a parameter: so that a full disk or a failing one can be tried at any step. */
import fs from 'node:fs';

export type Files = Pick<
  typeof fs,
  | 'openSync'
  | 'closeSync'
  | 'writevSync'
  | 'writeSync'
  | 'readSync'
  | 'readvSync'
  | 'fstatSync'
  | 'statSync'
  | 'statfsSync'
  | 'existsSync'
  | 'mkdirSync'
  | 'readdirSync'
  | 'readFileSync'
  | 'writeFileSync'
  | 'renameSync'
  | 'rmdirSync'
  | 'rmSync'
  | 'unlinkSync'
  | 'ftruncateSync'
  | 'fdatasync'
  | 'fsync'
  | 'open'
  | 'close'
>;

export const systemFiles: Files = fs;

/** The system's word for what went wrong (`ENOSPC`, `EACCES`, …), '' when it is no system error. */
export function systemCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
