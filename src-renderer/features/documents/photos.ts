import type { DecodePhoto } from './document-files.svelte.ts';

/** Longer side of the sample in pixels: see photo-quality.ts. */
const LONGER_SIDE = 1000;

/** Milliseconds; a picture that is made to take longer is none that a person would read. */
const DEADLINE = 20_000;

const decoded = (picture: Blob): Promise<ImageBitmap> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('too slow')), DEADLINE);
    void createImageBitmap(picture)
      .then(resolve, reject)
      .finally(() => clearTimeout(timer));
  });

/** Decodes a picture without a document or a script, and draws it smaller. */
export const decodePhoto: DecodePhoto = async (picture) => {
  try {
    const image = await decoded(picture);
    const { width, height } = image;
    const scale = Math.min(1, LONGER_SIDE / Math.max(width, height));
    const [columns, rows] = [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
    const context = new OffscreenCanvas(columns, rows).getContext('2d');
    if (context) context.imageSmoothingQuality = 'high';
    context?.drawImage(image, 0, 0, columns, rows);
    const pixels = context?.getImageData(0, 0, columns, rows).data ?? new Uint8ClampedArray();
    image.close();
    return { width, height, sample: { width: columns, height: rows, pixels } };
  } catch {
    // What the browser cannot decode is damaged, whatever its first bytes say.
    return null;
  }
};
