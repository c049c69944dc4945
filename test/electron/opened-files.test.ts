// What "Open with", a command line or a second start names is found among the arguments, and taken once there is somebody to take it.
import { describe, expect, it } from 'vitest';
import { createOpenedFiles } from '../../electron/opened-files.ts';
import { namedPaths } from '../../electron/start-arguments.ts';

describe('paths on a command line', () => {
  const there = new Set(['/app', '/home/me/CD 1', '/home/me/a.dcm', '/x.zip']);
  const named = (...argv: string[]) =>
    namedPaths(['/usr/bin/gantry', ...argv], { cwd: '/home/me', own: '/app', exists: (place) => there.has(place) });

  it('are whole paths of what is there, whatever stands between them', () => {
    expect(named('--no-sandbox', 'CD 1', '--inbox-port=0', './a.dcm', '/x.zip')).toEqual(['/home/me/CD 1', '/home/me/a.dcm', '/x.zip']);
  });

  it.each([['/app'], ['--user-data-dir=/home/me/CD 1'], ['gone.dcm'], [''], ['-']])('are not %j', (argument) => {
    expect(named(argument)).toEqual([]);
  });
});

describe('opened files', () => {
  it('wait for somebody to take them, in order, and are taken once', () => {
    const opened = createOpenedFiles();
    const taken: (readonly string[])[] = [];
    opened.add(['/a']);
    opened.add([]);
    opened.add(['/b', '/c']);
    opened.follow((paths) => taken.push(paths));
    opened.add(['/d']);
    opened.add([]);
    expect(taken).toEqual([['/a', '/b', '/c'], ['/d']]);
  });
});
