// Actions as buttons and menu entries: label, shortcut, icon and the reason when they cannot run all come from the action.
import type { Ref } from 'react';
import { attempt, currentContext, labelOf, perform, type Action, type ActionContext } from '../commands/action.ts';
import { written } from '../commands/shortcut.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { MenuItem } from '../ui/menu.tsx';
import { useGantry, useSelection } from '../use-gantry.ts';

export { attempt };

/** What an action here is about: the selection in front unless the caller names another subject. */
export function useActionContext(subject?: ActionContext['selection']): ActionContext {
  const gantry = useGantry();
  const selection = useSelection();
  return { gantry, selection: subject ?? selection };
}

interface ActionButtonProps {
  readonly action: Action;
  readonly subject?: ActionContext['selection'];
  readonly tone?: 'plain' | 'primary' | 'danger' | 'quiet';
  /** Instead of the action's own label. */
  readonly label?: string;
  readonly hideShortcut?: boolean;
}

export function ActionButton({ action, subject, tone, label, hideShortcut = false }: ActionButtonProps) {
  const context = useActionContext(subject);
  const enabled = action.enabled(context);
  return (
    <Button
      tone={tone ?? (action.tone === 'danger' ? 'danger' : 'plain')}
      icon={action.icon}
      shortcut={action.shortcut === undefined || hideShortcut ? undefined : written(action.shortcut, context.gantry.platform)}
      disabled={enabled === true ? undefined : enabled}
      onClick={() => void perform(action, subject ? context : currentContext(context.gantry))}
    >
      {label ?? labelOf(action, context)}
    </Button>
  );
}

interface ActionIconProps {
  readonly action: Action;
  readonly subject?: ActionContext['selection'];
  readonly side?: 'top' | 'bottom' | 'left' | 'right';
  readonly ref?: Ref<HTMLButtonElement>;
}

/** For toolbars and rows; an action without an icon cannot be one. */
export function ActionIcon({ action, subject, side, ref }: ActionIconProps) {
  const context = useActionContext(subject);
  if (!action.icon) return null;
  const enabled = action.enabled(context);
  return (
    <IconButton
      ref={ref}
      label={labelOf(action, context)}
      icon={action.icon}
      shortcut={action.shortcut === undefined ? undefined : written(action.shortcut, context.gantry.platform)}
      disabled={enabled === true ? undefined : enabled}
      {...(side ? { side } : {})}
      onClick={() => void perform(action, subject ? context : currentContext(context.gantry))}
    />
  );
}

interface ActionItemsProps {
  readonly actions: readonly Action[];
  readonly subject?: ActionContext['selection'];
}

/** Entries of a menu, in the given order. */
export function ActionItems({ actions, subject }: ActionItemsProps) {
  const context = useActionContext(subject);
  return actions.map((action) => {
    const enabled = action.enabled(context);
    return (
      <MenuItem
        key={action.id}
        label={labelOf(action, context)}
        icon={action.icon}
        tone={action.tone}
        shortcut={action.shortcut === undefined ? undefined : written(action.shortcut, context.gantry.platform)}
        disabled={enabled === true ? undefined : enabled}
        onSelect={() => void perform(action, context)}
      />
    );
  });
}
