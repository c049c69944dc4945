/** The preview over the whole window. Space or Esc goes back to where one was; the arrows of the head go to the next series. */
import { Dialog as Base } from '@base-ui/react/dialog';
import { ChevronLeft, ChevronRight, X } from 'lucide-react';
import type { KeyboardEvent, ReactElement } from 'react';
import { useStore } from 'zustand';
import { PersonName } from '../../../format/person-name-view.tsx';
import { IconButton } from '../../../ui/button.tsx';
import { useSettings } from '../../../use-gantry.ts';
import type { InboxWorkspace, View } from '../workspace.ts';
import { seriesCaption, useStack } from './preview-tab.tsx';
import { StackViewer } from './stack-viewer.tsx';
import styles from './preview.module.css';

export const LargePreview = ({ workspace }: { readonly workspace: InboxWorkspace }): ReactElement => {
  const large = useStore(workspace.view, (view) => view.large);
  const close = (): void => workspace.view.setState({ large: null });
  return (
    <Base.Root open={large !== null} onOpenChange={(open) => !open && close()}>
      <Base.Portal>
        <Base.Popup className={styles.large} data-modal="" initialFocus={false} finalFocus={currentRow}>
          {large !== null && <Large workspace={workspace} large={large} onClose={close} />}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
};

/** The viewer takes the keys before the popup could see who had them. */
const currentRow = (): HTMLElement | null => document.querySelector('[data-inbox] [role="row"][tabindex="0"]');

interface LargeProps {
  readonly workspace: InboxWorkspace;
  readonly large: NonNullable<View['large']>;
  readonly onClose: () => void;
}

const Large = ({ workspace, large, onClose }: LargeProps): ReactElement => {
  const { study, series, instanceId } = large;
  const names = useSettings()?.appearance.names ?? 'both';
  const stack = useStack(workspace, series);
  const siblings = useStore(workspace.library.store, (state) => state.series.get(study.studyUid));
  const all = siblings?.kind === 'read' ? siblings.rows : [series];
  const at = all.findIndex(({ seriesUid }) => seriesUid === series.seriesUid);
  const goTo = (index: number): void => {
    const next = all[index];
    if (next !== undefined) workspace.view.setState({ large: { study, series: next, instanceId: null } });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === ' ' && !(event.target instanceof HTMLButtonElement)) {
      event.preventDefault();
      onClose();
    }
    if (event.key === ']' || event.key === '[') goTo(at + (event.key === ']' ? 1 : -1));
  };
  const isRead = stack !== null && typeof stack !== 'string';
  const start =
    isRead && instanceId !== null
      ? Math.max(
          0,
          stack.findIndex((frame) => frame.instanceId === instanceId),
        )
      : 0;
  return (
    <div className={styles.viewer} onKeyDown={onKeyDown}>
      <div className={styles.largeHead}>
        <Base.Title render={<h2 />}>
          <PersonName name={study.patientName} show={names} />
          {study.description !== '' && (
            <>
              {' · '}
              <bdi>{study.description}</bdi>
            </>
          )}
        </Base.Title>
        <span>
          {String(at + 1)} / {String(all.length)} series
        </span>
        <IconButton
          label="Previous series"
          icon={ChevronLeft}
          shortcut="["
          disabled={at > 0 ? undefined : 'this is the first'}
          onClick={() => goTo(at - 1)}
        />
        <IconButton
          label="Next series"
          icon={ChevronRight}
          shortcut="]"
          disabled={at < all.length - 1 ? undefined : 'this is the last'}
          onClick={() => goTo(at + 1)}
        />
        <IconButton label="Close" icon={X} shortcut="Space" onClick={onClose} />
      </div>
      {typeof stack === 'string' && <p className={styles.none}>{stack}</p>}
      {isRead && (
        <StackViewer
          key={series.seriesUid}
          frames={workspace.frames}
          stack={stack}
          start={start}
          modality={series.modality}
          seriesUid={series.seriesUid}
          label={`Series ${series.number}`}
          caption={seriesCaption(series)}
          autoFocus
        />
      )}
    </div>
  );
};
