// F6 goes round the panes of the window: rail, screen, inspector, transfers, status bar. Each remembers which element had the focus.

const ORDER = '[data-pane]';
const FOCUSABLE = 'button, input, textarea, select, a[href], [tabindex="0"]';

const last = new WeakMap<Element, HTMLElement>();

const isUsable = (element: HTMLElement) => element.closest('[inert], [hidden]') === null && element.getClientRects().length > 0;

/** Remembers focus per pane; returns dispose. */
export function rememberPaneFocus(root: HTMLElement): () => void {
  const onFocus = (event: FocusEvent) => {
    const pane = event.target instanceof HTMLElement ? event.target.closest(ORDER) : null;
    if (pane && event.target instanceof HTMLElement) last.set(pane, event.target);
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

function focusIn(pane: HTMLElement): boolean {
  const remembered = last.get(pane);
  const candidates = [...(remembered?.isConnected ? [remembered] : []), ...pane.querySelectorAll<HTMLElement>(FOCUSABLE)];
  const target = candidates.find(isUsable);
  target?.focus();
  return target !== undefined;
}
