import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { load, machine } from './machine.ts';
import type { Plan, Section } from './model.ts';
import { markdown } from './report/markdown.ts';
import type { Run } from './report/run.ts';
import { calls } from './sections/calls.ts';
import { content } from './sections/content.ts';
import { http } from './sections/http.ts';
import { huge } from './sections/huge.ts';
import { install } from './sections/install.ts';
import { start } from './sections/start.ts';
import { trees } from './sections/trees.ts';

const suites: Readonly<
  Record<string, { title: string; sections: Record<string, (plan: Plan) => Promise<Section>> }>
> = {
  filesystem: {
    title: 'Filesystem server beside the official one',
    sections: { start, install, calls, trees, content, huge },
  },
  http: { title: 'The runtime over HTTP beside the plain SDK', sections: { http } },
};

const usage = `pnpm bench [--quick] [--only SECTION,…] [--out FOLDER]
  --quick  fewer rounds; prints the tables and, without --out, writes nothing
  --only   sections: ${Object.values(suites)
    .flatMap(({ sections }) => Object.keys(sections))
    .join(', ')}
  --out    where the tables go; bench/results for a full run
`;

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    out: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
const results = fileURLToPath(new URL('../results', import.meta.url));

if (values.help) process.stdout.write(usage);
else
  await bench(
    values.quick,
    values.only?.split(','),
    values.out ?? (values.quick || values.only ? undefined : results),
  );

async function bench(
  quick: boolean,
  only: readonly string[] | undefined,
  out: string | undefined,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'portolan-bench-'));
  const say = (text: string) => process.stderr.write(`${text}\n`);
  try {
    for (const [name, suite] of Object.entries(suites)) {
      const chosen = Object.entries(suite.sections).filter(([key]) => only?.includes(key) ?? true);
      if (chosen.length === 0) continue;
      const run = await record(chosen, { quick, folder, say });
      const text = markdown(suite.title, run);
      process.stdout.write(text);
      if (out === undefined) continue;
      mkdirSync(out, { recursive: true });
      writeFileSync(join(out, `${name}.md`), text);
      writeFileSync(join(out, `${name}.json`), `${JSON.stringify(run, null, 2)}\n`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function record(
  chosen: readonly [string, (plan: Plan) => Promise<Section>][],
  plan: Plan,
): Promise<Run> {
  const before = load();
  const started = performance.now();
  const sections: Section[] = [];
  for (const [key, section] of chosen) {
    plan.say(`${key} …`);
    sections.push(await section(plan));
  }
  return {
    command: ['pnpm bench', ...process.argv.slice(2)].join(' '),
    madeAt: new Date().toISOString().slice(0, 10),
    tookSeconds: Math.round((performance.now() - started) / 1000),
    machine: machine(),
    load: { before, after: load() },
    sections,
  };
}
