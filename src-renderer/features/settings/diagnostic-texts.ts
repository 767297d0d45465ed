import { m } from '../../../shared/messages/generated/messages.js';

const texts: Readonly<Record<string, () => string>> = {
  'settings-not-stored': m.diagnostic_settings_not_stored,
  'audit-not-written': m.diagnostic_audit_not_written,
  'cache-out-of-order': m.diagnostic_cache_out_of_order,
  'cache-encrypted': m.diagnostic_cache_encrypted,
  'keychain-unavailable': m.diagnostic_keychain_unavailable,
  'storage-failed': m.diagnostic_storage_failed,
  'clock-skewed': m.diagnostic_clock_skewed,
  'service-not-configured': m.diagnostic_service_not_configured,
  'service-configured': m.diagnostic_service_configured,
  'training-mode': m.diagnostic_training_mode,
  'policy-unreadable': m.diagnostic_policy_unreadable,
  'policy-not-an-object': m.diagnostic_policy_not_an_object,
  'policy-name-unknown': m.diagnostic_policy_name_unknown,
  'policy-value-ignored': m.diagnostic_policy_value_ignored,
};

/** Text of a line of the diagnostics; a code that this version does not know is shown as it is. */
export const diagnosticText = (code: string): string => texts[code]?.() ?? code;
