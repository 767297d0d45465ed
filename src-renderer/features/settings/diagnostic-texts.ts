import type { Diagnostic } from '../../../shared/ipc/state.ts';
import { m } from '../../../shared/messages/generated/messages.js';

/** Complete by its type: a code without a text does not compile. */
const texts: Readonly<Record<Diagnostic['code'], () => string>> = {
  'settings-not-stored': m.diagnostic_settings_not_stored,
  'audit-not-written': m.diagnostic_audit_not_written,
  'cache-out-of-order': m.diagnostic_cache_out_of_order,
  'cache-encrypted': m.diagnostic_cache_encrypted,
  'keychain-unavailable': m.diagnostic_keychain_unavailable,
  'storage-failed': m.diagnostic_storage_failed,
  'drafts-unreadable': m.diagnostic_drafts_unreadable,
  'clock-skewed': m.diagnostic_clock_skewed,
  'service-not-configured': m.diagnostic_service_not_configured,
  'service-configured': m.diagnostic_service_configured,
  'training-mode': m.diagnostic_training_mode,
  'policy-unreadable': m.diagnostic_policy_unreadable,
  'policy-not-an-object': m.diagnostic_policy_not_an_object,
  'policy-name-unknown': m.diagnostic_policy_name_unknown,
  'policy-value-ignored': m.diagnostic_policy_value_ignored,
  'reader-watch-failed': m.diagnostic_reader_watch_failed,
  'card-reading-failed': m.diagnostic_card_reading_failed,
  // The person who signed in was told the same words.
  'pin-wrong': m.error_card_pin_wrong,
  'pin-wrong-last-try': m.error_card_pin_wrong_last_try,
  'pin-blocked': m.error_card_pin_blocked,
  'pin-length': m.error_card_pin_length,
  'pin-empty': m.error_card_pin_empty,
  'pin-not-entered': m.error_card_pin_not_entered,
  'pin-cancelled': m.error_card_pin_cancelled,
  'card-not-activated': m.error_card_not_activated,
  'card-removed': m.error_card_removed,
  'card-changed': m.error_card_changed,
  'driver-hung': m.error_card_driver_hung,
  'driver-crashed': m.error_card_driver_crashed,
  'driver-failed': m.error_card_driver_failed,
};

/** Text of a line of the diagnostics. */
export const diagnosticText = (code: Diagnostic['code']): string => texts[code]();
