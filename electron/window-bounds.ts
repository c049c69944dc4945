// Where the window was when it was last closed. A damaged or absent file means the default; a place that is off every screen, too.
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface WindowBounds {
  readonly place: Rectangle | null;
  readonly maximized: boolean;
}

export const MINIMUM = { width: 960, height: 600 };
export const DEFAULT_SIZE = { width: 1360, height: 860 };

const pixels = z.number().int().min(-100_000).max(100_000);
const stored = z.object({
  place: z.object({ x: pixels, y: pixels, width: pixels.min(MINIMUM.width), height: pixels.min(MINIMUM.height) }).nullable(),
  maximized: z.boolean(),
});

/** @param screens work areas of the screens that are there now */
export function readBounds(file: string, screens: readonly Rectangle[]): WindowBounds {
  try {
    const { place, maximized } = stored.parse(JSON.parse(readFileSync(file, 'utf8')));
    return { place: place && screens.some((screen) => overlaps(place, screen)) ? place : null, maximized };
  } catch {
    return { place: null, maximized: false };
  }
}

export function writeBounds(file: string, bounds: WindowBounds): void {
  try {
    writeFileSync(`${file}.new`, JSON.stringify(bounds));
    renameSync(`${file}.new`, file);
  } catch (error) {
    // A place on the screen is not worth a message to the person.
    process.stderr.write(`The window's place was not kept: ${error instanceof Error ? error.message : 'unknown'}\n`);
  }
}

/** Enough of the title bar must be on the screen to be grabbed. */
function overlaps(place: Rectangle, screen: Rectangle): boolean {
  const wide = Math.min(place.x + place.width, screen.x + screen.width) - Math.max(place.x, screen.x);
  return wide >= 100 && place.y >= screen.y && place.y < screen.y + screen.height - 40;
}
