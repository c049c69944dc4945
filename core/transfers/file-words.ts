/** What the system says about a file, in words without its path: paths are named after patients. */
export function fileWords(error: unknown): string {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  switch (code) {
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
    case '':
      return error instanceof Error ? error.message : 'It cannot be read';
    default:
      return `It cannot be read (${code})`;
  }
}
