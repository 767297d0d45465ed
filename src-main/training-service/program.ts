import { parseArgs } from 'node:util';
import { helperPort } from '../helper-process/helper-process.ts';
import { readSignInConfiguration } from './sign-in/sign-in-configuration.ts';
import { startTrainingService } from './start-training-service.ts';

/**
 * Runs the training service alone or as a helper process: `--port N`, `--data-folder PATH`, `--origin URL`,
 * `--faults`, `--cards FILE` (README.md: which cards sign in). Alone it prints its address; a parent process is told `{ kind: 'ready', url }`.
 */
const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    'data-folder': { type: 'string' },
    origin: { type: 'string' },
    faults: { type: 'boolean', default: false },
    cards: { type: 'string' },
  },
});

// Electron's utility process has `parentPort`, a forked Node process has `send`.
const hasParent = Boolean(Reflect.get(process, 'parentPort')) || process.send !== undefined;

const service = await startTrainingService({
  port: Number(values.port),
  dataFolder: values['data-folder'] ?? null,
  ...(values.origin === undefined ? {} : { origin: values.origin }),
  faults: values.faults,
  ...(values.cards === undefined ? {} : { cards: readSignInConfiguration(values.cards) }),
});

if (hasParent) helperPort().post({ kind: 'ready', url: service.url });
else process.stdout.write(`${service.url}\n`);

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void service.close().then(() => process.exit(0)));
