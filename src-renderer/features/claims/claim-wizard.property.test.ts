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

/** Of these, what the user has not set follows other fields; they go through the wizard below. */
const followed = [
  'benefitCode',
  'periodStart',
  'periodEnd',
  'amount',
  'decisionState',
  'decisionDate',
] as const;
const answers = {
  childInCare: ['yes', 'no'],
  childBenefitGround: ['child-in-care', 'weighty-reason', 'payee-in-care'],
  childBenefitPayee: ['guardian', 'foster-carer', 'nobody'],
  careOverOneMonth: ['yes', 'no'],
  maintenanceBase: ['allowance-only', 'client-fees-act'],
  clientConsents: ['yes', 'no'],
  amountKind: ['whole-benefit', 'fixed-per-payment', 'total'],
  consentKind: ['consent', 'power-of-attorney'],
} as const;
const empty = emptyForm();
/** What the user types freely. */
const textFields = (Object.keys(empty) as (keyof ClaimForm)[])
  .filter((name) => typeof empty[name] === 'string' && name !== 'situation' && name !== 'allowanceInPayment')
  .filter((name) => !followed.some((other) => other === name) && !(name in answers));

const text = fc.string({ maxLength: 14 });
const list = fc.constantFrom<ListName>('rows', 'children', 'items', 'attachments');
const action = fc.oneof(
  fc.record({ kind: fc.constant('type' as const), name: fc.constantFrom(...textFields), text }),
  fc.record({ kind: fc.constant('tick' as const), value: fc.boolean() }),
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
  fc.constantFrom(...(Object.keys(answers) as (keyof typeof answers)[])).chain((name) =>
    fc.record({
      kind: fc.constant('answer' as const),
      name: fc.constant(name),
      value: fc.constantFrom<string>(...answers[name]),
    }),
  ),
  fc.record({
    kind: fc.constant('decision' as const),
    state: fc.constantFrom('pending' as const, 'decided' as const, 'not-applied' as const),
    text,
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

/** A form with something of the user's own in every field, so that whatever loses one is seen. */
const filledIn = (): Partial<ClaimForm> => ({
  ...Object.fromEntries(textFields.map((name) => [name, ` ${name} `])),
  ...Object.fromEntries(Object.entries(answers).map(([name, [value]]) => [name, value])),
  allowanceInPayment: 'no',
  informed: true,
});

const keyless = (form: ClaimForm): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(form).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.map(({ key: _, ...row }) => ({ ...row })) : value,
    ]),
  );

/** Does it, and gives the fields that may change by it; all others must stay as they are. */
const perform = ({ wizard }: Window, done: Exclude<Action, { kind: 'reload' }>): readonly string[] => {
  const { form, filling } = wizard;
  switch (done.kind) {
    case 'type':
      Object.assign(form, { [done.name]: done.text });
      return [done.name];
    case 'tick':
      form.informed = done.value;
      return ['informed'];
    case 'row': {
      const row = form[done.list][done.at] as Record<string, unknown> | undefined;
      if (row !== undefined) row[rowText[done.list]] = done.text;
      return [done.list];
    }
    case 'add':
      filling.addRow(done.list);
      return [done.list];
    case 'remove':
      filling.removeRow(done.list, form[done.list][done.at]?.key ?? -1);
      return [done.list];
    case 'benefit':
      filling.chooseBenefit(done.code);
      return ['benefitCode', 'benefitOwn', ...(form.decisionOwn ? [] : ['decisionState', 'decisionDate'])];
    case 'decision':
      filling.tellDecision({ decisionState: done.state, decisionDate: done.text });
      return ['decisionState', 'decisionDate', 'decisionOwn'];
    case 'period':
      filling.typePeriod(done.name, done.text);
      // The first of the two takes what the other followed along, as the user saw it.
      return ['periodStart', 'periodEnd', 'periodOwn'];
    case 'amount':
      filling.typeAmount(done.text);
      return ['amount', 'amountOwn'];
    case 'answer':
      Object.assign(form, { [done.name]: done.value });
      return [done.name];
    case 'situation':
      filling.chooseSituation(done.to as 'A');
      return [
        'situation',
        ...(form.benefitOwn ? [] : ['benefitCode']),
        ...(form.decisionOwn ? [] : ['decisionState', 'decisionDate']),
      ];
    case 'mode':
      wizard.useMode(done.to);
      return [];
    case 'move':
      if (done.to === 'next') wizard.next();
      else if (done.to === 'back') wizard.back();
      else wizard.goTo(done.to as 'review');
      wizard.cancelConfirmation();
      return [];
  }
};

/** What was typed stands in the form as it was typed, also where the user sees more than the form holds. */
const expectTyped = ({ wizard }: Window, done: Action): void => {
  const { form, filling } = wizard;
  if (done.kind === 'type') expect(form[done.name]).toBe(done.text);
  if (done.kind === 'answer') expect(form[done.name]).toBe(done.value);
  if (done.kind === 'benefit') expect([form.benefitCode, form.benefitOwn]).toEqual([done.code, true]);
  if (done.kind === 'decision') expect(form.decisionState).toBe(done.state);
  if (done.kind === 'period') expect(filling.filled[done.name]).toBe(done.text);
  if (done.kind === 'amount') expect(filling.filled.amount).toBe(done.text);
  if (done.kind === 'situation') expect(form.situation).toBe(done.to);
};

it('loses and changes no field in any sequence of edits, changes of mode and situation, and reloads', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.boolean(),
      fc.array(action, { minLength: 5, maxLength: 40 }),
      async (full, actions) => {
        const store = new Map<string, Draft>();
        let window = await start(store);
        if (full) Object.assign(window.wizard.form, filledIn());
        for (const done of actions) {
          const before = keyless(window.wizard.form);
          const seen = { ...window.wizard.filling.filled };
          let mayChange: readonly string[] = [];
          if (done.kind === 'reload') {
            flushSync();
            const { mode, page } = window.wizard.place;
            const begun = window.wizard.begun;
            window.client.close();
            window = await start(store);
            if (begun) expect({ ...window.wizard.place }).toMatchObject({ mode, page });
          } else mayChange = perform(window, done);
          const rest = (form: Record<string, unknown>) =>
            Object.entries(form).filter(([name]) => !mayChange.includes(name));
          expect(rest(keyless(window.wizard.form))).toEqual(rest(before));
          expectTyped(window, done);
          // Of the period the other end stays as it was on the screen.
          if (done.kind === 'period') {
            const other = done.name === 'periodStart' ? 'periodEnd' : 'periodStart';
            expect(window.wizard.filling.filled[other]).toBe(seen[other]);
          }
        }
        window.client.close();
      },
    ),
    { numRuns: 150 },
  );
}, 60_000);
