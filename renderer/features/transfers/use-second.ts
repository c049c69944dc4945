/** The time: once a second while something on the screen counts by it, else as often as 'a minute ago' needs. */
import { useEffect, useState } from 'react';

export const useSecond = (running: boolean): number => {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), running ? 1_000 : 15_000);
    return () => clearInterval(timer);
  }, [running]);
  return now;
};
