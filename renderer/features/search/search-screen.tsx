/** Search: one line and its chips, a strip of the nodes that were asked, and the studies that came back. */
import { useEffect, useId, useMemo, useRef, type ReactElement } from 'react';
import { useStore } from 'zustand';
import { ScreenFrame } from '../../parts/screen-frame.tsx';
import { nodeNames } from '../../format/node-name.ts';
import { pluralText } from '../../format/quantity.ts';
import { go } from '../../stores/places.ts';
import { useAsked, useGantry, useNodes } from '../../use-gantry.ts';
import { Failure } from '../../parts/failure.tsx';
import type { Chip } from './chip.ts';
import { Echo } from './echo.tsx';
import { ProgressStrip } from './progress-strip.tsx';
import { PullDialog } from './pull-dialog.tsx';
import { ResultsEmpty } from './results-empty.tsx';
import { Results } from './results-grid.tsx';
import { SearchChips } from './search-chips.tsx';
import { SearchField } from './search-field.tsx';
import { resultsNote } from './results-note.ts';
import { parseSearchLine } from './search-line.ts';
import type { SearchState } from './session.ts';
import { askedUnnamed, askNow, askOnly, lineContext, searchable, searchWorkspace, type SearchWorkspace } from './workspace.ts';
import styles from './search.module.css';

const STEP = 200;

export const SearchScreen = (): ReactElement => {
  const gantry = useGantry();
  const workspace = searchWorkspace(gantry);
  const { session, view } = workspace;
  const state = useStore(session.store);
  const { explained, focusAsked } = useStore(view);
  const all = useNodes();
  const nodes = useMemo(() => searchable(all), [all]);
  const input = useRef<HTMLInputElement>(null);
  useRequests(workspace, input, focusAsked);

  const nameOf = useMemo(() => nodeNames(all), [all]);
  const chosen = state.chips.find((chip) => chip.kind === 'nodes')?.ids ?? askedUnnamed(all).map(({ id }) => id);
  const where = chosen.length === 1 && chosen[0] !== undefined ? nameOf(chosen[0]) : pluralText(chosen.length, 'node', 'nodes');
  const asking = state.phase === 'asking';
  const failure = explained === null ? null : (state.progress.get(explained)?.failure ?? null);

  const again = (): void => askNow(gantry);
  const onPrefix = (prefix: string): void => {
    session.type([state.text.trim(), prefix].filter((part) => part !== '').join(' '));
    input.current?.focus();
  };
  const onChips = (remove: readonly Chip[], add: readonly Chip[]): void => {
    for (const chip of remove) if (chip.kind === 'name') session.type('');
    for (const chip of remove) session.removeChip(chip);
    for (const chip of add) if (chip.kind === 'name') session.type(chip.value);
    session.addChips(add.filter(({ kind }) => kind !== 'name'));
    again();
  };

  return (
    <ScreenFrame
      title="Search"
      filters={<Line workspace={workspace} state={state} input={input} onAsk={again} />}
      {...(state.phase === 'never' ? {} : { footer: <Foot state={state} /> })}
    >
      <div className={styles.conditions}>
        <SearchChips
          chips={state.chips}
          nodes={nodes}
          onAdd={(chip) => session.addChips([chip])}
          onRemove={session.removeChip}
          onPrefix={onPrefix}
        />
        <Echo
          id={ECHO}
          text={state.text}
          asked={state.asked?.text ?? null}
          chips={state.chips}
          problems={state.problems}
          guarded={state.guarded}
          context={lineContext(all)}
          where={where}
          changed={isChanged(state)}
          onRange={(range) => onChips([], [{ kind: 'date', range }])}
          onAnyway={() => askNow(gantry, { anyway: true })}
        />
      </div>
      {state.progress.size > 0 && (
        <ProgressStrip
          progress={state.progress}
          nameOf={nameOf}
          askedOn={state.askedOn}
          explained={failure === null ? null : explained}
          onWhy={(id) => view.setState({ explained: explained === id ? null : id })}
          onMore={(id) => session.askMore(id, STEP)}
          onNarrow={() => onPrefix('date:')}
          step={STEP}
        />
      )}
      {failure !== null && explained !== null && (
        <div className={styles.explained}>
          <Failure failure={failure} subject={{ nodeId: explained, again }} />
        </div>
      )}
      <Results
        workspace={workspace}
        empty={
          <ResultsEmpty
            state={state}
            nodes={askedUnnamed(all).length}
            where={where}
            onAddNode={() => go(gantry.places, { screen: 'nodes' })}
            onChips={onChips}
            onShowAll={() => session.type(state.asked?.text ?? '')}
            onTry={(text) => {
              session.type(text);
              input.current?.focus();
            }}
            onAgain={again}
          />
        }
        busy={asking}
      />
      <PullDialog workspace={workspace} />
    </ScreenFrame>
  );
};

const ECHO = 'search-echo';

const isChanged = ({ asked, chips }: SearchState): boolean =>
  asked !== null && JSON.stringify(chips) !== JSON.stringify(asked.chips.filter(({ kind }) => kind !== 'name'));

interface LineProps {
  readonly workspace: SearchWorkspace;
  readonly state: SearchState;
  readonly input: React.RefObject<HTMLInputElement | null>;
  readonly onAsk: () => void;
}

const Line = ({ workspace: { session }, state, input, onAsk }: LineProps): ReactElement => {
  const nodes = useNodes();
  const { chips } = parseSearchLine(state.text, lineContext(nodes));
  const [only] = chips;
  const ghost = chips.length === 1 && only?.kind === 'name' && state.text === only.value && !/["*?]$/u.test(state.text);
  return (
    <SearchField
      input={input}
      text={state.text}
      ghost={ghost}
      asking={state.phase === 'asking'}
      describedBy={ECHO}
      onType={session.type}
      onAsk={onAsk}
      onStop={session.cancel}
      onLeave={() => document.querySelector<HTMLElement>('[data-search-results] [role="row"][tabindex="0"]')?.focus()}
    />
  );
};

/** What other places ask of this screen: a typed search, one node only, the cursor in the field. */
const useRequests = ({ session }: SearchWorkspace, input: React.RefObject<HTMLInputElement | null>, focusAsked: number): void => {
  const gantry = useGantry();
  const place = useAsked('search');
  useEffect(() => {
    if (place === null) return;
    if (place.studyUids !== undefined) {
      askOnly(gantry, [studyChip(place.studyUids)]);
      return;
    }
    if (place.nodeId !== undefined) session.addChips([{ kind: 'nodes', ids: [place.nodeId] }]);
    if (place.text !== undefined) {
      session.type(place.text);
      askNow(gantry);
    }
    input.current?.focus();
  }, [gantry, place, session, input]);
  useEffect(() => {
    if (focusAsked > 0) input.current?.select();
  }, [focusAsked, input]);
};

const studyChip = (values: readonly string[]): Chip =>
  values.length === 1 && values[0] !== undefined ? { kind: 'studyUid', value: values[0] } : { kind: 'studyUids', values };

const Foot = ({ state }: { readonly state: SearchState }): ReactElement => {
  const id = useId();
  return (
    <>
      <span id={id}>{resultsNote(state)}</span>
      <span aria-live="polite" className="unseen">
        {state.phase === 'ended' ? `${pluralText(state.matches.length, 'study', 'studies')} found` : ''}
      </span>
    </>
  );
};
