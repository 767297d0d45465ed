import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, isoDate } from '../dates.ts';
import { paydaysOf } from '../payday-calendar.ts';
import { actionsOf, isReminder, lastSafeDayOf, tasksOf, type ClaimInRegister } from './index.ts';

const day = isoDate;
const claim: ClaimInRegister = {
  channel: 'electronic',
  benefitCode: 'KE-V',
  period: { start: day('2026-04-01'), end: null },
  status: 'ACTIVE',
  registeredOn: day('2026-03-20'),
  postedOn: null,
  careEnd: null,
  deathDate: null,
  benefitChecked: false,
  surnameInitial: 'P',
};
const paper: ClaimInRegister = { ...claim, channel: 'paper', status: 'REGISTERED' };
const kinds = (changes: Partial<ClaimInRegister>, today: string) =>
  tasksOf({ ...claim, ...changes }, day(today)).map(({ kind, dueOn }) => `${kind} ${dueOn ?? '-'}`);

describe('the last safe day of a claim', () => {
  it.each([
    ['2026-03-20', '2026-03-24'],
    ['2026-03-24', '2026-03-24'],
    ['2026-03-25', '2026-04-23'],
    ['2026-01-01', '2026-03-24'],
  ])('seen on %s is %s', (from, expected) => expect(lastSafeDayOf(claim, day(from))).toBe(expected));
  it('is none without a fixed payday, without a payday in the period, or where the surname is not known', () => {
    expect(lastSafeDayOf({ ...claim, benefitCode: 'SPR' }, day('2026-03-20'))).toBeNull();
    const past = { start: day('2026-02-01'), end: day('2026-02-28') };
    expect(lastSafeDayOf({ ...claim, period: past }, day('2026-03-20'))).toBeNull();
    expect(
      lastSafeDayOf({ ...claim, benefitCode: 'LESKE', surnameInitial: '-' }, day('2026-03-20')),
    ).toBeNull();
  });
  it('never has passed, and is two weeks before a payday in the claimed time', () =>
    fc.assert(
      fc.property(
        fc.constantFrom('KE-V', 'TAKE', 'LL', 'ELT', 'YAT', 'KHT', 'EAT'),
        fc.integer({ min: 0, max: 2000 }),
        fc.integer({ min: -400, max: 400 }),
        (benefitCode, offset, lead) => {
          const from = addDays(day('2023-01-01'), offset);
          const start = addDays(from, lead);
          const found = lastSafeDayOf({ ...claim, benefitCode, period: { start, end: null } }, from);
          if (found === null) throw new Error('an open claim on a benefit with a payday has a last safe day');
          expect(found >= from).toBe(true);
          const payday = addDays(found, 14);
          expect(payday >= start).toBe(true);
          expect(paydaysOf(benefitCode, payday, 1)).toEqual({ ok: true, value: [payday] });
        },
      ),
    ));
});

describe('what is to be done', () => {
  it('a paper is posted by its last safe day; an electronic claim is not', () => {
    expect(tasksOf(paper, day('2026-03-20'))).toEqual([
      { kind: 'post-paper', dueOn: '2026-03-24', replacedBy: null },
    ]);
    expect(tasksOf({ ...paper, postedOn: day('2026-03-20') }, day('2026-03-20'))).toEqual([]);
    expect(tasksOf({ ...paper, status: 'WITHDRAWN' }, day('2026-03-20'))).toEqual([]);
    expect(kinds({ status: 'REGISTERED' }, '2026-03-20')).toEqual([]);
  });

  it.each<readonly [string, Partial<ClaimInRegister>, string, readonly string[]]>([
    ['a week before the care ends', { careEnd: day('2026-06-30') }, '2026-06-23', ['report-end 2026-06-30']],
    ['eight days before', { careEnd: day('2026-06-30') }, '2026-06-22', []],
    ['long after', { careEnd: day('2026-06-30') }, '2026-09-01', ['report-end 2026-06-30']],
    ['at a death', { deathDate: day('2026-05-02') }, '2026-05-03', ['report-end 2026-05-02']],
    [
      'at the earlier of both',
      { careEnd: day('2026-06-30'), deathDate: day('2026-05-02') },
      '2026-05-03',
      ['report-end 2026-05-02'],
    ],
    [
      'not where the claim ends by itself',
      { careEnd: day('2026-06-30'), period: { start: day('2026-04-01'), end: day('2026-06-30') } },
      '2026-07-01',
      [],
    ],
    [
      'where it would go on longer than the care',
      { careEnd: day('2026-06-30'), period: { start: day('2026-04-01'), end: day('2026-12-31') } },
      '2026-07-01',
      ['report-end 2026-06-30'],
    ],
    ['not when it was told', { careEnd: day('2026-06-30'), status: 'END_REQUESTED' }, '2026-07-01', []],
    ['not before Kela has decided', { careEnd: day('2026-06-30'), status: 'HEARING' }, '2026-07-01', []],
  ])('the end is reported %s', (_, changes, today, expected) =>
    expect(kinds(changes, today)).toEqual(expected),
  );

  it.each<readonly [string, Partial<ClaimInRegister>, string, readonly string[]]>([
    ['on its last day', {}, '2026-04-30', []],
    ['the day after', {}, '2026-05-01', ['check-benefit -']],
    ['checked', { benefitChecked: true }, '2026-05-01', []],
    ['ended', { status: 'ENDED' }, '2026-05-01', []],
    ['told to end', { status: 'END_REQUESTED' }, '2026-05-01', []],
    [
      'only for the time before',
      { period: { start: day('2026-02-01'), end: day('2026-04-30') } },
      '2026-05-01',
      [],
    ],
    [
      'for a day beyond',
      { period: { start: day('2026-02-01'), end: day('2026-05-01') } },
      '2026-05-01',
      ['check-benefit -'],
    ],
  ])('a claim on labour market subsidy is checked: %s', (_, changes, today, expected) =>
    expect(kinds({ benefitCode: 'TMT', ...changes }, today)).toEqual(expected),
  );
  it('tells what has taken the place of the benefit', () =>
    expect(tasksOf({ ...claim, benefitCode: 'PPR' }, day('2026-06-01'))[0]?.replacedBy).toBe('YLT'));
});

describe('what is reminded of', () => {
  it.each([
    ['2026-03-18', false],
    ['2026-03-19', true],
    ['2026-03-24', true],
  ])('a last safe day of 24.3. on %s: %s', (today, expected) =>
    expect(isReminder({ kind: 'post-paper', dueOn: '2026-03-24' }, day(today))).toBe(expected),
  );
  it('a paper without a payday, an end and a changed benefit at all times', () => {
    const today = day('2026-03-01');
    expect(isReminder({ kind: 'post-paper', dueOn: null }, today)).toBe(true);
    expect(isReminder({ kind: 'report-end', dueOn: '2026-03-08' }, today)).toBe(true);
    expect(isReminder({ kind: 'check-benefit', dueOn: null }, today)).toBe(true);
  });
});

describe('what may be done', () => {
  const check = [{ kind: 'check-benefit' }] as const;
  it.each([
    ['REGISTERED', 'electronic', null, [], ['withdraw']],
    ['REGISTERED', 'paper', null, [], ['mark-posted', 'withdraw']],
    ['REGISTERED', 'paper', '2026-03-20', [], ['withdraw']],
    ['HEARING', 'paper', '2026-03-20', [], ['withdraw']],
    ['ACCEPTED', 'electronic', null, [], ['request-end']],
    ['PARTLY_ACCEPTED', 'electronic', null, [], ['request-end']],
    ['ACTIVE', 'electronic', null, [], ['request-end']],
    ['ACTIVE', 'electronic', null, check, ['request-end', 'mark-checked']],
    ['REJECTED', 'electronic', null, [], []],
    ['END_REQUESTED', 'electronic', null, [], []],
    ['ENDED', 'electronic', null, [], []],
    ['WITHDRAWN', 'paper', null, [], []],
  ] as const)('%s, %s, posted %s, tasks %j: %j', (status, channel, postedOn, tasks, expected) =>
    expect(actionsOf({ status, channel, postedOn, tasks })).toEqual(expected),
  );
});
