import type { DecodePhoto } from './document-sending.svelte.ts';

const SAMPLE = 64;

/** Decodes a picture without a document or a script, and takes a small sample of it. */
export const decodePhoto: DecodePhoto = async (bytes, type) => {
  try {
    const picture = await createImageBitmap(new Blob([bytes], { type }));
    const { width, height } = picture;
    const context = new OffscreenCanvas(SAMPLE, SAMPLE).getContext('2d');
    context?.drawImage(picture, 0, 0, SAMPLE, SAMPLE);
    const pixels = context?.getImageData(0, 0, SAMPLE, SAMPLE).data ?? new Uint8ClampedArray();
    picture.close();
    return { width, height, pixels };
  } catch {
    // What the browser cannot decode is damaged, whatever its first bytes say.
    return null;
  }
};
