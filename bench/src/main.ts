import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { load, machine } from './machine.ts';
import type { Plan, Section, Suite } from './model.ts';
import { markdown } from './report/markdown.ts';
import type { Run } from './report/run.ts';
import { filesystem } from './suites/filesystem.ts';
import { git } from './suites/git.ts';
import { github } from './suites/github.ts';
import { http } from './suites/http.ts';
import { postgres } from './suites/postgres.ts';
import { slack } from './suites/slack.ts';

const suites: Readonly<Record<string, Suite>> = { filesystem, git, http, postgres, github, slack };

const usage = `pnpm bench [--quick] [--suite SUITE,…] [--only SECTION,…] [--out FOLDER]
  --quick  fewer rounds; prints the tables and, without --out, writes nothing
  --suite  suites and their sections:
${Object.entries(suites)
  .map(([name, { sections }]) => `           ${name}: ${Object.keys(sections).join(', ')}`)
  .join('\n')}
  --only   sections of them
  --out    where the tables go; bench/results when all sections of a suite run in full
`;

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    suite: { type: 'string' },
    only: { type: 'string' },
    out: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
const results = fileURLToPath(new URL('../results', import.meta.url));

if (values.help) process.stdout.write(usage);
else
  await bench({
    quick: values.quick,
    suite: namesOf(values.suite, Object.keys(suites)),
    only: namesOf(
      values.only,
      Object.values(suites).flatMap(({ sections }) => Object.keys(sections)),
    ),
    out: values.out ?? (values.quick || values.only ? undefined : results),
  });

interface Options {
  readonly quick: boolean;
  readonly suite: readonly string[];
  readonly only: readonly string[];
  readonly out: string | undefined;
}

/** The names of a list; all of them when none is given. */
function namesOf(list: string | undefined, known: readonly string[]): readonly string[] {
  const names = list?.split(',') ?? known;
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`There is no ${unknown.join(', ')}. Known: ${known.join(', ')}.`);
  return names;
}

async function bench({ quick, suite: wanted, only, out }: Options): Promise<void> {
  const say = (text: string) => process.stderr.write(`${text}\n`);
  for (const [name, suite] of Object.entries(suites)) {
    const chosen = Object.entries(suite.sections).filter(([key]) => only.includes(key));
    if (!wanted.includes(name) || chosen.length === 0) continue;
    const folder = mkdtempSync(join(tmpdir(), `portolan-bench-${name}-`));
    try {
      const run = await record(suite, chosen, { quick, folder, say });
      const text = markdown(suite.title, run);
      process.stdout.write(text);
      if (out === undefined) continue;
      mkdirSync(out, { recursive: true });
      writeFileSync(join(out, `${name}.md`), text);
      writeFileSync(join(out, `${name}.json`), `${JSON.stringify(run, null, 2)}\n`);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

async function record(
  suite: Suite,
  chosen: readonly [string, (plan: Plan) => Promise<Section>][],
  plan: Plan,
): Promise<Run> {
  const before = load();
  const started = performance.now();
  const sections: Section[] = [];
  for (const [key, section] of chosen) {
    plan.say(`${suite.title}: ${key} …`);
    sections.push(await section(plan));
  }
  return {
    command: ['pnpm bench', ...process.argv.slice(2)].join(' '),
    madeAt: new Date().toISOString().slice(0, 10),
    tookSeconds: Math.round((performance.now() - started) / 1000),
    machine: machine(suite.versions()),
    load: { before, after: load() },
    sections,
  };
}
