/** Before each file of renderer tests: the language, which the window keeps for all of its modules. */
import { overwriteGetLocale } from '../shared/messages/generated/runtime.js';

overwriteGetLocale(() => 'fi');
