// No screen has a serious fault of accessibility that can be found by machine. Colours are judged by the tokens' table, not here: this document has
// no layout.
import axe from 'axe-core';
import { describe, expect, it } from 'vitest';
import { go, type Place } from '../../renderer/stores/places.ts';
import { sampleNodes, sampleStudies, sampleTransfers } from '../support/window/samples.ts';
import { openWindow, press, settle, useWindowTests } from './support.tsx';

useWindowTests();

const rules = { 'color-contrast': { enabled: false }, region: { enabled: false } };

async function faults(): Promise<readonly string[]> {
  const { violations } = await axe.run(document.body, { rules });
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}

const places: readonly Place[] = [
  { screen: 'overview' },
  { screen: 'inbox' },
  { screen: 'search' },
  { screen: 'transfers' },
  { screen: 'log' },
  { screen: 'nodes' },
  { screen: 'nodes', nodeId: 'old' },
  { screen: 'settings' },
];

describe.each([
  ['full', { nodes: sampleNodes, studies: sampleStudies, transfers: sampleTransfers }],
  ['empty', {}],
] as const)('%s', (_, world) => {
  it.each(places)('$screen $nodeId', async (place) => {
    const { gantry } = await openWindow(world);
    go(gantry.places, place);
    await settle();
    expect(await faults()).toEqual([]);
  });
});

it.each([
  ['k', { ctrlKey: true }],
  ['?', {}],
])('what opens with %s', async (key, more) => {
  await openWindow({ nodes: sampleNodes });
  await press(null, key, more);
  expect(await faults()).toEqual([]);
});
