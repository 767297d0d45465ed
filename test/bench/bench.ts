/** `npm run bench [-- G1 guard-typing]`: measures and writes results.json. Never a pass or fail of the tests. */
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { basename, join } from 'node:path';
import type { Benchmark, Guard, GuardReading, Measurement } from './measure.ts';

type Verdict = 'held' | 'missed' | 'not measured';
interface Outcome {
  readonly id: string;
  readonly title: string;
  readonly verdict: Verdict;
  /** Why it was not measured. */
  readonly reason?: string;
  /** Against whom the ratios are; none of a guard. */
  readonly peer?: string;
  /** Why a goal is not held, and what else is known of it. */
  readonly notes?: readonly string[];
  readonly measurements?: readonly Measurement[];
  readonly readings?: readonly GuardReading[];
}

const format = (value: number): string => (value < 0.1 ? value.toFixed(3) : value.toFixed(2));

async function measureGoal(benchmark: Benchmark): Promise<Outcome> {
  const { id, title, peer } = benchmark;
  const result = await benchmark.run();
  if (typeof result === 'string') return { id, title, peer, verdict: 'not measured', reason: result };
  const held = result.every(({ ratio, goal }) => goal === undefined || ratio <= goal);
  const notes = benchmark.notes?.(result) ?? [];
  return { id, title, peer, verdict: held ? 'held' : 'missed', notes, measurements: result };
}

async function measureGuard(id: string, { title, run }: Guard): Promise<Outcome> {
  const readings = await run();
  if (typeof readings === 'string') return { id, title, verdict: 'not measured', reason: readings };
  const held = readings.every(({ value, goal }) => value <= goal);
  return { id, title, verdict: held ? 'held' : 'missed', readings };
}

function linesOfGoal({ id, title, peer, verdict, notes = [], measurements = [] }: Outcome): string[] {
  const ratios = measurements.map(({ name, ratio }) => `${name} ${format(ratio)}`);
  const goals = measurements.flatMap(({ goal }) => (goal === undefined ? [] : [format(goal)]));
  const values = measurements.map(
    ({ name, ours, peer: other, unit }) => `${name} ${format(ours)} : ${format(other)} ${unit}`,
  );
  return [
    `${id} ${ratios.join(' ')} goal ${goals.join('/')} ${verdict}`,
    `   ${title}; peer: ${peer}; ${values.join(', ')}`,
    ...notes.map((note) => `   ${note}`),
  ];
}

const linesOfGuard = ({ title, readings = [] }: Outcome): string[] => [
  ...readings.map(
    ({ name, value, goal, unit }) =>
      `guard ${name} ${format(value)} ${unit} goal ${goal} ${value <= goal ? 'held' : 'missed'}`,
  ),
  `   ${title}`,
];

function lines(outcome: Outcome): string[] {
  if (outcome.verdict === 'not measured') return [`${outcome.id} not measured: ${outcome.reason}`];
  return outcome.readings ? linesOfGuard(outcome) : linesOfGoal(outcome);
}

/** What can be measured, by its id, in the order of the goals' numbers; each is loaded when its turn comes. */
function findPrograms(): ReadonlyMap<string, () => Promise<Outcome>> {
  const files = globSync(['g*-*.ts', 'guard-*.ts'], { cwd: import.meta.dirname });
  const order = (file: string): number => Number(/^g(\d+)-/.exec(file)?.[1] ?? Infinity);
  const sorted = files.sort((left, right) => order(left) - order(right) || left.localeCompare(right));
  return new Map(
    sorted.map((file): [string, () => Promise<Outcome>] => {
      const goal = /^g\d+/.exec(file)?.[0].toUpperCase();
      // What a goal does not need must not be in its process's memory or way.
      const load = () => import(join(import.meta.dirname, file));
      if (goal !== undefined)
        return [goal, async () => measureGoal(((await load()) as { benchmark: Benchmark }).benchmark)];
      const id = basename(file, '.ts');
      return [id, async () => measureGuard(id, ((await load()) as { guard: Guard }).guard)];
    }),
  );
}

/** All where none is named; `guards` names every guard. */
function chosen(ids: readonly string[], asked: readonly string[]): readonly string[] {
  const wanted = new Set(asked.map((word) => word.toLowerCase()));
  const known = new Set([...ids.map((id) => id.toLowerCase()), 'guards']);
  const unknown = [...wanted].filter((word) => !known.has(word));
  if (unknown.length > 0) {
    console.error(`Unknown: ${unknown.join(', ')}. There are: ${ids.join(', ')}, and guards for every guard`);
    process.exit(1);
  }
  const isWanted = (id: string): boolean =>
    wanted.has(id.toLowerCase()) || (wanted.has('guards') && id.startsWith('guard-'));
  return wanted.size === 0 ? ids : ids.filter(isWanted);
}

function machineLine(): string {
  const [load = 0] = loadavg();
  const busy = load > 0.5 ? `; busy before it began (load ${load.toFixed(1)}): the ratios may be wrong` : '';
  return `${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform}, Node ${process.version}${busy}`;
}

const programs = findPrograms();
const wanted = chosen([...programs.keys()], process.argv.slice(2));
const machine = machineLine();
console.log(machine);
const measured = new Map<string, Outcome>();
for (const id of wanted) {
  const outcome = await programs.get(id)?.();
  if (outcome === undefined) continue;
  measured.set(id, outcome);
  for (const line of lines(outcome)) console.log(line);
}
// A run of some leaves what is known of the others.
const file = join(import.meta.dirname, 'results.json');
const before = existsSync(file)
  ? (JSON.parse(readFileSync(file, 'utf8')) as { readonly outcomes: readonly Outcome[] }).outcomes
  : [];
const outcomes = [...programs.keys()].flatMap(
  (id) => measured.get(id) ?? before.find((outcome) => outcome.id === id) ?? [],
);
writeFileSync(file, `${JSON.stringify({ machine, outcomes }, undefined, 2)}\n`);
