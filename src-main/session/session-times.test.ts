import { beforeEach, describe, expect, it } from 'vitest';
import { tokens } from '../../test/main/backend-under-test.ts';
import { json, problemReply } from '../../test/main/scripted-service.ts';
import { sessionForEach } from '../../test/main/session-under-test.ts';

const test = sessionForEach();

describe('idle time', () => {
  beforeEach(() => test.signIn());

  it("warns a minute before and locks at the policy's time", async () => {
    await test.clock.advance(13 * 60_000);
    expect(test.states.at(-1)).not.toHaveProperty('idleWarning');
    await test.clock.advance(61_000);
    expect(test.session.state()).toMatchObject({ phase: 'active', idleWarning: 60 });
    await test.clock.advance(60_000);
    expect(test.session.state()).toMatchObject({ phase: 'locked', reason: 'idle' });
    expect(test.drops).toEqual(['locked while active']);
  });

  it('starts anew with every activity and takes the warning back', async () => {
    await test.clock.advance(14 * 60_000 + 1000);
    test.session.activity();
    expect(test.session.state()).not.toHaveProperty('idleWarning');
    await test.clock.advance(14 * 60_000 - 1000);
    expect(test.session.state()).toMatchObject({ phase: 'active' });
    await test.clock.advance(62_000);
    expect(test.session.state()).toMatchObject({ phase: 'locked' });
  });

  it.each([-48 * 3600, -600, 100])('does not follow a wall clock that is moved by %i s', async (seconds) => {
    test.clock.setWall(test.clock.now() + seconds * 1000);
    await test.clock.advance(60_000);
    expect(test.session.state()).toMatchObject({ phase: 'active' });
    await test.clock.advance(14 * 60_000);
    expect(test.session.state()).toMatchObject({ phase: 'locked', reason: 'idle' });
  });

  it('follows a policy that changes meanwhile within a minute, and never locks without the warning', async () => {
    await test.clock.advance(8 * 60_000);
    test.policy = { ...test.policy, idleLockMinutes: 5 };
    await test.clock.advance(61_000);
    expect(test.session.state()).toMatchObject({ phase: 'active', idleLockAfter: 300, idleWarning: 60 });
    test.policy = { ...test.policy, idleLockMinutes: 30 };
    await test.clock.advance(50_000);
    test.session.activity();
    await test.clock.advance(28 * 60_000);
    expect(test.session.state()).toMatchObject({ phase: 'active', idleLockAfter: 1800 });
    expect(test.session.state()).not.toHaveProperty('idleWarning');
    await test.clock.advance(2 * 60_000);
    expect(test.session.state()).toMatchObject({ phase: 'locked', reason: 'idle' });
  });

  it('does not run while the session is locked', async () => {
    test.session.lock('user');
    const count = test.states.length;
    await test.clock.advance(3_600_000);
    expect(test.states).toHaveLength(count);
  });
});

it('ends a session by the longest time that the policy says meanwhile, counted from the sign-in', async () => {
  test.policy = { ...test.policy, idleLockMinutes: 60 };
  await test.signIn();
  await test.clock.advance(30 * 60_000);
  test.policy = { ...test.policy, absoluteSessionHours: 1 };
  await test.clock.advance(29 * 60_000);
  expect(test.session.state()).toMatchObject({ phase: 'active' });
  await test.clock.advance(60_000);
  expect(test.session.state()).toMatchObject({ phase: 'signed-out', reason: 'expired' });
});

describe('sleep', () => {
  const minutes = (count: number): number => count * 60_000;

  it('that the system did not announce locks as soon as the program runs again', async () => {
    await test.signIn();
    // Asleep: the monotonic clock stands still, the wall clock goes on.
    test.clock.setWall(test.clock.now() + minutes(30));
    await test.clock.advance(10_000);
    expect(test.session.state()).toMatchObject({ phase: 'locked', reason: 'suspended' });
  });

  it('is noticed at once when the system says that it is back', async () => {
    await test.signIn();
    test.clock.setWall(test.clock.now() + minutes(3));
    test.session.resumed();
    expect(test.session.state()).toMatchObject({ phase: 'locked', reason: 'suspended' });
    expect(test.drops).toEqual(['locked while active']);
  });

  it('counts for the longest time of a session, behind a lock too', async () => {
    await test.signIn();
    test.session.lock('suspended');
    test.clock.setWall(test.clock.now() + minutes(11 * 60));
    test.session.resumed();
    expect(test.session.state()).toEqual({ phase: 'signed-out', reason: 'expired' });
  });

  it('that was none changes nothing', async () => {
    await test.signIn();
    await test.clock.advance(minutes(5));
    test.session.resumed();
    expect(test.session.state()).toMatchObject({ phase: 'active' });
  });
});

describe.each([
  ['the end of summer time', '2026-10-25T00:50:00Z'],
  ['the beginning of summer time', '2027-03-28T00:50:00Z'],
  ['29 February', '2028-02-28T21:50:00Z'],
  ['the turn of the year', '2026-12-31T21:50:00Z'],
])('over %s in Finland', (_, begins) => {
  beforeEach(async () => {
    test.clock.setWall(Date.parse(begins));
    await test.signIn();
  });

  it('idle time is a quarter of an hour', async () => {
    await test.clock.advance(15 * 60_000 - 1);
    expect(test.session.state()).toMatchObject({ phase: 'active' });
    await test.clock.advance(1);
    expect(test.session.state()).toMatchObject({ phase: 'locked', reason: 'idle' });
  });

  it('the longest time of a session is ten hours', async () => {
    for (let hours = 0; hours < 10; hours += 0.125) {
      expect(test.session.state()).toMatchObject({ phase: 'active' });
      test.session.activity();
      await test.clock.advance(7.5 * 60_000);
    }
    expect(test.session.state()).toEqual({ phase: 'signed-out', reason: 'expired' });
  });
});

describe('end', () => {
  it('comes ten hours after sign-in, whatever is done', async () => {
    await test.signIn();
    for (let minutes = 0; minutes < 600; minutes += 10) {
      test.session.activity();
      await test.clock.advance(10 * 60_000);
    }
    expect(test.session.state()).toEqual({ phase: 'signed-out', reason: 'expired' });
  });

  it('comes when the service has ended the session', async () => {
    await test.signIn();
    test.service.on('GET /organisations', problemReply(401, 'NOT_SIGNED_IN'));
    test.service.on('POST /session/role', problemReply(401, 'NOT_SIGNED_IN'));
    await test.session.chooseRole('org-1', 'social-work');
    expect(test.session.state()).toEqual({ phase: 'signed-out', reason: 'service-ended-session' });
    expect(test.drops).toEqual(['signed-out while active']);
  });

  it('leaves nothing to unlock', async () => {
    await test.signIn();
    test.session.signOut('user');
    expect(test.session.lock('user')).toEqual({ phase: 'signed-out', reason: 'user' });
    expect(test.drops).toEqual(['signed-out while active']);
    expect(test.session.missing('signed-in')).toBe('not-signed-in');
  });

  it('of the role drops the clients and keeps the person', async () => {
    await test.signIn();
    expect(test.session.leaveRole()).toMatchObject({ phase: 'choosing-role', user: { userId: 'user-1' } });
    expect(test.drops).toEqual(['left while active']);
  });
});

it("tells of a skewed clock by the service's time in the tokens", async () => {
  const late = new Date(test.clock.now() + 11 * 60_000).toISOString();
  const user = { userId: 'user-1', name: 'N', method: 'certificate-card' };
  test.service.on('POST /sign-in/card', json(200, { user, tokens: tokens('x', late) }, { date: 'x' }));
  await test.signIn();
  expect(test.under.serviceClock.isSkewed()).toBe(true);
});
