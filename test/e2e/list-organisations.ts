/** Every type of organisation but the city opens each of its lists, in its own area. */
import { organisationTypes, purposes } from '../../shared/codes/index.ts';
import { m } from '../../shared/messages/generated/messages.js';
import { organisations } from '../../src-main/training-service/organisations.ts';
import type { TrainingService } from '../../src-main/training-service/start-training-service.ts';
import { createServiceClient } from '../service/service-client.ts';
import { fi, drawnRows, openList, rowCount, STEP, test, toListView } from './list-walk.ts';
import { expect } from './product.ts';
import { signInWithPracticeCard, type Walk } from './walk.ts';

interface Opened {
  readonly listId: string;
  readonly view?: string;
}
const invoices: readonly Opened[] = [{ listId: 'L1' }, { listId: 'L3' }, { listId: 'L6' }];
const childCare: readonly Opened[] = [
  { listId: 'L4', view: 'recipients' },
  { listId: 'L4', view: 'payments' },
];

/** Lists by type of organisation and purpose; what a purpose opens twice is opened once. */
const OPEN: Readonly<Record<string, Readonly<Record<string, readonly Opened[]>>>> = {
  WELLBEING_SERVICES_COUNTY: {
    TOIMEENTULO: [{ listId: 'L1' }],
    VAMMAIS_VANHUS: [{ listId: 'L2' }],
    ULKOMAAN_HOITO: [{ listId: 'L5' }],
  },
  ALAND: { VAMMAIS_VANHUS: [{ listId: 'L2' }], TMT_LISTA: invoices, LHT_LISTA: childCare },
  MUNICIPALITY_UNEMPLOYMENT_INVOICES: { TMT_LISTA: invoices },
  MUNICIPALITY_CHILD_CARE_SUPPORT: { LHT_LISTA: childCare },
  EMPLOYMENT_AREA: { TMT_LISTA: [{ listId: 'L1' }] },
};

/** Names on a list of the organisation, asked from the service by another client. */
async function namesAtService(
  { url }: TrainingService,
  organisationId: string,
  purpose: string,
  path: string,
): Promise<readonly string[]> {
  const client = createServiceClient(url);
  await client.signIn('u-kouluttaja');
  await client.chooseRole(organisationId, purpose);
  const text = await (await client.bytes(`/lists/${path}`)).text();
  const lines = text.split('\n').slice(1, -2);
  return lines.map((line) => (JSON.parse(line) as string[])[1] ?? '');
}

const switchRole = ({ page }: Walk): Promise<void> =>
  page
    .getByRole('banner')
    .getByRole('button', { name: m.app_switch_role({}, fi) })
    .click();

/** Signed out before: opens the lists of everybody but the city, and compares each with what the service has. */
export async function openListsOfOthers(walk: Walk, service: TrainingService): Promise<void> {
  const { page } = walk;
  const list = page.getByLabel(m.lists_list({}, fi), { exact: true });
  await signInWithPracticeCard(walk, 'Outi Kouluttaja');
  for (const [type, byPurpose] of Object.entries(OPEN)) {
    const { organisationId, name } = organisations.find((each) => each.type === type)!;
    let persons = 0;
    for (const [purpose, lists] of Object.entries(byPurpose))
      await test.step(`${type} ${purpose}`, async () => {
        await page
          .getByRole('region', { name: name.fi })
          .getByRole('button', { name: purposes.find(purpose)?.fi ?? '' })
          .click(STEP);
        await toListView(walk);
        const offered = list.locator('option:not([value=""])');
        await expect(offered).toHaveCount(new Set(lists.map(({ listId }) => listId)).size, STEP);
        for (const choice of lists) {
          const grid = await openList(page, choice);
          const period = await page.getByLabel(m.lists_period({}, fi), { exact: true }).inputValue();
          const path = `${choice.listId}/${choice.view ?? 'persons'}/${period}`;
          const names = await namesAtService(service, organisationId, purpose, path);
          expect(await rowCount(grid)).toBe(names.length);
          const drawn = (await drawnRows(grid)).map(({ cells }) => cells[0]);
          expect(drawn).toEqual(names.slice(0, drawn.length));
          persons += names.length;
        }
        await switchRole(walk);
      });
    expect(persons, type).toBeGreaterThan(0);
  }
  // Whoever has lists is in the table above.
  const withLists = organisationTypes.rows.filter(({ lists }) => lists.length > 0).map(({ code }) => code);
  expect([...Object.keys(OPEN), 'HELSINKI'].toSorted()).toEqual(withLists.toSorted());
}
