/** What the system says about a file, in words without its path: paths are named after patients. */
export function fileWords(error: unknown): string {
  const code = codeOf(error);
  return (
    systemWords(error) ?? (code === '' && error instanceof Error ? error.message : `It cannot be read${code === '' ? '' : ` (${code})`}`)
  );
}

/** Undefined for what is none of the system's usual refusals. */
export function systemWords(error: unknown): string | undefined {
  switch (codeOf(error)) {
    case 'ENOENT':
    case 'ENOTDIR':
      return 'The file is no longer there';
    case 'EACCES':
    case 'EPERM':
      return 'Gantry may not read it';
    case 'ELOOP':
      return 'It is a link that leads in a circle';
    case 'EIO':
      return 'The disk cannot read it';
    case 'EMFILE':
    case 'ENFILE':
      return 'Too many files are open';
    default:
      return undefined;
  }
}

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '');
