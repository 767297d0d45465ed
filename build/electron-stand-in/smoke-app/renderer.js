const status = globalThis.document.querySelector('[role=status]');
globalThis.smoke.onLocked(() => (status.textContent = 'locked'));
status.textContent = String(await globalThis.smoke.echo('ready'));
