import { readFileSync } from 'node:fs';
import type { Result } from '../../shared/domain/result.ts';
import { success } from '../../shared/domain/result.ts';
import { callFailure } from '../../shared/ipc/call-failure.ts';
import type { CallError } from '../../shared/ipc/errors.ts';
import { settings as settingsSchema, type Diagnostic, type Settings } from '../../shared/ipc/state.ts';
import { createWholeFile } from '../files.ts';
import { createListeners } from '../listeners.ts';

export type SettingsChanges = { readonly [Name in keyof Settings]?: Settings[Name] | undefined };

/** What the user has chosen for the window. Holds no personal data. */
export interface SettingsStore {
  current(): Settings;
  /** Kept in memory even where the disk refuses; the answer then is `storage-failed`. */
  change(changes: SettingsChanges): Promise<Result<Settings, CallError>>;
  onChange(listener: (settings: Settings) => void): () => void;
  diagnostics(): readonly Diagnostic[];
}

const localeOf = (systemLocale: string): Settings['locale'] => {
  const language = systemLocale.slice(0, 2).toLowerCase();
  return language === 'sv' || language === 'en' ? language : 'fi';
};

/** Takes what is right of a stored file, one value at a time. */
function readStored(path: string, defaults: Settings): Settings {
  let raw: unknown;
  try {
    raw = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    // First start, or a file that somebody damaged: the defaults are as good as it gets.
    return defaults;
  }
  if (typeof raw !== 'object' || raw === null) return defaults;
  const right = Object.entries(settingsSchema.shape).flatMap(([name, schema]) => {
    const parsed = schema.safeParse((raw as Record<string, unknown>)[name]);
    return parsed.success ? [[name, parsed.data] as const] : [];
  });
  return settingsSchema.parse({ ...defaults, ...Object.fromEntries(right) });
}

/** @param systemLocale BCP 47 tag of the operating system; languages other than sv and en give Finnish */
export function createSettings(path: string, systemLocale: string): SettingsStore {
  const listeners = createListeners<[Settings]>();
  let current = readStored(path, {
    locale: localeOf(systemLocale),
    theme: 'system',
    density: 'normal',
    singleKeyShortcuts: true,
    newNoticeAlerts: true,
    noticeFilters: [],
    listColumns: [],
    certificateKind: null,
  });
  const file = createWholeFile(path);
  let notStored = false;
  return {
    current: () => current,
    change: async (changes) => {
      const given = Object.entries(changes).filter(([, value]) => value !== undefined);
      const changed = { ...current, ...(Object.fromEntries(given) as Partial<Settings>) };
      current = changed;
      listeners.tell(changed);
      try {
        await file.write(JSON.stringify(changed));
        notStored = false;
      } catch {
        notStored = true;
        return callFailure('storage-failed', { retriable: true });
      }
      return success(changed);
    },
    onChange: listeners.add,
    diagnostics: () => (notStored ? [{ code: 'settings-not-stored', severity: 'warning' }] : []),
  };
}
