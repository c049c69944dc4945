// The window's root: context, settings made visible, keys and the native menu.
import { CSPProvider } from '@base-ui/react/csp-provider';
import { useEffect } from 'react';
import { currentContext, performOrSay, type Action } from './commands/action.ts';
import { appearanceActions } from './commands/appearance.ts';
import { installKeys } from './commands/keys.ts';
import type { Gantry } from './gantry.ts';
import { goActions, shellActions } from './shell/actions.ts';
import { Window } from './shell/window.tsx';
import { ErrorBoundary } from './parts/error-boundary.tsx';
import type { ScreenDefinition } from './screen-definition.ts';
import { follow } from './stores/list.ts';
import { TooltipGroup } from './ui/tooltip.tsx';
import { GantryContext, useGantry, useSettings } from './use-gantry.ts';

interface AppProps {
  readonly gantry: Gantry;
  readonly screens: readonly ScreenDefinition[];
}

/** Every action there is, the window's first. */
export const allActions = (screens: readonly ScreenDefinition[]): readonly Action[] => [
  ...shellActions,
  ...goActions(screens),
  ...appearanceActions,
  ...screens.flatMap(({ actions }) => actions),
];

export function App({ gantry, screens }: AppProps) {
  const actions = allActions(screens);
  return (
    <GantryContext value={gantry}>
      <CSPProvider disableStyleElements>
        <TooltipGroup delay={450}>
          <Appearance />
          <Commands actions={actions} />
          <ErrorBoundary what="The window">
            <Window screens={screens} actions={actions} />
          </ErrorBoundary>
        </TooltipGroup>
      </CSPProvider>
    </GantryContext>
  );
}

/** Theme, density and scale live on the root element, where the tokens read them. */
function Appearance() {
  const appearance = useSettings()?.appearance;
  useEffect(() => {
    const root = document.documentElement;
    if (!appearance) return;
    const { theme, density, scale } = appearance;
    if (theme === 'system') root.removeAttribute('data-theme');
    else root.setAttribute('data-theme', theme);
    root.setAttribute('data-density', density);
    root.style.setProperty('--scale', String(scale));
  }, [appearance]);
  return null;
}

function Commands({ actions }: { readonly actions: readonly Action[] }) {
  const gantry = useGantry();
  useEffect(() => installKeys(window, gantry, () => actions), [gantry, actions]);
  useEffect(
    () =>
      follow(gantry.api, {
        name: 'desktop.menu',
        payload: {},
        take: ({ action: id }) => {
          const action = actions.find((one) => one.id === id);
          if (action) void performOrSay(action, currentContext(gantry));
        },
      }),
    [gantry, actions],
  );
  return null;
}
