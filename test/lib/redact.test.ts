import { describe, expect, it } from 'vitest';
import { ProtocolError, TransportError, UsageError } from '../../core/errors.ts';
import { loggableError, loggablePath, loggableText } from '../../core/lib/redact.ts';

describe('what may be logged', () => {
  it('of a text: one printable line of bounded length', () => {
    expect(loggableText('PACS\n\x1b[31m\0\u0085x')).toBe('PACS··[31m··x');
    expect(loggableText('H\u00d6RSAAL \u5c71')).toBe('H\u00d6RSAAL \u5c71');
    expect(loggableText('x'.repeat(100), 10)).toBe(`${'x'.repeat(10)}…`);
  });

  it.each([
    ['/home/anna/SMITH^JOHN 1970/1.dcm', '‹file.dcm›'],
    ['C:\\scans\\M\u00fcller.DCM', '‹file.DCM›'],
    ['/data/YAMADA', '‹file›'],
    ['/data/1.2.840.113', '‹file›'],
    ['/data/x.smithjohn', '‹file›'],
  ])('of the path %s: %s', (path, said) => {
    expect(loggablePath(path)).toBe(said);
  });

  it('of our own errors: everything', () => {
    expect(loggableError(new UsageError('no-contexts', 'no contexts'))).toEqual({
      name: 'UsageError',
      code: 'no-contexts',
      message: 'no contexts',
    });
    expect(loggableError(new ProtocolError('x', 'y'))).toEqual({ name: 'ProtocolError', code: 'x', message: 'y' });
    expect(loggableError(new TransportError('connect', 'ECONNREFUSED', 'refused'))).toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('of other errors: neither message nor path', () => {
    const error = Object.assign(new Error("ENOENT: no such file, open '/x/SMITH^JOHN.dcm'"), { code: 'ENOENT', path: '/x/SMITH^JOHN.dcm' });
    expect(JSON.stringify(loggableError(error))).toBe('{"name":"Error","code":"ENOENT"}');
    expect(loggableError(Object.assign(new TypeError('SMITH'), { code: 'SMITH^JOHN' }))).toEqual({ name: 'TypeError' });
    expect(loggableError('SMITH^JOHN')).toEqual({ name: 'string' });
  });
});
