import { describe, expect, it } from 'vitest';
import { pinnedChromiumMajor, versionWarning } from './chromium-version.ts';

describe('versions of Chromium', () => {
  it('knows the Chromium of the pinned Electron', () => {
    expect(pinnedChromiumMajor()).toBeGreaterThanOrEqual(156);
  });

  it('warns where the major versions differ, and only there', () => {
    expect(versionWarning('156.0.8078.79', 156)).toBeUndefined();
    expect(versionWarning('157.0.1.2', 156)).toMatch(/157\.0\.1\.2.*156/);
    expect(versionWarning('', 156)).toBeDefined();
  });
});
