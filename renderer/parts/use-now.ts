// The time, for words such as '5 min ago': moves on by itself, all words of a screen together.
import { useEffect, useState } from 'react';

const PERIOD_MS = 15_000;

/** ms of the epoch */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), PERIOD_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
