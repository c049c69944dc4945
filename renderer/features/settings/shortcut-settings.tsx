// Which keys are in force.
import { currentContext, perform } from '../../commands/action.ts';
import { shortcutSheet } from '../../shell/actions.ts';
import { Button } from '../../ui/button.tsx';
import { Check } from '../../ui/choice.tsx';
import { useGantry } from '../../use-gantry.ts';
import type { SectionProps } from './settings-screen.tsx';

export function ShortcutSettings({ settings: { appearance }, change }: SectionProps) {
  const gantry = useGantry();
  const { singleKeys } = appearance;
  return (
    <>
      <Check
        label="Single letters such as R and P act when no text field has the focus"
        checked={singleKeys}
        onChange={(chosen) => change({ appearance: { singleKeys: chosen } }, 'Single-letter shortcuts')}
      />
      <div>
        <Button icon={shortcutSheet.icon} onClick={() => void perform(shortcutSheet, currentContext(gantry))}>
          Show all shortcuts
        </Button>
      </div>
    </>
  );
}
