import { previewOf } from '../../platform/previews.ts';
import { today } from '../../platform/service-time.svelte.ts';
import { documentsPart, sendPart } from './document-sending.svelte.ts';
import { decodePhoto } from './photos.ts';

/** The documents that a client has on the way. */
export const documents = documentsPart({
  preview: previewOf,
  decode: decodePhoto,
  sendPart,
  newKey: () => crypto.randomUUID(),
  today,
  now: () => performance.now(),
  random: Math.random,
});
