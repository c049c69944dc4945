import { describe, expect, it } from 'vitest';
import { GivenPaths } from '../../electron/given-paths.ts';

describe('paths that a person gave', () => {
  it('covers a file and everything in a folder', async () => {
    const given = new GivenPaths();
    given.add('/data/one.dcm');
    given.add('/data/study/');
    expect(await given.firstForeign(['/data/one.dcm', '/data/study', '/data/study/a/b.dcm'])).toBeNull();
  });

  it('waits for news of a drop that comes after the request', async () => {
    const given = new GivenPaths();
    const asked = given.firstForeign(['/data/late.dcm']);
    given.add('/data/late.dcm');
    expect(await asked).toBeNull();
  });

  it.each([['relative.dcm'], ['/data/study/../../etc/passwd'], ['/data/study\0/x'], ['']])('refuses %j', async (wanted) => {
    const given = new GivenPaths();
    given.add('/data/study');
    given.add('relative.dcm');
    given.add('/data/study\0/x');
    expect(await given.firstForeign(['/data/study/x', wanted])).toBe(wanted);
  });

  it('takes a folder by its whole name only', async () => {
    const given = new GivenPaths();
    given.add('/data/study');
    expect(await given.firstForeign(['/data/study-2/x.dcm'])).toBe('/data/study-2/x.dcm');
  });
});
