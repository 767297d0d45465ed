import { Menu, type BrowserWindow } from 'electron';

const SMALLEST_ZOOM = -3;
const BIGGEST_ZOOM = 4;
const STEPS: Readonly<Record<string, number>> = { '+': 0.5, '=': 0.5, '-': -0.5 };

/** No menu bar: every command has its place in the window, where it has a text in the user's language. */
export function removeMenu(): void {
  Menu.setApplicationMenu(null);
}

/** Zooming belongs to the menu in other programs; here the usual keys do it without one. */
export function zoomByKeyboard(window: BrowserWindow): void {
  const { webContents } = window;
  webContents.on('before-input-event', (event, input) => {
    if (input.type !== 'keyDown' || !input.control || input.alt || input.meta) return;
    const step = STEPS[input.key];
    if (step === undefined && input.key !== '0') return;
    event.preventDefault();
    const level = step === undefined ? 0 : webContents.getZoomLevel() + step;
    webContents.setZoomLevel(Math.min(BIGGEST_ZOOM, Math.max(SMALLEST_ZOOM, level)));
  });
}
