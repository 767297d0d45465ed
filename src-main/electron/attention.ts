import { app, nativeImage, Notification, type BrowserWindow } from 'electron';
import type { Attention } from '../notices/notices.ts';
import { bringForward } from './window.ts';

/** Pixels of the mark on the icon in Windows' task bar. */
const SIZE = 16;
const RADIUS = 7;
/** Blue, green, red, alpha: the alert colour of the design. */
const COLOUR = [43, 48, 184, 255] as const;

const dot = () => {
  const pixels = Buffer.alloc(SIZE * SIZE * 4);
  for (let y = 0; y < SIZE; y += 1)
    for (let x = 0; x < SIZE; x += 1)
      if (Math.hypot(x + 0.5 - SIZE / 2, y + 0.5 - SIZE / 2) <= RADIUS)
        pixels.set(COLOUR, (y * SIZE + x) * 4);
  return nativeImage.createFromBitmap(pixels, { width: SIZE, height: SIZE });
};

/** The badge of the program's icon and the notices of the operating system: counts, no names. */
export function systemAttention(windowOf: () => BrowserWindow | undefined): Attention {
  let shown: Notification | undefined;
  const badge: Attention['badge'] = (count, description) => {
    if (process.platform === 'win32') windowOf()?.setOverlayIcon(count > 0 ? dot() : null, description);
    else app.setBadgeCount(count);
  };
  return {
    badge,
    notify: (body) => {
      const window = windowOf();
      if (!window || window.isFocused() || !Notification.isSupported()) return;
      shown?.close();
      shown = new Notification({ title: app.getName(), body, silent: true });
      shown.on('click', () => bringForward(window));
      shown.show();
    },
    clear: () => {
      shown?.close();
      shown = undefined;
      badge(0, '');
    },
  };
}
