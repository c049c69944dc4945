// Enter in a field takes its value; it does not make copies that nobody has looked at yet.
import type { KeyboardEvent } from 'react';

export function keepEnter(event: KeyboardEvent): void {
  if (event.key === 'Enter' && event.target instanceof HTMLInputElement && event.target.type !== 'checkbox') event.preventDefault();
}
