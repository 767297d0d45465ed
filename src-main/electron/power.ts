import { powerMonitor } from 'electron';

export interface WorkstationListener {
  /** The screen is locked, another user takes over, or the workstation goes to sleep. */
  left(how: 'system-locked' | 'suspended'): void;
  /** It is back. What was said before may have come too late, or not at all. */
  back(): void;
}

/** Tells when the workstation is left and taken up again. Windows locks a session that is disconnected or switched. */
export function watchWorkstation({ left, back }: WorkstationListener): void {
  powerMonitor.on('lock-screen', () => left('system-locked'));
  powerMonitor.on('user-did-resign-active', () => left('system-locked'));
  powerMonitor.on('suspend', () => left('suspended'));
  powerMonitor.on('resume', back);
  powerMonitor.on('unlock-screen', back);
}
