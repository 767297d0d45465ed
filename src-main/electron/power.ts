import { powerMonitor } from 'electron';

/** Tells when the workstation is left: its screen is locked or it goes to sleep. */
export function onWorkstationLeft(listener: (how: 'system-locked' | 'suspended') => void): void {
  powerMonitor.on('lock-screen', () => listener('system-locked'));
  powerMonitor.on('suspend', () => listener('suspended'));
}
