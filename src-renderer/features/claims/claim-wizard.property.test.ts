import fc from 'fast-check';
import { flushSync } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { isoDate } from '../../../shared/domain/dates.ts';
import { openClient } from '../client/client-view.svelte.ts';
import { fakeService, lookUpOf } from '../client/fake-service.ts';
import { emptyForm, type ClaimForm, type ListName } from './claim-form.ts';
import { groupNames } from './claim-groups.ts';
import { claimWizardPart } from './claim-wizard.svelte.ts';
import type { Draft } from './draft-keeper.svelte.ts';

// Whatever the user does, in whatever order: what was typed stays as it was typed, over reloads of the window too.

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

type TextField = {
  [Name in keyof ClaimForm]: ClaimForm[Name] extends string
    ? string extends ClaimForm[Name]
      ? Name
      : never
    : never;
}[keyof ClaimForm];

const empty = emptyForm();
/** What the user types freely; the benefit, period, amount and decision go through the wizard below. */
const followed = new Set([
  'benefitCode',
  'periodStart',
  'periodEnd',
  'amount',
  'decisionDate',
  'payeeAccountId',
]);
const textFields = (Object.keys(empty) as (keyof ClaimForm)[])
  .filter((name): name is TextField => typeof empty[name] === 'string' && !followed.has(name))
  .filter((name) => !['situation', 'decisionState'].includes(name) && !isChoice(name));

function isChoice(name: string): boolean {
  return [
    'childInCare',
    'childBenefitGround',
    'childBenefitPayee',
    'careOverOneMonth',
    'allowanceInPayment',
    'maintenanceBase',
    'clientConsents',
    'amountKind',
    'consentKind',
  ].includes(name);
}

const text = fc.string({ maxLength: 14 });
const list = fc.constantFrom<ListName>('rows', 'children', 'items', 'attachments');
const action = fc.oneof(
  fc.record({ kind: fc.constant('type' as const), name: fc.constantFrom(...textFields), text }),
  fc.record({ kind: fc.constant('row' as const), list, at: fc.nat(3), text }),
  fc.record({ kind: fc.constant('add' as const), list }),
  fc.record({ kind: fc.constant('remove' as const), list, at: fc.nat(3) }),
  fc.record({ kind: fc.constant('benefit' as const), code: fc.constantFrom('TMT', 'YAT', 'KE-V', 'KHT') }),
  fc.record({
    kind: fc.constant('period' as const),
    name: fc.constantFrom('periodStart' as const, 'periodEnd' as const),
    text,
  }),
  fc.record({ kind: fc.constant('amount' as const), text }),
  fc.record({
    kind: fc.constant('answer' as const),
    name: fc.constantFrom('childInCare' as const, 'careOverOneMonth' as const, 'clientConsents' as const),
    value: fc.constantFrom('yes' as const, 'no' as const),
  }),
  fc.record({
    kind: fc.constant('situation' as const),
    to: fc.constantFrom('A', 'B', 'C', 'D', 'E', 'F', 'G'),
  }),
  fc.record({
    kind: fc.constant('move' as const),
    to: fc.constantFrom('next', 'back', ...groupNames, 'review'),
  }),
  fc.record({ kind: fc.constant('mode' as const), to: fc.constantFrom('guided' as const, 'fast' as const) }),
  fc.record({ kind: fc.constant('reload' as const) }),
);
type Action = typeof action extends fc.Arbitrary<infer Value> ? Value : never;

const pending = { id: 'm', benefitCode: 'TMT', status: 'IN_PROGRESS', arrivalDate: '2026-02-10' };

/** A window with its wizard, over a store of drafts that outlives it. */
const start = async (store: Map<string, Draft>) => {
  const [newest] = [...store.values()];
  const service = fakeService({
    items: { pending: [pending] },
    draft: newest ?? null,
    onSaved: (request) => {
      store.set(request.draftId, { ...request, savedAt: 1, sentAt: null });
      return undefined;
    },
  });
  const client = openClient(service.contract, lookUpOf('client-a'));
  await client.loaded;
  const wizard = client.part(
    claimWizardPart({
      today: () => isoDate('2026-03-02'),
      newKey: () => '4b7f1f5e-6a44-4f0e-9d0f-1f1f5f6b7a10',
    }),
  );
  await wizard.open(null);
  await vi.advanceTimersByTimeAsync(10);
  return { client, wizard };
};

type Window = Awaited<ReturnType<typeof start>>;

const rowText = { rows: 'decisionNumber', children: 'name', items: 'amount', attachments: 'title' } as const;

/** What the user has typed, kept by the test itself. */
const perform = (
  { wizard }: Window,
  done: Exclude<Action, { kind: 'reload' }>,
  typed: Map<string, unknown>,
): void => {
  const { form, filling } = wizard;
  switch (done.kind) {
    case 'type':
      form[done.name] = done.text;
      typed.set(done.name, done.text);
      return;
    case 'row': {
      const row = form[done.list][done.at] as Record<string, unknown> | undefined;
      if (row !== undefined) row[rowText[done.list]] = done.text;
      return;
    }
    case 'add':
      return filling.addRow(done.list);
    case 'remove':
      return filling.removeRow(done.list, form[done.list][done.at]?.key ?? -1);
    case 'benefit':
      typed.set('benefitCode', done.code);
      return filling.chooseBenefit(done.code);
    case 'period':
      if (filling.filled[done.name] !== done.text) typed.set(done.name, done.text);
      return filling.typePeriod(done.name, done.text);
    case 'amount':
      if (filling.filled.amount !== done.text) typed.set('amount', done.text);
      return filling.typeAmount(done.text);
    case 'answer':
      form[done.name] = done.value;
      typed.set(done.name, done.value);
      return;
    case 'situation':
      typed.set('situation', done.to);
      return filling.chooseSituation(done.to as 'A');
    case 'mode':
      return wizard.useMode(done.to);
    case 'move':
      if (done.to === 'next') wizard.next();
      else if (done.to === 'back') wizard.back();
      else wizard.goTo(done.to as 'review');
      return wizard.cancelConfirmation();
  }
};

const rowsOf = ({ wizard }: Window): unknown =>
  (['rows', 'children', 'items', 'attachments'] as const).map((name) =>
    wizard.form[name].map(({ key: _, ...row }) => ({ ...row })),
  );

it('loses and changes no field in any sequence of edits, changes of mode and situation, and reloads', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(action, { minLength: 5, maxLength: 40 }), async (actions) => {
      const store = new Map<string, Draft>();
      const typed = new Map<string, unknown>();
      let window = await start(store);
      for (const done of actions) {
        const before = rowsOf(window);
        if (done.kind === 'reload') {
          flushSync();
          const { mode, page } = window.wizard.place;
          const begun = window.wizard.begun;
          window.client.close();
          window = await start(store);
          expect(rowsOf(window)).toEqual(before);
          if (begun) expect({ ...window.wizard.place }).toMatchObject({ mode, page });
        } else perform(window, done, typed);
        if (!['row', 'add', 'remove', 'reload'].includes(done.kind)) expect(rowsOf(window)).toEqual(before);
        for (const [name, value] of typed) {
          expect([name, window.wizard.form[name as 'amount']]).toEqual([name, value]);
        }
      }
      window.client.close();
    }),
    { numRuns: 150 },
  );
}, 60_000);
