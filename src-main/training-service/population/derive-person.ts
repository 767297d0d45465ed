import { addDays, dateParts, type IsoDate } from '../../../shared/domain/dates.ts';
import type { PersonalIdentityCode } from '../../../shared/domain/personal-identity-code.ts';
import { finnishNames, otherNames, swedishNames, type NameStock } from './names.ts';
import type { HouseholdMember, Outline, Person } from './person.ts';
import type { Places } from './places.ts';
import { randomOf, type Random } from './random.ts';
import { dayFor, yearFor, type LaterLife } from './training-year.ts';

export interface PersonSources extends LaterLife {
  readonly outlineOf: (number: number) => Outline;
  readonly places: Places;
  readonly receptionCentre: { readonly organisationId: string; readonly municipality: string };
}

const stockOf = (language: string): NameStock =>
  language === 'sv' ? swedishNames : language === 'fi' ? finnishNames : otherNames;

const firstNamesOf = (outline: Outline, stock: NameStock, number: number): readonly string[] => {
  const random = randomOf('first-names', number);
  const names = outline.oddNumber ? stock.firstNamesOdd : stock.firstNamesEven;
  const first = random.pick(names);
  const second = random.pick(names);
  return first === second || random.chance(0.2) ? [first] : [first, second];
};

const deathOf = (outline: Outline, number: number, life: LaterLife): IsoDate | null => {
  const age = yearFor(life) - dateParts(outline.birthDate).year;
  const random = randomOf('death', number);
  if (!random.chance(age > 80 ? 0.06 : age > 60 ? 0.012 : 0.001)) return null;
  return addDays(dayFor(life, '2025-01-01'), random.integer(0, 640));
};

const relationOf = (own: Outline, other: Outline): HouseholdMember['relation'] => {
  if (own.role === 'child') return other.role === 'child' ? 'sibling' : 'parent';
  return other.role === 'child' ? 'child' : 'spouse';
};

/** Everything about a home follows from the number of its first member; the municipality comes first. */
const homeRandom = ({ memberNumbers }: Outline): Random => randomOf('home', memberNumbers[0] ?? 0);

/** Code of the home municipality without the rest of the person; null for clients of a reception centre. */
export const homeMunicipalityOf = (
  outline: Outline,
  { places }: Pick<PersonSources, 'places'>,
): string | null => (outline.receptionCentre === null ? places.draw(homeRandom(outline)).code : null);

/** What the members of a household share. */
const householdOf = (outline: Outline, { places, receptionCentre }: PersonSources) => {
  const random = homeRandom(outline);
  const municipality =
    outline.receptionCentre === null ? places.draw(random) : places.of(receptionCentre.municipality);
  const language =
    outline.receptionCentre !== null || random.chance(0.05)
      ? random.pick(['uk', 'ar', 'fa', 'so', 'ru'])
      : random.chance(places.swedishShare(municipality))
        ? 'sv'
        : 'fi';
  const stock = stockOf(language);
  const address = {
    street: `${random.pick(stock.streets)} ${random.integer(1, 80)} ${random.pick(['A', 'B', 'C', 'D'])} ${random.integer(1, 60)}`,
    postalCode: places.postalCode(municipality, random),
    city: language === 'sv' ? municipality.sv : municipality.fi,
  };
  return { municipality, language, stock, address, lastName: random.pick(stock.lastNames) };
};
const membersOf = (
  number: number,
  outline: Outline,
  { stock, lastName }: ReturnType<typeof householdOf>,
  outlineOf: PersonSources['outlineOf'],
): readonly HouseholdMember[] =>
  outline.memberNumbers
    .filter((member) => member !== number)
    .map((member): HouseholdMember => {
      const other = outlineOf(member);
      const [first] = firstNamesOf(other, stock, member);
      return {
        number: member,
        relation: relationOf(outline, other),
        name: `${lastName} ${first ?? ''}`.trim(),
        birthDate: other.birthDate,
      };
    });

/** A person with names, address and household, the same at every call. */
export const derivePerson = (number: number, code: PersonalIdentityCode, sources: PersonSources): Person => {
  const outline = sources.outlineOf(number);
  const { places } = sources;
  const home = householdOf(outline, sources);
  const { municipality, language, stock, address, lastName } = home;
  const random = randomOf('person', number);
  const [calledName = '', ...others] = firstNamesOf(outline, stock, number);
  const age = yearFor(sources) - dateParts(outline.birthDate).year;
  const guardianName = `${random.pick(finnishNames.lastNames)} ${random.pick(finnishNames.firstNamesEven)}`;
  const hasGuardian = age >= 18 && random.chance(age > 80 ? 0.08 : 0.01);
  const isElsewhere = age >= 18 && random.chance(0.02);
  return {
    number,
    personalIdentityCode: code,
    birthDate: outline.birthDate,
    deathDate: deathOf(outline, number, sources),
    lastName,
    firstNames: [calledName, ...others].join(' '),
    calledName,
    language,
    homeMunicipality: outline.receptionCentre === null ? municipality.code : null,
    stayMunicipality:
      outline.receptionCentre !== null ? municipality.code : isElsewhere ? places.draw(random).code : null,
    address,
    nonDisclosure: random.chance(0.005),
    guardian: hasGuardian ? { name: guardianName, phone: random.chance(0.8) ? '029 000 0000' : null } : null,
    household: membersOf(number, outline, home, sources.outlineOf),
    role: outline.role,
    isFirstAdult: outline.memberNumbers[0] === number,
    receptionCentre: outline.receptionCentre,
    yearsAhead: sources.yearsAhead,
  };
};
