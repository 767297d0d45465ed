/** What the page's `fetch` and the stand-in agree on, so that bodies arrive while they are made. */

/** Header of a request whose sender can read its answer in pieces; in the answer: the name of the stream. */
export const STREAM_HEADER = 'x-stand-in-stream';
/** Path of the pieces, with the name of the stream behind it; DELETE ends the stream. */
export const STREAM_PATH = '/.stand-in-stream/';
/** The body is whole. */
export const WHOLE_STATUS = 204;
/** The body broke off, or nobody knows the stream. */
export const FAILED_STATUS = 410;
