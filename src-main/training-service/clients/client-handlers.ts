import { dateParts } from '../../../shared/domain/dates.ts';
import { parsePersonalIdentityCode } from '../../../shared/domain/personal-identity-code.ts';
import { success, type Result } from '../../../shared/domain/result.ts';
import { sectionNames, type SectionName } from '../../../shared/domain/sections.ts';
import type { ClientHeader } from '../../../shared/service-api/clients.ts';
import { requireFeature, type Access, type ActiveRole } from '../access.ts';
import { withinMonths } from '../benefits/client-file.ts';
import { claimsShownTo } from '../claims/claim-access.ts';
import type { ClaimRegister } from '../claims/claim-register.ts';
import type { Call, Handlers } from '../http/call.ts';
import { refuse, type ServiceFailure } from '../http/problem.ts';
import { isInArea } from '../organisations.ts';
import type { Person } from '../population/person.ts';
import type { Places } from '../population/places.ts';
import type { ClientIds } from './client-ids.ts';
import type { ClientRegister } from './client-register.ts';

export interface ClientParts {
  readonly access: Access;
  readonly register: ClientRegister;
  readonly ids: ClientIds;
  readonly claims: ClaimRegister;
  readonly audit: (entry: ClientAudit) => void;
  readonly now: () => Date;
}

export interface ClientAudit {
  readonly role: ActiveRole;
  readonly operation: string;
  readonly clientId: string | null;
  readonly section: string | null;
  readonly reason: string | null;
  readonly outcome: string;
}

type ClientHandlers = Pick<Handlers, 'searchClient' | SectionName>;

const municipalityOf = (code: string | null, places: Places): ClientHeader['homeMunicipality'] => {
  if (code === null) return null;
  const { fi, sv } = places.of(code);
  return { code, name: { fi, sv } };
};

const headerOf = (person: Person, clientId: string, places: Places, asOf: string): ClientHeader => {
  const isHidden = person.nonDisclosure;
  return {
    clientId,
    personalIdentityCode: person.personalIdentityCode,
    lastName: person.lastName,
    firstNames: person.firstNames,
    calledName: person.calledName,
    birthDate: person.birthDate,
    deathDate: person.deathDate,
    language: person.language,
    homeMunicipality: isHidden ? null : municipalityOf(person.homeMunicipality, places),
    stayMunicipality: isHidden ? null : municipalityOf(person.stayMunicipality, places),
    address: isHidden ? null : person.address,
    nonDisclosure: isHidden,
    guardian: person.guardian,
    household: person.household.map(({ relation, name, birthDate }) => ({
      relation,
      name,
      birthYear: dateParts(birthDate).year,
    })),
    asOf,
  };
};

/** May the role look at the person, and on which condition? */
const mayOpen = (
  role: ActiveRole,
  person: Person,
  reason: string | null,
  nonDisclosureConfirmed: boolean,
): Result<true, ServiceFailure> => {
  const { organisation } = role;
  if (organisation.type === 'RECEPTION_CENTRE') {
    if (person.receptionCentre !== organisation.organisationId)
      return refuse({ code: 'CLIENT_OUTSIDE_RIGHTS' });
  } else {
    const places = [person.homeMunicipality, person.stayMunicipality];
    const isOwn = places.some((place) => place !== null && isInArea(organisation, place));
    if (!isOwn && reason === null) return refuse({ code: 'REASON_REQUIRED' });
  }
  if (person.nonDisclosure && !nonDisclosureConfirmed)
    return refuse({ code: 'NON_DISCLOSURE_CONFIRMATION_REQUIRED' });
  return success(true);
};

/** The client of the path, if this session has opened it in its present role. */
export const openedClient = (
  call: Call,
  role: ActiveRole,
  ids: ClientIds,
): Result<{ clientId: string; personNumber: number }, ServiceFailure> =>
  clientOpenedIn(role, ids, call.parameter('clientId'));

export const clientOpenedIn = (
  role: ActiveRole,
  ids: ClientIds,
  clientId: string,
): Result<{ clientId: string; personNumber: number }, ServiceFailure> => {
  const personNumber = ids.parse(clientId);
  // An id that was not opened is answered like one that does not exist: it must tell nothing.
  if (personNumber === null || !role.chosen.openedClients.has(personNumber))
    return refuse({ code: 'CLIENT_NOT_FOUND', detail: 'look the client up first' });
  return success({ clientId, personNumber });
};

const search = (parts: ClientParts): ClientHandlers['searchClient'] => {
  const { register, ids } = parts;
  return (call, body) => {
    const role = parts.access.activeRole(call.session());
    if (!role.ok) return role;
    const reason = body.reason?.trim() ?? null;
    const record = (clientId: string | null, outcome: string): void =>
      parts.audit({ role: role.value, operation: 'searchClient', clientId, section: null, reason, outcome });
    const fail = (error: ServiceFailure, clientId: string | null = null) => {
      record(clientId, error.code);
      return refuse(error);
    };
    const allowed = requireFeature(role.value.rights, 'look-up', role.value.rights.lookUp, {
      code: 'CLIENT_OUTSIDE_RIGHTS',
      detail: 'the purpose of use opens no client data',
    });
    if (!allowed.ok) return fail(allowed.error);
    const code = parsePersonalIdentityCode(body.personalIdentityCode, { allowArtificial: true });
    if (!code.ok)
      return fail({ code: 'REQUEST_INVALID', detail: `personalIdentityCode: ${code.error.code}` });
    const number = register.population.numberOf(code.value);
    if (number === null) return fail({ code: 'CLIENT_NOT_FOUND' });
    const person = register.population.person(number);
    const clientId = ids.of(number);
    const may = mayOpen(role.value, person, reason, body.nonDisclosureConfirmed);
    if (!may.ok) return fail(may.error, clientId);
    role.value.chosen.openedClients.add(number);
    record(clientId, 'OK');
    return success(headerOf(person, clientId, register.population.places, parts.now().toISOString()));
  };
};

const sectionHandler = (parts: ClientParts, section: SectionName) => {
  const { register, ids } = parts;
  return (call: Call) => {
    const role = parts.access.activeRole(call.session());
    if (!role.ok) return role;
    const { rights, organisation } = role.value;
    const record = (outcome: string, clientId: string | null): void =>
      parts.audit({ role: role.value, operation: 'section', clientId, section, reason: null, outcome });
    const feature = section === 'treatment-abroad' ? 'treatment-abroad' : 'look-up';
    const allowed = requireFeature(rights, feature, rights.sections.includes(section), {
      code: 'SECTION_NOT_ALLOWED',
    });
    const client = allowed.ok ? openedClient(call, role.value, ids) : allowed;
    if (!client.ok) {
      record(client.error.code, null);
      return client;
    }
    const { clientId, personNumber } = client.value;
    record('OK', clientId);
    const file = withinMonths(register.file(personNumber), rights.monthsBack, register.today());
    const items =
      section === 'payment-claims' ? claimsShownTo(organisation.organisationId, file) : file[section];
    return success({
      clientId,
      asOf: parts.now().toISOString(),
      monthsBack: rights.monthsBack,
      items: [...items],
    });
  };
};

/** Look-up and the nine sections; each looks at the rights anew and leaves an audit record. */
export const createClientHandlers = (parts: ClientParts): ClientHandlers => {
  const sections = Object.fromEntries(
    sectionNames.map((section) => [section, sectionHandler(parts, section)]),
  ) as unknown as Pick<Handlers, SectionName>;
  return { searchClient: search(parts), ...sections };
};
