/**
 * The window: command field on top, rail, screen and inspector, transfers and status below. Screens are mounted when first visited and stay.
 */
import { useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { Action } from '../commands/action.ts';
import { ActionIcon } from '../parts/action-button.tsx';
import { InspectorSlot } from '../parts/screen-frame.tsx';
import { useScreenDrop } from '../parts/use-screen-drop.ts';
import type { ScreenDefinition } from '../screen-definition.ts';
import { dismissToast } from '../stores/feedback.ts';
import { useWindowWidth } from '../lib/use-media.ts';
import { SplitPane } from '../ui/split-pane.tsx';
import { Toasts } from '../ui/toasts.tsx';
import { useGantry, usePlace, useSettings } from '../use-gantry.ts';
import { showMessages, stepActions, toggleInspector } from './actions.ts';
import { AddressCard } from './address-card.tsx';
import { AskCommitment } from './ask-commitment.tsx';
import { Bars } from './bars.tsx';
import { BinDialog } from './bin-dialog.tsx';
import { CommandField } from './command-field.tsx';
import { DeidentifyDialog } from './deidentify-dialog.tsx';
import { TransferDrawer } from './drawer.tsx';
import { EditDialog } from './edit-dialog.tsx';
import { ExportDialog } from './export-dialog.tsx';
import { Inspector } from './inspector.tsx';
import { Messages } from './messages.tsx';
import { Rail } from './rail.tsx';
import { Screens } from './screens.tsx';
import { SendTo } from './send-to.tsx';
import { ShortcutSheet } from './shortcut-sheet.tsx';
import { StatusBar } from './status-bar.tsx';
import { cyclePanes, rememberPaneFocus } from './panes.ts';
import styles from './window.module.css';

const RAIL_ICONS_BELOW = 1_100;
const INSPECTOR_OVER_BELOW = 1_280;
const RAIL_OF_ICONS = 52;

interface WindowProps {
  readonly screens: readonly ScreenDefinition[];
  readonly actions: readonly Action[];
}

export function Window({ screens, actions }: WindowProps) {
  const gantry = useGantry();
  const scale = useSettings()?.appearance.scale ?? 1;
  const width = useWindowWidth(scale);
  const layout = useStore(gantry.layout);
  const [slot, setSlot] = useState<HTMLElement | null>(null);
  const drop = useScreenDrop();
  const { screen } = usePlace();
  const narrow = width < RAIL_ICONS_BELOW;
  const overlay = width < INSPECTOR_OVER_BELOW;
  const icons = RAIL_OF_ICONS * scale;
  usePanes();

  const rail = <Rail screens={screens} narrow={narrow} />;
  const inspecting = useStore(gantry.shell, (s) => s.inspecting > 0);
  const inspector = layout.inspectorOpen && inspecting ? <Inspector slot={setSlot} overlay={overlay} /> : null;
  const middle = (
    <main className={styles.main} data-pane="screen" {...drop(screen)}>
      <Screens screens={screens} />
      <Bars />
      <TransferDrawer />
    </main>
  );
  const beside = (
    <SplitPane
      direction="horizontal"
      fixed="second"
      label="Width of the inspector"
      size={layout.inspectorWidth * scale}
      min={260 * scale}
      max={640 * scale}
      onSize={(size) => gantry.layout.setState({ inspectorWidth: size / scale })}
      first={middle}
      second={overlay ? null : inspector}
    />
  );

  return (
    <InspectorSlot value={slot}>
      <div className={styles.window} {...drop('window')}>
        <TopBar actions={actions} />
        <div className={styles.body}>
          <SplitPane
            direction="horizontal"
            fixed="first"
            label="Width of the rail"
            size={narrow ? icons : layout.railWidth * scale}
            min={narrow ? icons : 170 * scale}
            max={narrow ? icons : 380 * scale}
            onSize={(size) => {
              if (!narrow) gantry.layout.setState({ railWidth: size / scale });
            }}
            first={rail}
            second={beside}
          />
          {overlay && inspector}
        </div>
        <StatusBar />
      </div>
      <DropHint />
      <Over actions={actions} />
    </InspectorSlot>
  );
}

function TopBar({ actions }: { readonly actions: readonly Action[] }) {
  return (
    <header className={styles.top} data-pane="command">
      <ActionIcon action={stepActions.back} />
      <ActionIcon action={stepActions.forward} />
      <div className={styles.command}>
        <CommandField actions={actions} />
      </div>
      <ActionIcon action={showMessages} />
      <ActionIcon action={toggleInspector} />
    </header>
  );
}

/** What floats above everything. */
function Over({ actions }: { readonly actions: readonly Action[] }) {
  const gantry = useGantry();
  const toasts = useStore(gantry.feedback, (s) => s.toasts);
  const dismiss = useMemo(() => (id: number) => dismissToast(gantry.feedback, id), [gantry]);
  return (
    <>
      <AddressCard />
      <SendTo />
      <AskCommitment />
      <BinDialog />
      <ExportDialog />
      <DeidentifyDialog />
      <EditDialog />
      <ShortcutSheet actions={actions} />
      <Messages />
      <Toasts toasts={toasts} onDismiss={dismiss} />
    </>
  );
}

function DropHint() {
  const gantry = useGantry();
  const hint = useStore(gantry.shell, (s) => s.dropHint);
  if (!hint) return null;
  return (
    <div className={styles.hint} data-refused={hint.refused} role="status">
      {hint.text}
    </div>
  );
}

function usePanes(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'F6') return;
      event.preventDefault();
      cyclePanes(document.body, event.shiftKey ? -1 : 1);
    };
    const forget = rememberPaneFocus(document.body);
    window.addEventListener('keydown', onKeyDown);
    return () => {
      forget();
      window.removeEventListener('keydown', onKeyDown);
    };
  }, []);
}
