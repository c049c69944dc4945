/** Keys and gestures of the preview, for its own help and for the sheet of all shortcuts. */
export const VIEWER_KEYS: readonly { readonly keys: string; readonly does: string }[] = [
  { keys: 'Wheel, arrows, PgUp PgDn, Home End', does: 'Scroll' },
  { keys: 'K', does: 'Play and stop' },
  { keys: ', .', does: 'Slower, faster' },
  { keys: '1 to 9', does: 'Windows of the bar below the image' },
  { keys: 'Drag', does: 'Window and level' },
  { keys: 'Shift+drag, middle button', does: 'Move' },
  { keys: 'Ctrl+wheel, right button, + -', does: 'Zoom' },
  { keys: 'Z', does: 'Fit, or 1 to 1' },
  { keys: 'I', does: 'Invert' },
  { keys: 'R, Shift+R', does: 'Turn right, turn left' },
  { keys: 'F', does: 'Mirror' },
  { keys: 'O', does: 'Overlays on and off' },
  { keys: '0', does: 'Reset' },
  { keys: '[ ]', does: 'Previous and next series' },
  { keys: 'Space, Esc', does: 'Close' },
];
