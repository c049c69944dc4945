// How the window looks, from the keyboard: theme, density and the size of its text. The settings show the same.
import { AArrowDown, AArrowUp, ALargeSmall, Moon, Rows3, Sun, SunMoon, type LucideIcon } from 'lucide-react';
import type { Gantry } from '../gantry.ts';
import { always, type Action } from './action.ts';

/** Text sizes, as parts of the usual one. */
export const SCALES = [0.9, 1, 1.1, 1.25, 1.5] as const;

const appearanceOf = (gantry: Gantry) => gantry.settings.getState().settings?.appearance;
type Appearance = NonNullable<ReturnType<typeof appearanceOf>>;

/** The place in `SCALES` of the one that is closest. */
export const nearestScale = (scale: number): number =>
  SCALES.reduce((best, one, at) => (Math.abs(one - scale) < Math.abs((SCALES[best] ?? 1) - scale) ? at : best), 0);

const put = async (gantry: Gantry, appearance: Partial<Appearance>): Promise<void> => {
  await gantry.api.call('settings.update', { patch: { appearance } });
};

interface Look {
  readonly id: string;
  readonly label: string;
  readonly icon: LucideIcon;
  readonly look: Pick<Appearance, 'theme'> | Pick<Appearance, 'density'>;
}

const isShown = (appearance: Appearance, look: Look['look']): boolean =>
  'theme' in look ? appearance.theme === look.theme : appearance.density === look.density;

const show = ({ id, label, icon, look }: Look): Action => ({
  id,
  label,
  group: 'View',
  icon,
  also: 'appearance colours mode night day rows',
  enabled: ({ gantry }) => {
    const appearance = appearanceOf(gantry);
    return appearance === undefined || !isShown(appearance, look) || 'The window looks like this already.';
  },
  run: ({ gantry }) => put(gantry, look),
});

const resize = (step: 1 | -1): Pick<Action, 'group' | 'also' | 'enabled' | 'run'> => {
  const next = (gantry: Gantry): number | undefined => SCALES[nearestScale(appearanceOf(gantry)?.scale ?? 1) + step];
  return {
    group: 'View',
    also: 'zoom font size scale',
    enabled: ({ gantry }) =>
      next(gantry) !== undefined || (step > 0 ? 'The text is as large as it gets.' : 'The text is as small as it gets.'),
    run: async ({ gantry }) => {
      const scale = next(gantry);
      if (scale !== undefined) await put(gantry, { scale });
    },
  };
};

export const appearanceActions: readonly Action[] = [
  show({ id: 'view.themeLight', label: 'Theme: light', icon: Sun, look: { theme: 'light' } }),
  show({ id: 'view.themeDark', label: 'Theme: dark', icon: Moon, look: { theme: 'dark' } }),
  show({ id: 'view.themeSystem', label: 'Theme: as the system', icon: SunMoon, look: { theme: 'system' } }),
  show({ id: 'view.compact', label: 'Density: compact', icon: Rows3, look: { density: 'compact' } }),
  show({ id: 'view.regular', label: 'Density: regular', icon: Rows3, look: { density: 'regular' } }),
  { id: 'view.larger', label: 'Larger text', icon: AArrowUp, shortcut: 'Mod++', ...resize(1) },
  { id: 'view.smaller', label: 'Smaller text', icon: AArrowDown, shortcut: 'Mod+-', ...resize(-1) },
  {
    id: 'view.usualSize',
    label: 'Text at 100 %',
    group: 'View',
    icon: ALargeSmall,
    shortcut: 'Mod+0',
    also: 'zoom font size scale reset',
    enabled: always,
    run: ({ gantry }) => put(gantry, { scale: 1 }),
  },
];
