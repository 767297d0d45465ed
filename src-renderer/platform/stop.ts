/**
 * Stops what runs. A reason of its own: the error that is made without one remembers the calls that led to it, and
 * with them all data that they saw, as long as somebody holds the controller.
 */
export const stop = (running: AbortController): void => running.abort('stopped');
