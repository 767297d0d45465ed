import CircleAlert from '@lucide/svelte/icons/circle-alert';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import Circle from '@lucide/svelte/icons/circle';
import Info from '@lucide/svelte/icons/info';
import TriangleAlert from '@lucide/svelte/icons/triangle-alert';
import type { Icon, Tone } from './icon.ts';

/** The icon that goes with a tone, so that colour is never alone. */
export const toneIcons: Readonly<Record<Tone, Icon>> = {
  neutral: Circle,
  info: Info,
  success: CircleCheck,
  warning: TriangleAlert,
  danger: CircleAlert,
};
