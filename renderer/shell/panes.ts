// F6 goes round the panes of the window: rail, screen, inspector, transfers, status bar. Each remembers which element had the focus, and so
// does each screen, which has the keys as soon as it comes to the front.

const ORDER = '[data-pane]';
const SCREEN = '[data-front]';
const TABLE = '[role="grid"], [role="treegrid"]';
const FOCUSABLE = 'button, input, textarea, select, a[href], [tabindex="0"]';

const last = new WeakMap<Element, HTMLElement>();

const isUsable = (element: HTMLElement) => element.closest('[inert], [hidden]') === null && element.getClientRects().length > 0;

/** Remembers focus per pane and per screen; returns dispose. */
export function rememberPaneFocus(root: HTMLElement): () => void {
  const onFocus = ({ target }: FocusEvent) => {
    if (!(target instanceof HTMLElement)) return;
    for (const place of [target.closest(ORDER), target.closest(SCREEN)]) if (place) last.set(place, target);
  };
  root.addEventListener('focusin', onFocus);
  return () => root.removeEventListener('focusin', onFocus);
}

export function cyclePanes(root: HTMLElement, by: 1 | -1): void {
  const panes = Array.from(root.querySelectorAll<HTMLElement>(ORDER)).filter(isUsable);
  const at = panes.findIndex((pane) => pane.contains(document.activeElement));
  for (let step = 1; step <= panes.length; step++) {
    const pane = panes[(at + by * step + panes.length * 2) % panes.length];
    if (pane && focusIn(pane)) return;
  }
}

/** A screen that has come to the front: what had the focus there gets it again, else its table, where nothing is chosen yet. */
export function focusScreen(screen: HTMLElement): void {
  const active = document.activeElement;
  // Whoever has the focus by now, in the screen or over it, was quicker and keeps it. What had it on the screen before loses it a frame later.
  if (active !== null && active !== document.body && active.closest('[data-pane="rail"], [inert]') === null) return;
  const remembered = last.get(screen);
  const target = remembered?.isConnected ? remembered : screen.querySelector<HTMLElement>(TABLE);
  target?.focus();
}

function focusIn(pane: HTMLElement): boolean {
  const remembered = last.get(pane);
  const candidates = [...(remembered?.isConnected ? [remembered] : []), ...pane.querySelectorAll<HTMLElement>(FOCUSABLE)];
  const target = candidates.find(isUsable);
  target?.focus();
  return target !== undefined;
}
