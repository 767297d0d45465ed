import { View, type BrowserWindow } from 'electron';

/** Hides what the window shows, by the window system itself: the page may hang, sleep or be slow. */
export interface PrivacyCover {
  /** At a lock or an end, at once: over the page, in previews of the task bar, and in captures of the screen. */
  leave(): void;
  /** The page shows nothing of a client any more. */
  drawn(): void;
  /** Somebody is at work again. */
  enter(): void;
}

/** Larger than any screen, so that no resizing uncovers an edge. */
const EVERYWHERE = { x: 0, y: 0, width: 20_000, height: 20_000 };
const COLOUR = '#002f6c';
/** Of the preview that Windows shows of a window in the task bar: as good as nothing, and all. */
const NO_PREVIEW = { x: 0, y: 0, width: 1, height: 1 };
const WHOLE_PREVIEW = { x: 0, y: 0, width: 0, height: 0 };

/** @param isCapturePrevented whether the administrators forbid captures of the screen at all times */
export function createPrivacyCover(
  windowOf: () => BrowserWindow | undefined,
  isCapturePrevented: () => boolean,
): PrivacyCover {
  let cover: View | undefined;
  const withWindow = (run: (window: BrowserWindow) => void): void => {
    const window = windowOf();
    if (window && !window.isDestroyed()) run(window);
  };
  const uncover = (): void =>
    withWindow((window) => {
      if (cover) window.contentView.removeChildView(cover);
      cover = undefined;
    });

  return {
    leave: () =>
      withWindow((window) => {
        window.setContentProtection(true);
        window.setThumbnailClip(NO_PREVIEW);
        if (cover) return;
        cover = new View();
        cover.setBackgroundColor(COLOUR);
        cover.setBounds(EVERYWHERE);
        window.contentView.addChildView(cover);
      }),
    drawn: uncover,
    enter: () => {
      uncover();
      withWindow((window) => {
        window.setContentProtection(isCapturePrevented());
        window.setThumbnailClip(WHOLE_PREVIEW);
      });
    },
  };
}
