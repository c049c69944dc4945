// The inbox over the engine in memory: it grows, opens, is looked at, loses and gets back.
import { act, fireEvent, screen, within, waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { currentContext, perform } from '../../../../renderer/commands/action.ts';
import { rebuildIndex } from '../../../../renderer/commands/rebuild.ts';
import { go } from '../../../../renderer/stores/places.ts';
import type { FakeWorld } from '../../../support/fake-engine.ts';
import { until } from '../../../support/until.ts';
import { makeStudy, sampleNodes, sampleStudies } from '../../../support/window/samples.ts';
import { sampleAnswers } from '../../../support/window/screens-world.ts';
import { giveSizes, openWindow, press, settle, useWindowTests } from '../../support.tsx';

useWindowTests();
beforeEach(() => localStorage.clear());

const openInbox = async (world: Partial<FakeWorld> = {}) => {
  const opened = await openWindow({ nodes: sampleNodes, studies: sampleStudies, answers: sampleAnswers, ...world });
  act(() => go(opened.gantry.places, { screen: 'inbox' }));
  await settle();
  return opened;
};

const table = () => screen.getByRole('treegrid', { name: 'Received studies' });
const row = (name: RegExp) => within(table()).getByRole('row', { name });
const choose = async (name: RegExp) => {
  fireEvent.mouseDown(row(name));
  await settle();
};

describe('the list', () => {
  it('shows the address that others need while nothing has come', async () => {
    await openInbox({ studies: [] });
    expect(screen.getByRole('heading', { name: 'Nothing has been received yet' })).toBeTruthy();
    expect(within(table()).getByText('11112')).toBeTruthy();
  });

  it('grows while objects arrive, and says that they do', async () => {
    const { engine } = await openInbox({ studies: [] });
    const study = makeStudy({ studyUid: '1.9', instanceCount: 7, lastArrived: new Date().toISOString() });
    act(() => engine.emit('inbox.studies', { kind: 'upsert', rows: [study] }));
    await settle();
    expect(row(/7 images, from CT03/)).toBeTruthy();
    expect(within(table()).getByRole('img', { name: 'arriving' })).toBeTruthy();
    act(() => engine.emit('inbox.studies', { kind: 'upsert', rows: [{ ...study, instanceCount: 8 }] }));
    await settle();
    expect(row(/8 images/)).toBeTruthy();
  });

  it('selects what another place asks for, also when it came while the inbox was behind and its group is closed', async () => {
    const arrivals = [{ fromTitle: 'CT3', fromAddress: '10.1.2.3', first: 1_000, last: 2_000, instances: 1, bytes: 10 }];
    const { engine, gantry } = await openInbox({ studies: [] });
    fireEvent.click(screen.getByRole('radio', { name: 'By arrival' }));
    act(() => go(gantry.places, { screen: 'overview' }));
    act(() => engine.emit('inbox.studies', { kind: 'upsert', rows: [makeStudy({ studyUid: '1.9', description: 'Knee', arrivals })] }));
    await settle();
    act(() => go(gantry.places, { screen: 'inbox', studyUid: '1.9' }));
    await settle();
    expect(row(/Knee/).getAttribute('aria-selected')).toBe('true');
    expect(row(/Knee/).getAttribute('aria-level')).toBe('2');
  });

  it('finds names in any script, width and kana while one types', async () => {
    await openInbox();
    fireEvent.change(screen.getByRole('textbox', { name: 'Filter the inbox' }), { target: { value: 'ﾔﾏﾀﾞ' } });
    await settle();
    expect(row(/山田/)).toBeTruthy();
    expect(within(table()).queryByRole('row', { name: /Buc/ })).toBeNull();
    fireEvent.change(screen.getByRole('textbox', { name: 'Filter the inbox' }), { target: { value: 'nobody' } });
    await settle();
    expect(screen.getByRole('heading', { name: 'Nothing here matches the filter' })).toBeTruthy();
  });

  it('marks a study that mixes patients or holds two versions of an object, and says what came twice', async () => {
    await openInbox({ studies: [makeStudy({ studyUid: '1.9', checks: ['other-patient', 'other-bytes'], duplicates: 3 })] });
    expect(row(/more than one patient ID.*Both were kept.*3 objects came again with the same bytes/)).toBeTruthy();
    expect(within(table()).getByRole('img', { name: /more than one patient ID/ })).toBeTruthy();
    await choose(/1 image|images/);
    expect(within(screen.getByRole('list', { name: 'Checks' })).getAllByRole('listitem')).toHaveLength(3);
  });

  it('puts studies together by arrival and by patient, and remembers it', async () => {
    const at = Date.parse('2026-01-05T08:00:00Z');
    const arrivals = [{ fromTitle: 'CT03', fromAddress: '10.1.2.17', first: at, last: at + 41_000, instances: 240, bytes: 1 }];
    const studies = [makeStudy({ studyUid: '1.8', arrivals }), makeStudy({ studyUid: '1.9', arrivals })];
    const { engine } = await openInbox({ studies });
    fireEvent.click(screen.getByRole('radio', { name: 'By arrival' }));
    await settle();
    const session = row(/2 studies, 480 images, 41 s/);
    expect(session.getAttribute('aria-level')).toBe('1');
    expect(within(session).getByText('2 studies, 41 s')).toBeTruthy();
    await choose(/2 studies, 480 images, 41 s/);
    await press(session, 'ArrowRight');
    expect(within(table()).getAllByRole('row', { name: /山田/ })[0]?.getAttribute('aria-level')).toBe('2');
    fireEvent.keyDown(session, { key: 'Delete' });
    await settle();
    expect(engine.calls.at(-1)).toMatchObject({ name: 'inbox.remove', payload: { targets: [{ studyUid: '1.8' }, { studyUid: '1.9' }] } });
    fireEvent.click(screen.getByRole('radio', { name: 'By patient' }));
    await settle();
    expect(row(/山田.*2 studies: CT Chest, 480 images/)).toBeTruthy();
    expect(localStorage.getItem('gantry.inbox.grouping')).toBe('"patient"');
  });

  it('stars what is selected, by key and by click', async () => {
    const { engine } = await openInbox({ studies: [makeStudy({ studyUid: '1.9' })] });
    await choose(/山田/);
    await press(row(/山田/), 's');
    expect(engine.calls.at(-1)).toEqual({ name: 'inbox.flag', payload: { studies: ['1.9'], flagged: true } });
    act(() => engine.emit('inbox.studies', { kind: 'upsert', rows: [makeStudy({ studyUid: '1.9', flagged: true })] }));
    await settle();
    fireEvent.click(within(row(/starred/)).getByRole('button', { name: 'Star' }));
    await settle();
    expect(engine.calls.at(-1)).toEqual({ name: 'inbox.flag', payload: { studies: ['1.9'], flagged: false } });
  });

  it('puts away the inspector that lies over it by Escape, also from within', async () => {
    giveSizes({ width: 1_000 });
    const { gantry } = await openInbox();
    act(() => gantry.layout.setState({ inspectorOpen: true }));
    await choose(/山田/);
    await press(within(screen.getByRole('complementary', { name: 'Inspector' })).getByRole('tab', { name: 'History' }), 'Escape');
    expect(screen.queryByRole('complementary', { name: 'Inspector' })).toBeNull();
  });

  it('says how far the rebuilding of its index is, and lets it be ended', async () => {
    const { engine, gantry } = await openInbox();
    await act(() => perform(rebuildIndex, currentContext(gantry)));
    act(() => engine.emit('inbox.rebuild', { done: 3, total: 20, objects: 100, over: false }));
    await settle();
    expect(screen.getByText('Rebuilding the index: 3 of 20 series')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Cancel rebuilding' }));
    await settle();
    expect(engine.openStreams()).not.toContain('inbox.rebuild');
    expect(screen.queryByText(/Rebuilding the index/)).toBeNull();
  });

  it('has the inspector’s room while nothing is selected', async () => {
    await openInbox();
    expect(screen.queryByRole('complementary', { name: 'Inspector' })).toBeNull();
    await choose(/山田/);
    expect(screen.getByRole('complementary', { name: 'Inspector' })).toBeTruthy();
  });

  it('opens to series and images with the right arrow', async () => {
    await openInbox();
    await choose(/山田/);
    await press(row(/山田/), 'ArrowRight');
    expect(row(/^Series 1, CT, Axial 1.0, 60 images/).getAttribute('aria-level')).toBe('2');
    await choose(/^Series 1,/);
    await press(row(/^Series 1,/), 'ArrowRight');
    expect(row(/^Image 1, CT Image Storage/).getAttribute('aria-level')).toBe('3');
  });
});

describe('what can be done', () => {
  it('deletes at once and brings it back', async () => {
    const { engine } = await openInbox();
    await choose(/山田/);
    await press(row(/山田/), 'Delete');
    expect(engine.calls).toContainEqual({
      name: 'inbox.remove',
      payload: { targets: [{ kind: 'study', studyUid: sampleStudies[0]?.studyUid }] },
    });
    await press(null, 'z', { ctrlKey: true });
    expect(engine.calls.at(-1)).toEqual({ name: 'inbox.restore', payload: { token: 'bin-1' } });
  });

  it('does not delete a study’s series twice when both are selected', async () => {
    const { gantry } = await openInbox();
    await choose(/山田/);
    await press(row(/山田/), 'ArrowRight');
    fireEvent.mouseDown(row(/^Series 1,/), { ctrlKey: true });
    await settle();
    expect(gantry.selection.getState()).toMatchObject({ kind: 'inbox', targets: [{ kind: 'study' }], instances: 240, patients: 1 });
  });

  it('reveals and copies what is selected', async () => {
    const { engine } = await openInbox();
    await choose(/山田/);
    fireEvent.click(screen.getByRole('tab', { name: 'Files' }));
    await settle();
    fireEvent.click(screen.getByRole('button', { name: 'Reveal in folder' }));
    await settle();
    expect(engine.calls.at(-1)).toMatchObject({ name: 'desktop.reveal', payload: { target: { kind: 'study' } } });
  });
});

describe('tags', () => {
  const openTags = async () => {
    const opened = await openInbox();
    await choose(/山田/);
    fireEvent.click(screen.getByRole('tab', { name: 'Tags' }));
    await settle();
    return opened;
  };
  const tags = () => screen.getByRole('treegrid', { name: 'Tags' });

  it('are a tree whose sequences open', async () => {
    await openTags();
    expect(within(tags()).queryByText('Scheduled Procedure Step Description')).toBeNull();
    const sequence = within(tags()).getByText('Request Attributes Sequence');
    fireEvent.mouseDown(sequence);
    await press(sequence.closest('[role="row"]'), 'ArrowRight');
    expect(within(tags()).getByText('Item 1')).toBeTruthy();
  });

  it('are narrowed with the way to what was found', async () => {
    await openTags();
    fireEvent.change(screen.getByRole('textbox', { name: 'Filter the tags' }), { target: { value: 'RP-77' } });
    await until(() => within(tags()).queryByText('RP-77') !== null, { what: 'the search' });
    expect(within(tags()).getAllByRole('row').length).toBe(1 + 3);
  });

  it('copies the whole value of what the table shows cut', async () => {
    const { engine } = await openTags();
    const pixels = within(tags()).getByText('Pixel Data');
    fireEvent.mouseDown(pixels);
    await settle();
    fireEvent.doubleClick(pixels);
    await settle();
    expect(engine.calls.filter(({ name }) => name === 'desktop.copy')).toMatchObject([
      { payload: { text: expect.stringMatching(/^(00 fc 01 fc 02 fc 03 fc ){400}$/) as unknown } },
    ]);
  });
});

describe('looking', () => {
  it('opens large with Space, says that it is not for diagnosis, and scrolls and windows by keys', async () => {
    await openInbox();
    await choose(/山田/);
    await press(row(/山田/), ' ');
    const large = within(screen.getByRole('dialog'));
    expect(large.getByText('Not for diagnosis')).toBeTruthy();
    const stage = large.getByRole('group', { name: /image 1 of 60/ });
    await press(stage, 'ArrowDown');
    await press(stage, '3');
    expect(large.getByText('2 / 60')).toBeTruthy();
    expect(large.getByText(/C -600\s+W 1500/)).toBeTruthy();
    await press(stage, ' ');
    expect(screen.queryByRole('dialog')).toBeNull();
    await waitFor(() => expect(document.activeElement).toBe(row(/山田/)));
  });
});
