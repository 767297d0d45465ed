/** Shorter side in pixels below which the text of an A4 page is hard to read (about 75 dots an inch). */
const SMALLEST_SIDE = 600;
/** Mean brightness, 0 to 255, below which a photo of paper was taken in the dark. */
const DARK_BELOW = 70;
/**
 * Edges against contrast, below which letters run into each other. Measured on an 11-point text page, drawn, blurred
 * and made smaller: 1.5 to 6 where it is sharp, 0.4 where it is soft, 0.18 where it can just be read, 0.03 beyond.
 */
const BLURRED_BELOW = 0.12;
/** Variance of brightness below which a part of the picture has nothing that could be sharp. */
const SMALLEST_CONTRAST = 80;
/** Edges that the noise of a camera makes at the most. */
const LARGEST_NOISE = 100;
/** Parts of the picture in each direction; the sharpest tenth counts: text rarely fills the page. */
const PARTS = 8;

export type PhotoWarning = 'too-small' | 'too-dark' | 'blurred';

/** Pixels of a picture, at its own size or smaller. */
export interface PhotoSample {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue, alpha, each 0 to 255, row by row. */
  readonly pixels: Uint8ClampedArray;
}

interface Part {
  /** Variance of the Laplacian. */
  readonly edges: number;
  /** Variance of the brightness. */
  readonly contrast: number;
}

const brightnessOf = ({ pixels }: PhotoSample): Float32Array => {
  const light = new Float32Array(pixels.length / 4);
  for (let at = 0, from = 0; at < light.length; at += 1, from += 4)
    light[at] = 0.2126 * pixels[from]! + 0.7152 * pixels[from + 1]! + 0.0722 * pixels[from + 2]!;
  return light;
};

const partOf = (light: Float32Array, width: number, rows: number[], columns: number[]): Part => {
  const [top = 0, bottom = 0] = rows;
  const [left = 0, right = 0] = columns;
  let [count, sum, squares, edgeSum, edgeSquares] = [0, 0, 0, 0, 0];
  for (let row = top; row < bottom; row += 1)
    for (let at = row * width + left; at < row * width + right; at += 1) {
      const here = light[at]!;
      const edge = 4 * here - light[at - 1]! - light[at + 1]! - light[at - width]! - light[at + width]!;
      count += 1;
      sum += here;
      squares += here * here;
      edgeSum += edge;
      edgeSquares += edge * edge;
    }
  const variance = (total: number, ofSquares: number): number => ofSquares / count - (total / count) ** 2;
  return { edges: variance(edgeSum, edgeSquares), contrast: variance(sum, squares) };
};

const isBlurred = ({ width, height }: PhotoSample, light: Float32Array): boolean => {
  if (Math.min(width, height) < 4 * PARTS) return false;
  const border = (length: number, part: number): number =>
    Math.min(length - 1, Math.max(1, Math.floor((length * part) / PARTS)));
  const parts = Array.from({ length: PARTS * PARTS }, (_, index) => {
    const [row, column] = [Math.floor(index / PARTS), index % PARTS];
    const rows = [border(height, row), border(height, row + 1)];
    return partOf(light, width, rows, [border(width, column), border(width, column + 1)]);
  }).sort((one, other) => other.edges - one.edges);
  const sharp = parts[Math.floor(parts.length / 10)];
  const plain = parts.at(-Math.ceil(parts.length / 10));
  if (!sharp || !plain || parts.every(({ contrast }) => contrast < SMALLEST_CONTRAST)) return false;
  const edges = sharp.edges - Math.min(plain.edges, LARGEST_NOISE);
  return edges / Math.max(sharp.contrast, SMALLEST_CONTRAST) < BLURRED_BELOW;
};

/**
 * What makes a photo of a document hard to read. A guess: the user decides.
 * @param width pixels of the picture itself
 * @param height pixels of the picture itself
 * @param sample the whole picture; for sharpness its longer side should have about 1000 pixels
 */
export const photoWarnings = (
  width: number,
  height: number,
  sample: PhotoSample,
): readonly PhotoWarning[] => {
  const light = brightnessOf(sample);
  const mean = light.reduce((sum, each) => sum + each, 0) / Math.max(1, light.length);
  const isSmall = Math.min(width, height) < SMALLEST_SIDE;
  return [
    ...(isSmall ? (['too-small'] as const) : []),
    ...(light.length > 0 && mean < DARK_BELOW ? (['too-dark'] as const) : []),
    ...(isBlurred(sample, light) ? (['blurred'] as const) : []),
  ];
};
