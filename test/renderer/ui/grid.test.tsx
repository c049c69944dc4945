// The table: keys, selection, type-ahead, sorting and what a screen reader is told, with a thousand rows of which few are in the document.
import { act, fireEvent, render, screen, within } from '@testing-library/react';
import { useState } from 'react';
import { describe, expect, it } from 'vitest';
import type { Column, TreeShape } from '../../../renderer/ui/grid/column.ts';
import { Grid } from '../../../renderer/ui/grid/grid.tsx';
import { emptySelection, type GridSelection } from '../../../renderer/ui/grid/selection.ts';
import { press, useWindowTests } from '../support.tsx';

useWindowTests();

interface Fruit {
  readonly id: string;
  readonly name: string;
  readonly weight: number;
  readonly level?: number;
}

const columns: readonly Column<Fruit>[] = [
  {
    id: 'name',
    label: 'Name',
    width: 200,
    grow: true,
    cell: ({ name }) => name,
    text: ({ name }) => name,
    compare: (a, b) => a.name.localeCompare(b.name),
  },
  {
    id: 'weight',
    label: 'Weight',
    width: 80,
    grow: true,
    align: 'end',
    cell: ({ weight }) => weight,
    compare: (a, b) => a.weight - b.weight,
  },
  { id: 'colour', label: 'Colour', width: 80, optional: true, cell: () => 'green' },
];
const keyOf = ({ id }: Fruit) => id;

const many = Array.from({ length: 1_000 }, (_, index): Fruit => ({
  id: `f${index}`,
  name: `Fruit ${String(index).padStart(4, '0')}`,
  weight: 1_000 - index,
}));

interface Probe {
  selection: GridSelection;
  readonly opened: string[];
}

function Stage({ rows, probe, tree }: { readonly rows: readonly Fruit[]; readonly probe: Probe; readonly tree?: TreeShape<Fruit> }) {
  const [selection, setSelection] = useState(emptySelection);
  probe.selection = selection;
  return (
    <Grid
      id="fruit"
      label="Fruit"
      rows={rows}
      columns={columns}
      rowKey={keyOf}
      selection={selection}
      onSelection={setSelection}
      onOpen={({ id }) => probe.opened.push(id)}
      {...(tree ? { tree } : {})}
      empty="No fruit"
    />
  );
}

function show(rows: readonly Fruit[] = many, tree?: TreeShape<Fruit>): Probe {
  const probe: Probe = { selection: emptySelection, opened: [] };
  render(<Stage rows={rows} probe={probe} {...(tree ? { tree } : {})} />);
  return probe;
}

const focused = () => document.activeElement;
const selected = (probe: Probe) => [...probe.selection.keys];
const firstRow = () => {
  const row = document.querySelector<HTMLElement>('[data-row-index="0"]');
  if (!row) throw new Error('no row');
  act(() => row.focus());
  return row;
};

describe('what a screen reader is told', () => {
  it('has the true numbers although few rows exist', () => {
    show();
    const grid = screen.getByRole('grid', { name: 'Fruit' });
    expect(grid.getAttribute('aria-rowcount')).toBe('1001');
    expect(within(grid).getAllByRole('row').length).toBeLessThan(100);
    expect(document.querySelector('[data-row-index="3"]')?.getAttribute('aria-rowindex')).toBe('5');
  });

  it('has one stop for the Tab key', () => {
    show();
    expect(document.querySelectorAll('[data-row-index][tabindex="0"]')).toHaveLength(1);
  });
});

describe('keys', () => {
  it('move the focus and the selection together', async () => {
    const probe = show();
    await press(firstRow(), 'ArrowDown');
    await press(focused(), 'ArrowDown');
    expect(selected(probe)).toEqual(['f2']);
    expect(focused()?.getAttribute('data-row-index')).toBe('2');
    await press(focused(), 'End');
    expect(selected(probe)).toEqual(['f999']);
    expect(focused()?.getAttribute('aria-rowindex')).toBe('1001');
    await press(focused(), 'Home');
    expect(selected(probe)).toEqual(['f0']);
  });

  it('extend, toggle, select all and clear', async () => {
    const probe = show();
    await press(firstRow(), 'ArrowDown');
    await press(focused(), 'ArrowDown', { shiftKey: true });
    await press(focused(), 'ArrowDown', { shiftKey: true });
    expect(selected(probe)).toEqual(['f1', 'f2', 'f3']);
    await press(focused(), 'ArrowDown', { ctrlKey: true });
    await press(focused(), ' ', { ctrlKey: true });
    expect(selected(probe)).toEqual(['f1', 'f2', 'f3', 'f4']);
    await press(focused(), 'a', { ctrlKey: true });
    expect(selected(probe)).toHaveLength(1_000);
    await press(focused(), 'Escape');
    expect(selected(probe)).toEqual([]);
    await press(focused(), 'A', { ctrlKey: true, shiftKey: true });
    expect(selected(probe)).toEqual([]);
  });

  it('scroll the row with the focus into view, whole, and no further', async () => {
    show();
    const grid = screen.getByRole('grid');
    for (let step = 0; step < 40; step++) await press(step === 0 ? firstRow() : focused(), 'ArrowDown');
    expect(grid.scrollTop).toBe(41 * 28 - 900);
    await press(focused(), 'ArrowUp');
    expect(grid.scrollTop).toBe(41 * 28 - 900);
  });

  it('open with Enter', async () => {
    const probe = show();
    await press(firstRow(), 'ArrowDown');
    await press(focused(), 'Enter');
    expect(probe.opened).toEqual(['f1']);
  });

  it('go to the row that begins with what is typed', async () => {
    const probe = show([
      { id: 'a', name: 'Apple', weight: 1 },
      { id: 'b', name: 'Banana', weight: 2 },
      { id: 'e', name: 'Épine', weight: 3 },
      { id: 'bl', name: 'Blueberry', weight: 4 },
    ]);
    await press(firstRow(), 'e');
    expect(selected(probe)).toEqual(['e']);
    expect(screen.getByRole('grid').getAttribute('data-type-ahead')).toBe('running');
  });

  it('spell a word across several letters', async () => {
    const probe = show([
      { id: 'a', name: 'Apple', weight: 1 },
      { id: 'b', name: 'Banana', weight: 2 },
      { id: 'bl', name: 'Blueberry', weight: 4 },
    ]);
    await press(firstRow(), 'b');
    await press(focused(), 'l');
    expect(selected(probe)).toEqual(['bl']);
  });
});

describe('the mouse', () => {
  it('selects one, adds with Ctrl, fills with Shift', () => {
    const probe = show();
    const row = (index: number) => document.querySelector(`[data-row-index="${index}"]`) ?? document.body;
    fireEvent.mouseDown(row(2));
    fireEvent.mouseDown(row(5), { ctrlKey: true });
    expect(selected(probe)).toEqual(['f2', 'f5']);
    fireEvent.mouseDown(row(7), { shiftKey: true });
    expect(selected(probe)).toEqual(['f5', 'f6', 'f7']);
    fireEvent.doubleClick(row(7));
    expect(probe.opened).toEqual(['f7']);
  });

  it('keeps many selected under a press, so that they can be dragged, and selects one when it was only a click', () => {
    const probe = show();
    const row = (index: number) => document.querySelector(`[data-row-index="${index}"]`) ?? document.body;
    fireEvent.mouseDown(row(1));
    fireEvent.mouseDown(row(3), { shiftKey: true });
    fireEvent.mouseDown(row(2));
    expect(selected(probe)).toEqual(['f1', 'f2', 'f3']);
    fireEvent.click(row(2));
    expect(selected(probe)).toEqual(['f2']);
  });
});

describe('columns', () => {
  it('sort by click, up and down, and say so', () => {
    show();
    const header = screen.getByRole('columnheader', { name: /^Weight/ });
    expect(header.getAttribute('aria-sort')).toBe('none');
    fireEvent.click(within(header).getByRole('button'));
    expect(header.getAttribute('aria-sort')).toBe('ascending');
    expect(document.querySelector('[data-row-index="0"]')?.textContent).toContain('Fruit 0999');
    fireEvent.click(within(header).getByRole('button'));
    expect(header.getAttribute('aria-sort')).toBe('descending');
  });

  it('hide what is optional and remember a width', async () => {
    show();
    expect(screen.queryByRole('columnheader', { name: /^Colour/ })).toBeNull();
    const sort = within(screen.getByRole('columnheader', { name: /^Weight/ })).getByRole('button');
    await press(sort, 'ArrowRight', { shiftKey: true });
    expect(JSON.parse(localStorage.getItem('gantry.columns.fruit') ?? '{}')).toMatchObject({ widths: { weight: 92 } });
  });

  it('share what is left over in proportion, and keep a width chosen by hand', async () => {
    show();
    const template = () => screen.getByRole('grid').style.getPropertyValue('--grid-columns');
    expect(template()).toContain('minmax(calc(200px * var(--scale)), 200fr)');
    expect(template()).toContain('minmax(calc(80px * var(--scale)), 80fr)');
    expect(screen.getByRole('grid').style.getPropertyValue('--grid-width')).toBe('calc(280px * var(--scale))');
    const header = screen.getByRole('columnheader', { name: /^Weight/ });
    await press(within(header).getByRole('button'), 'ArrowRight', { shiftKey: true });
    expect(template()).not.toContain(' 80fr');
    const edge = header.lastElementChild;
    if (!edge) throw new Error('no edge');
    fireEvent.doubleClick(edge);
    expect(template()).toContain(' 80fr');
  });
});

describe('a tree', () => {
  const rows: readonly Fruit[] = [
    { id: 'citrus', name: 'Citrus', weight: 5, level: 1 },
    { id: 'lemon', name: 'Lemon', weight: 1, level: 2 },
    { id: 'stone', name: 'Stone fruit', weight: 2, level: 1 },
  ];
  const toggled: [string, boolean][] = [];
  const tree: TreeShape<Fruit> = {
    level: ({ level }) => level ?? 1,
    expanded: ({ id }) => (id === 'citrus' ? true : id === 'stone' ? false : null),
    onToggle: ({ id }, expanded) => toggled.push([id, expanded]),
  };

  it('says level and whether a row is open', () => {
    show(rows, tree);
    expect(screen.getByRole('treegrid')).toBeTruthy();
    const [, citrus, lemon] = screen.getAllByRole('row');
    expect(citrus?.getAttribute('aria-expanded')).toBe('true');
    expect(lemon?.getAttribute('aria-level')).toBe('2');
    expect(lemon?.hasAttribute('aria-expanded')).toBe(false);
  });

  it('is walked with the arrows', async () => {
    const probe = show(rows, tree);
    await press(firstRow(), 'ArrowRight');
    expect(selected(probe)).toEqual(['lemon']);
    await press(focused(), 'ArrowLeft');
    expect(selected(probe)).toEqual(['citrus']);
    await press(focused(), 'ArrowLeft');
    await press(focused(), 'End');
    await press(focused(), 'ArrowRight');
    expect(toggled).toEqual([
      ['citrus', false],
      ['stone', true],
    ]);
  });

  it('sorts families, not children', () => {
    show(rows, tree);
    fireEvent.click(within(screen.getByRole('columnheader', { name: /^Weight/ })).getByRole('button'));
    const names = screen
      .getAllByRole('row')
      .slice(1)
      .map((row) => row.textContent);
    expect(names).toEqual(['Stone fruit2', 'Citrus5', 'Lemon1']);
  });
});

it('shows why it is empty', () => {
  show([]);
  expect(screen.getByText('No fruit')).toBeTruthy();
});

describe('coming in by key', () => {
  it('takes the row, so that Enter has a subject', async () => {
    const probe = show();
    firstRow();
    expect(selected(probe)).toEqual(['f0']);
    await press(focused(), 'Escape');
    expect(selected(probe)).toEqual([]);
    await press(focused(), 'Enter');
    expect(probe.opened).toEqual(['f0']);
    expect(selected(probe)).toEqual(['f0']);
  });
});

it('draws a row of a tree again only when the row changed', () => {
  const drawn: string[] = [];
  const watched: readonly Column<Fruit>[] = [
    {
      id: 'name',
      label: 'Name',
      width: 200,
      cell: ({ name }) => {
        drawn.push(name);
        return name;
      },
    },
  ];
  const [one, other] = [
    { id: 'f1', name: 'Fig', weight: 1, level: 1 },
    { id: 'f2', name: 'Plum', weight: 2, level: 1 },
  ];
  const table = (rows: readonly Fruit[]) => (
    <Grid
      id="watched"
      label="Watched"
      rows={rows}
      columns={watched}
      rowKey={keyOf}
      selection={emptySelection}
      onSelection={() => {}}
      tree={{ level: ({ level = 1 }) => level, expanded: () => false, onToggle: () => {} }}
    />
  );
  const { rerender } = render(table([one, other]));
  drawn.length = 0;
  rerender(table([one, { ...other, name: 'Pear' }]));
  expect(drawn).toEqual(['Pear']);
});
