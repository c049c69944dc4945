/** What the inbox answers when it does not keep an object (PS3.4 §B.2.3; FAILURES of storage), always with the reason as Error Comment. */
import type { Answer } from '../association/types.ts';
import { systemCode } from './files.ts';

export type Refusal = Exclude<Answer, number>;

const SUCCESS = 0x0000;
export const OUT_OF_RESOURCES = 0xa700;
const DOES_NOT_MATCH = 0xa900;
const CANNOT_UNDERSTAND = 0xc000;

export const stored: Answer = SUCCESS;

export const diskFull: Refusal = { status: OUT_OF_RESOURCES, errorComment: 'inbox disk full' };

/** The data set is not what the command announced. */
export const mismatch = (comment: string): Refusal => ({ status: DOES_NOT_MATCH, errorComment: comment.slice(0, 64) });

export const unreadable = (comment: string): Refusal => ({ status: CANNOT_UNDERSTAND, errorComment: comment.slice(0, 64) });

/** What the system's refusal to write means to the one who sends. */
export function cannotWrite(error: unknown): Refusal {
  const code = systemCode(error);
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return diskFull;
    case 'EROFS':
    case 'EACCES':
    case 'EPERM':
      return { status: OUT_OF_RESOURCES, errorComment: 'inbox folder is read-only' };
    case 'ENOENT':
    case 'ENOTDIR':
      return { status: OUT_OF_RESOURCES, errorComment: 'inbox folder is missing' };
    case 'EMFILE':
    case 'ENFILE':
      return { status: OUT_OF_RESOURCES, errorComment: 'inbox has too many files open' };
    default:
      return { status: OUT_OF_RESOURCES, errorComment: `inbox cannot write${code === '' ? '' : ` (${code})`}` };
  }
}
