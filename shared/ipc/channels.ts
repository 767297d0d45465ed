/** The only two channels between window and main process; they carry the contract's calls and events by name. */
export const callChannel = 'kelmu.call';
export const eventChannel = 'kelmu.event';
