import { describe, expect, it } from 'vitest';
import { createTracePoint } from '../../core/lib/trace.ts';

describe('a trace point', () => {
  it('knows whether somebody listens', () => {
    const point = createTracePoint<number>();
    expect(point.active).toBe(false);
    const stop = point.listen(() => undefined);
    expect(point.active).toBe(true);
    stop();
    stop();
    expect(point.active).toBe(false);
  });

  it('tells every listener, in the order in which they came, the same function twice if it came twice', () => {
    const point = createTracePoint<string>();
    const heard: string[] = [];
    const listener = (event: string): void => {
      heard.push(event);
    };
    const stop = point.listen(listener);
    point.listen((event) => heard.push(`${event}!`));
    point.listen(listener);
    point.emit('a');
    stop();
    point.emit('b');
    expect(heard).toEqual(['a', 'a!', 'a', 'b!', 'b']);
  });

  it('is not disturbed by a listener that throws, or that stops listening while being told', () => {
    const point = createTracePoint<string>();
    const heard: string[] = [];
    point.listen(() => {
      throw new Error('broken observer');
    });
    const stop = point.listen((event) => {
      heard.push(event);
      stop();
    });
    point.listen((event) => heard.push(`${event}!`));
    point.emit('a');
    point.emit('b');
    expect(heard).toEqual(['a', 'a!', 'b!']);
  });
});
