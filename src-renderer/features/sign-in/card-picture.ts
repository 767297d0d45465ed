import Ban from '@lucide/svelte/icons/ban';
import CalendarX from '@lucide/svelte/icons/calendar-x';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import CreditCard from '@lucide/svelte/icons/credit-card';
import Fingerprint from '@lucide/svelte/icons/fingerprint-pattern';
import KeyRound from '@lucide/svelte/icons/key-round';
import LoaderCircle from '@lucide/svelte/icons/loader-circle';
import PlugZap from '@lucide/svelte/icons/plug-zap';
import PackageX from '@lucide/svelte/icons/package-x';
import ServerOff from '@lucide/svelte/icons/server-off';
import TriangleAlert from '@lucide/svelte/icons/triangle-alert';
import Usb from '@lucide/svelte/icons/usb';
import UserX from '@lucide/svelte/icons/user-x';
import type { CardCertificateView, CardStateView } from '../../../shared/ipc/state.ts';
import { m } from '../../../shared/messages/generated/messages.js';
import type { Icon, Tone } from '../../ui/index.ts';

export interface CardPicture {
  readonly icon: Icon;
  readonly tone: Tone;
  readonly title: () => string;
  readonly nextStep: () => string;
}

/** How each state of reader and card looks and what the user is told to do. */
export const cardPictures: Readonly<Record<CardStateView['code'], CardPicture>> = {
  'service-not-running': {
    icon: ServerOff,
    tone: 'danger',
    title: m.sign_in_card_service_not_running,
    nextStep: m.sign_in_card_service_not_running_next,
  },
  'no-reader': {
    icon: Usb,
    tone: 'neutral',
    title: m.sign_in_card_no_reader,
    nextStep: m.sign_in_card_no_reader_next,
  },
  'no-card': {
    icon: CreditCard,
    tone: 'info',
    title: m.sign_in_card_no_card,
    nextStep: m.sign_in_card_no_card_next,
  },
  reading: {
    icon: LoaderCircle,
    tone: 'info',
    title: m.sign_in_card_reading,
    nextStep: m.sign_in_card_reading_next,
  },
  'card-not-supported': {
    icon: Ban,
    tone: 'warning',
    title: m.sign_in_card_not_supported,
    nextStep: m.sign_in_card_not_supported_next,
  },
  'card-not-activated': {
    icon: KeyRound,
    tone: 'warning',
    title: m.sign_in_card_not_activated,
    nextStep: m.sign_in_card_not_activated_next,
  },
  'certificate-missing': {
    icon: PackageX,
    tone: 'warning',
    title: m.sign_in_card_certificate_missing,
    nextStep: m.sign_in_card_certificate_missing_next,
  },
  'certificate-expired': {
    icon: CalendarX,
    tone: 'danger',
    title: m.sign_in_card_certificate_expired,
    nextStep: m.sign_in_card_certificate_expired_next,
  },
  'certificate-not-yet-valid': {
    icon: CalendarX,
    tone: 'warning',
    title: m.sign_in_card_certificate_not_yet_valid,
    nextStep: m.sign_in_card_certificate_not_yet_valid_next,
  },
  ready: {
    icon: CircleCheck,
    tone: 'success',
    title: m.sign_in_card_ready,
    nextStep: m.sign_in_card_ready_next,
  },
  signing: {
    icon: Fingerprint,
    tone: 'info',
    title: m.sign_in_card_signing,
    nextStep: m.sign_in_card_signing_next,
  },
  'driver-missing': {
    icon: PlugZap,
    tone: 'danger',
    title: m.sign_in_card_driver_missing,
    nextStep: m.sign_in_card_driver_missing_next,
  },
  'driver-hung': {
    icon: TriangleAlert,
    tone: 'danger',
    title: m.sign_in_card_driver_hung,
    nextStep: m.sign_in_card_driver_hung_next,
  },
  'driver-crashed': {
    icon: TriangleAlert,
    tone: 'danger',
    title: m.sign_in_card_driver_crashed,
    nextStep: m.sign_in_card_driver_crashed_next,
  },
  'driver-failed': {
    icon: TriangleAlert,
    tone: 'danger',
    title: m.sign_in_card_driver_failed,
    nextStep: m.sign_in_card_driver_failed_next,
  },
  'another-person': {
    icon: UserX,
    tone: 'warning',
    title: m.sign_in_card_another_person,
    nextStep: m.sign_in_card_another_person_next,
  },
};

/** What the user does with a card that is ready; the PIN is not always entered on the screen. */
export const readyNextSteps: Readonly<Record<CardCertificateView['pinEntry'], () => string>> = {
  screen: m.sign_in_card_ready_next,
  reader: m.sign_in_card_ready_next_reader,
  system: m.sign_in_card_ready_next_system,
};

/** States in which reading the card once more may help; where it is read by itself it is not offered. */
export const worthReadingAgain: ReadonlySet<CardStateView['code']> = new Set([
  'card-not-activated',
  'driver-hung',
  'driver-crashed',
  'driver-failed',
]);
