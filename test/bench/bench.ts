/** `npm run bench [-- G1 G12]`: measures the goals and writes results.json. Never a pass or fail of the tests. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Benchmark, Measurement } from './measure.ts';

/** Loaded one by one: what a goal does not need must not be in its process's memory or way. */
const programs: Readonly<Record<string, () => Promise<{ readonly benchmark: Benchmark }>>> = {
  G1: () => import('./g1-encrypted-search.ts'),
  G2: () => import('./g2-substring-index.ts'),
  G3: () => import('./g3-bulk-load.ts'),
  G4: () => import('./g4-open-cache.ts'),
  G5: () => import('./g5-typing.ts'),
  G6: () => import('./g6-sorting.ts'),
  G7: () => import('./g7-scrolling.ts'),
  G8: () => import('./g8-heap.ts'),
  G9: () => import('./g9-size.ts'),
  G10: () => import('./g10-identity-codes.ts'),
  G11: () => import('./g11-accounts-and-references.ts'),
  G12: () => import('./g12-card-signature.ts'),
  G13: () => import('./g13-start.ts'),
  G14: () => import('./g14-validated-calls.ts'),
};

interface Outcome {
  readonly id: string;
  readonly title: string;
  readonly peer: string;
  readonly verdict: 'held' | 'missed' | 'not measured';
  readonly reason?: string;
  readonly measurements: readonly Measurement[];
}

function judge(benchmark: Benchmark, result: readonly Measurement[] | string): Outcome {
  const { id, title, peer } = benchmark;
  if (typeof result === 'string')
    return { id, title, peer, verdict: 'not measured', reason: result, measurements: [] };
  const held = result.every(({ ratio, goal }) => goal === undefined || ratio <= goal);
  return { id, title, peer, verdict: held ? 'held' : 'missed', measurements: result };
}

const number = (value: number): string => (value < 0.1 ? value.toFixed(3) : value.toFixed(2));

function line({ id, verdict, reason, measurements }: Outcome): string {
  if (verdict === 'not measured') return `${id} not measured: ${reason}`;
  const ratios = measurements.map(({ name, ratio }) => `${name} ${number(ratio)}`);
  const goals = measurements.flatMap(({ goal }) => (goal === undefined ? [] : [number(goal)]));
  return `${id} ${ratios.join(' ')} goal ${goals.join('/')} ${verdict}`;
}

function detail({ title, peer, measurements }: Outcome): string {
  const values = measurements.map(
    ({ name, ours, peer: other, unit }) => `${name} ${number(ours)} : ${number(other)} ${unit}`,
  );
  return `   ${title}; peer: ${peer}; ${values.join(', ')}`;
}

const asked = process.argv.slice(2).map((id) => id.toUpperCase());
const unknown = asked.filter((id) => !programs[id]);
if (unknown.length > 0) {
  console.error(`Unknown: ${unknown.join(', ')}. Goals: ${Object.keys(programs).join(', ')}`);
  process.exit(1);
}
const machine = `${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform}, Node ${process.version}`;
console.log(machine);
const outcomes: Outcome[] = [];
for (const [id, load] of Object.entries(programs)) {
  if (asked.length > 0 && !asked.includes(id)) continue;
  const { benchmark } = await load();
  const outcome = judge(benchmark, await benchmark.run());
  outcomes.push(outcome);
  console.log(line(outcome));
  if (outcome.measurements.length > 0) console.log(detail(outcome));
}
const results = fileURLToPath(new URL('results.json', import.meta.url));
// A run of some goals leaves what is known of the others.
const before = existsSync(results)
  ? (JSON.parse(readFileSync(results, 'utf8')) as { readonly outcomes: readonly Outcome[] }).outcomes
  : [];
const all = Object.keys(programs).flatMap(
  (id) => outcomes.find((outcome) => outcome.id === id) ?? before.find((outcome) => outcome.id === id) ?? [],
);
writeFileSync(results, `${JSON.stringify({ machine, outcomes: all }, undefined, 2)}\n`);
