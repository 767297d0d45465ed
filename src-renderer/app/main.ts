import { mount } from 'svelte';
import { createContract } from '../platform/contract.ts';
import { loadLocale, locales } from '../../shared/messages/generated/runtime.js';
import { learnCodes } from '../platform/service-codes.ts';
import '../styles/base.css';
import '../styles/printing.css';
import App from './App.svelte';
import { createApplication } from './application.svelte.ts';
import StartFailed from './StartFailed.svelte';

const target = document.getElementById('app');
if (target === null) throw new Error('The page has no place for the program');

const contract = createContract(window.kelmu, (name, error) => {
  // eslint-disable-next-line no-console -- a bug, made known to developers; the user gets a notice of its own
  console.error(`The call ${name} threw`, error);
});
const answer = await contract.call('application.info', undefined);
await loadLocale(answer.ok ? answer.value.settings.locale : 'fi');
if (answer.ok) mount(App, { target, props: { application: createApplication(contract, answer.value) } });
else mount(StartFailed, { target, props: { error: answer.error } });
// For papers in the client's language, and so that a change of the language is seen at once.
for (const locale of locales) void loadLocale(locale);
// Not waited for: the program knows the codes of its own version.
void learnCodes(contract);
