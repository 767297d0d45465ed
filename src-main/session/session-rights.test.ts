import { beforeEach, describe, expect, it } from 'vitest';
import { routes } from '../../shared/service-api/routes.ts';
import { json, problemReply } from '../../test/main/scripted-service.ts';
import { county, rights, roleOf, sessionForEach } from '../../test/main/session-under-test.ts';

const test = sessionForEach();

const user = { userId: 'user-1', name: 'Name of user-1', method: 'certificate-card' };
const endsAt = '2026-11-02T18:00:00Z';
const both = [
  { code: 'M1', validTo: null },
  { code: 'M4', validTo: null },
];
const fewerRights = {
  ...rights,
  lookUp: false,
  sections: [],
  missing: [{ feature: 'look-up', mandate: 'M1' }],
};
const withMandates = (mandates: object[]) => ({ organisation: { ...county, mandates } });
/** What the service says of the session from now on. */
const serviceSays = (role: object | null) =>
  test.service.on('GET /session', json(200, { user, role, endsAt }));

beforeEach(async () => {
  test.service.on('POST /session/role', json(200, roleOf('org-1', 'social-work', withMandates(both))));
  await test.signIn();
});

describe('a mandate that ends in mid-session', () => {
  it('closes what it opened, names itself, and leaves the rest', async () => {
    const role = roleOf('org-1', 'social-work', { ...withMandates([both[1]!]), rights: fewerRights });
    serviceSays(role);
    await test.session.recheck();
    expect(test.drops).toEqual(['rights while active']);
    expect(test.session.state()).toMatchObject({
      phase: 'active',
      role: { rights: fewerRights },
      lostMandates: ['M1'],
    });
    expect(test.under.audit.events.at(-1)).toEqual({ event: 'rights-changed', purpose: 'social-work' });
  });

  it('ends the role where none is left, and says which it was', async () => {
    serviceSays(null);
    test.service.on(
      'GET /organisations',
      json(200, { organisations: [{ ...county, mandates: [], purposes: [] }] }),
    );
    await test.session.recheck();
    expect(test.drops).toEqual(['rights while active']);
    expect(test.session.state()).toMatchObject({
      phase: 'choosing-role',
      organisations: [{ purposes: [] }],
      endedRole: { organisation: county.name, purpose: 'social-work', mandates: ['M1', 'M4'] },
    });
    expect(test.session.missing('role')).toBe('role-missing');
  });

  it('is noticed within a minute, without a request of the user', async () => {
    serviceSays(null);
    await test.clock.advance(59_000);
    expect(test.paths()).not.toContain('GET /session');
    await test.clock.advance(2_000);
    await test.arrives('GET /session');
    await expect.poll(() => test.session.state().phase).toBe('choosing-role');
  });

  it('is noticed at once when a request is refused for it', async () => {
    serviceSays(null);
    test.service.on('GET /payee-accounts', problemReply(403, 'MANDATE_MISSING', { mandate: 'M1' }));
    test.service.on(
      `GET ${routes.listPayeeAccounts.path}`,
      problemReply(403, 'MANDATE_MISSING', { mandate: 'M1' }),
    );
    const refused = await test.under.backend.request(routes.listPayeeAccounts);
    expect(refused).toMatchObject({ error: { code: 'mandate-missing', mandate: 'M1' } });
    await expect.poll(() => test.session.state().phase).toBe('choosing-role');
  });

  it('that ended behind a lock is told after the unlocking', async () => {
    test.session.lock('idle');
    const role = roleOf('org-1', 'social-work', { ...withMandates([both[1]!]), rights: fewerRights });
    test.service.on('POST /session/role', json(200, role));
    await test.signIn();
    expect(test.session.state()).toMatchObject({ phase: 'active', lostMandates: ['M1'] });
  });

  it('and the role with it, is told after the unlocking too', async () => {
    test.session.lock('idle');
    test.service.on(
      'GET /organisations',
      json(200, { organisations: [{ ...county, mandates: [], purposes: [] }] }),
    );
    await test.signIn();
    expect(test.session.state()).toMatchObject({
      phase: 'choosing-role',
      endedRole: { purpose: 'social-work', mandates: ['M1', 'M4'] },
    });
  });

  it('does not put the idle lock off', async () => {
    serviceSays(roleOf('org-1', 'social-work', { ...withMandates([both[1]!]), rights: fewerRights }));
    await test.clock.advance(14 * 60_000);
    await test.arrives('GET /session');
    await test.clock.advance(61_000);
    expect(test.session.state()).toMatchObject({ phase: 'locked', reason: 'idle' });
  });
});

describe('asking anew', () => {
  it('changes nothing where nothing has changed', async () => {
    serviceSays(roleOf('org-1', 'social-work', withMandates(both)));
    const count = test.states.length;
    await test.session.recheck();
    expect(test.states).toHaveLength(count);
    expect(test.drops).toEqual([]);
  });

  it('changes nothing where the service does not answer', async () => {
    test.service.on('GET /session', problemReply(404, 'NOT_FOUND'));
    await test.session.recheck();
    expect(test.session.state()).toMatchObject({ phase: 'active' });
  });

  it('ends the session where the service has ended it, as after a log-out elsewhere', async () => {
    test.service.on('GET /session', problemReply(401, 'NOT_SIGNED_IN'));
    await test.clock.advance(61_000);
    await expect
      .poll(() => test.session.state())
      .toEqual({ phase: 'signed-out', reason: 'service-ended-session' });
    expect(test.drops).toEqual(['signed-out while active']);
  });

  it('comes too late for a session that was locked meanwhile', async () => {
    test.service.on('GET /session', (response, request) => {
      test.session.lock('user');
      json(200, { user, role: null, endsAt })(response, request);
    });
    await test.session.recheck();
    expect(test.session.state()).toMatchObject({ phase: 'locked' });
  });
});

describe('the last choice', () => {
  const twoPurposes = { organisations: [{ ...county, purposes: ['a', 'b'] }] };

  it('is offered at the next sign-in, and holds nothing of the person', async () => {
    test.service.on('GET /organisations', json(200, twoPurposes));
    test.service.on('POST /session/role', json(200, roleOf('org-1', 'b')));
    test.session.signOut('user');
    await test.signIn();
    await test.session.chooseRole('org-1', 'b');
    test.session.signOut('user');
    test.service.on('POST /sign-in/card', test.signedInAs('user-2'));
    await test.signIn();
    expect(test.session.state()).toMatchObject({
      phase: 'choosing-role',
      lastChoice: { organisationId: 'org-1', purpose: 'b' },
    });
    expect(test.lastChoice).toEqual({ organisationId: 'org-1', purpose: 'b' });
  });

  it('is shown with what may be chosen by now', async () => {
    test.service.on('GET /organisations', json(200, twoPurposes));
    test.session.leaveRole();
    await expect
      .poll(() => test.session.state())
      .toMatchObject({ phase: 'choosing-role', organisations: [{ purposes: ['a', 'b'] }] });
  });
});
