import { generateKeyPairSync } from 'node:crypto';
import type { SeededRandom } from './random.ts';

const lower = 'abcdefghijklmnopqrstuvwxyz';
const digits = '0123456789';
const hex = '0123456789abcdef';
const alphanumeric = `${lower}${lower.toUpperCase()}${digits}`;
const base64url = `${alphanumeric}-_`;
const base64 = `${alphanumeric}+/`;

/** One secret, and the text that must not survive redaction. */
interface Sample {
  readonly kind: string;
  readonly secret: string;
  readonly text: string;
}

type Generator = (random: SeededRandom) => string;

const upperDigits = `${lower.toUpperCase()}234567`;
const joined = (random: SeededRandom, ...lengths: readonly number[]) =>
  lengths.map((length) => random.text(base64url, length)).join('.');

/** Tokens that are known wherever they stand. */
const tokenGenerators: Readonly<Record<string, Generator>> = {
  github: (r) => `${r.pick(['ghp_', 'gho_', 'ghs_', 'ghu_', 'ghr_'])}${r.text(alphanumeric, 36)}`,
  githubFine: (r) => `github_pat_${r.text(alphanumeric, 22)}_${r.text(alphanumeric, 59)}`,
  slackBot: (r) =>
    `${r.pick(['xoxb', 'xoxp', 'xoxa', 'xoxs'])}-${r.text(digits, 12)}-${r.text(digits, 13)}-${r.text(alphanumeric, 24)}`,
  slackCookie: (r) => `xoxd-${r.text(`${base64}%`, 120)}`,
  slackApp: (r) => `xapp-1-A${r.text(upperDigits, 10)}-${r.text(digits, 13)}-${r.text(hex, 64)}`,
  awsId: (r) => `${r.pick(['AKIA', 'ASIA'])}${r.text(upperDigits, 16)}`,
  googleKey: (r) => `AIza${r.text(base64url, 35)}`,
  googleToken: (r) => `ya29.${r.text(base64url, 120)}`,
  googleClient: (r) => `GOCSPX-${r.text(base64url, 28)}`,
  stripe: (r) => `${r.pick(['sk_live_', 'rk_live_', 'sk_test_'])}${r.text(alphanumeric, r.pick([24, 99]))}`,
  openai: (r) => `sk-proj-${r.text(base64url, 74)}T3BlbkFJ${r.text(base64url, 74)}`,
  openaiOld: (r) => `sk-${r.text(alphanumeric, 48)}`,
  anthropic: (r) => `sk-ant-api03-${r.text(base64url, 93)}AA`,
  npm: (r) => `npm_${r.text(alphanumeric, 36)}`,
  pypi: (r) => `pypi-AgEIcHlwaS5vcmc${r.text(base64url, 80)}`,
  gitlab: (r) => `${r.pick(['glpat-', 'gldt-', 'glrt-'])}${r.text(base64url, 20)}`,
  jwt: (r) => `eyJ${joined(r, 33, 120, 43)}`,
  sendgrid: (r) => `SG.${joined(r, 22, 43)}`,
  twilio: (r) => `SK${r.text(hex, 32)}`,
  mailgun: (r) => `key-${r.text(hex, 32)}`,
  mailchimp: (r) => `${r.text(hex, 32)}-us${1 + r.below(20)}`,
  telegram: (r) => `${1 + r.below(9)}${r.text(digits, 9)}:AA${r.text(base64url, 33)}`,
  discord: (r) => `${r.pick(['M', 'N'])}${joined(r, 25, 6, 38)}`,
  azureClient: (r) => `${r.text(alphanumeric, 3)}8Q~${r.text(base64url, 34)}`,
  shopify: (r) => `shpat_${r.text(hex, 32)}`,
  digitalocean: (r) => `dop_v1_${r.text(hex, 64)}`,
  databricks: (r) => `dapi${r.text(hex, 32)}`,
  vault: (r) => `hvs.${r.text(base64url, 90)}`,
  huggingface: (r) => `hf_${r.text(alphanumeric, 34)}`,
  docker: (r) => `dckr_pat_${r.text(base64url, 27)}`,
  atlassian: (r) => `ATATT3xFfGF0${r.text(base64url, 160)}=${r.text(hex, 8)}`,
  grafana: (r) => `glsa_${r.text(alphanumeric, 32)}_${r.text(hex, 8)}`,
  linear: (r) => `lin_api_${r.text(alphanumeric, 40)}`,
  terraform: (r) => `${r.text(alphanumeric, 14)}.atlasv1.${r.text(base64url, 67)}`,
  webhook: (r) => `whsec_${r.text(alphanumeric, 32)}`,
  sentry: (r) => `sntryu_${r.text(hex, 64)}`,
};

type Context = (secret: string) => string;

const tokenContexts: readonly Context[] = [
  (secret) => secret,
  (secret) => `failed to authenticate with ${secret}, giving up`,
  (secret) => `{"command":"curl -H 'X: ${secret}' https://example.com"}`,
  (secret) => `"${secret}"`,
  (secret) => `(${secret})`,
  (secret) => `first line\n${secret}\nlast line`,
  (secret) => JSON.stringify(JSON.stringify({ note: `line\n${secret}` })),
  (secret) => `https://example.com/callback?code=${secret}&state=1`,
  (secret) => `value%3D${secret}%26next%3D2`,
  (secret) => `error: 401 ${secret}`,
  (secret) => `| name | ${secret} |`,
  (secret) => `<value>${secret}</value>`,
];

/** Passwords and the like, known only by where they stand. Each gives the secret and its text. */
const placedGenerators: Readonly<Record<string, (random: SeededRandom) => Omit<Sample, 'kind'>>> = {
  urlPassword: (r) => {
    const secret = r.text(`${alphanumeric}!$*._~%-`, 8 + r.below(24));
    const scheme = r.pick(['postgres', 'redis', 'mongodb+srv', 'https', 'amqp', 'mysql']);
    return { secret, text: `cannot connect to ${scheme}://admin:${secret}@db.example.com:5432/main` };
  },
  slackWebhook: (r) => {
    const secret = `T${r.text(upperDigits, 8)}/B${r.text(upperDigits, 8)}/${r.text(alphanumeric, 24)}`;
    return { secret, text: `POST https://hooks.slack.com/services/${secret} failed` };
  },
  bearer: (r) => {
    const secret = r.text(base64url, 24 + r.below(100));
    return {
      secret,
      text: r.pick([
        `Authorization: Bearer ${secret}`,
        `curl -H "Authorization: Bearer ${secret}" x`,
        `{"authorization":"Bearer ${secret}"}`,
        `sent bearer ${secret}`,
      ]),
    };
  },
  basic: (r) => {
    const secret = Buffer.from(`user:${r.text(alphanumeric, 16)}`).toString('base64');
    return { secret, text: `> Authorization: Basic ${secret}\r\n> Accept: */*` };
  },
  cookie: (r) => {
    const secret = r.text(base64url, 40);
    return {
      secret,
      text: r.pick([`Cookie: theme=dark; session=${secret}`, `Set-Cookie: sid=${secret}; HttpOnly`]),
    };
  },
  apiKeyHeader: (r) => {
    const secret = r.text(alphanumeric, 32);
    return { secret, text: r.pick([`X-Api-Key: ${secret}`, `"x-api-key": "${secret}"`]) };
  },
  jsonPassword: (r) => {
    const secret = r.text(`${alphanumeric} !#$%&*+@^~`, 6 + r.below(24));
    const name = r.pick(['password', 'client_secret', 'apiKey', 'access_token', 'privateKey', 'dbPassword']);
    const json = JSON.stringify({ user: 'admin', [name]: secret, port: 1 }, null, r.pick([0, 2]));
    return { secret, text: r.pick([json, JSON.stringify(json)]) };
  },
  environment: (r) => {
    const secret = r.text(`${alphanumeric}+/-_.`, 12 + r.below(30));
    const name = r.pick([
      'DB_PASSWORD',
      'GITHUB_TOKEN',
      'AWS_SECRET_ACCESS_KEY',
      'STRIPE_API_KEY',
      'SESSION_SECRET',
    ]);
    return {
      secret,
      text: r.pick([
        `${name}=${secret}`,
        `export ${name}="${secret}"`,
        `docker run -e ${name}=${secret} app`,
      ]),
    };
  },
  yaml: (r) => {
    const secret = `${r.text(alphanumeric, 10 + r.below(20))}${r.below(10)}`;
    return {
      secret,
      text: `db:\n  user: admin\n  ${r.pick(['password', 'secret', 'token', 'api_key'])}: ${secret}\n  port: 1`,
    };
  },
  query: (r) => {
    const secret = r.text(alphanumeric, 20);
    return {
      secret,
      text: `GET /v1/me?${r.pick(['access_token', 'api_key', 'token', 'password'])}=${secret}&page=2 400`,
    };
  },
  awsSecret: (r) => {
    const secret = r.text(base64, 40);
    return {
      secret,
      text: r.pick([
        `aws_secret_access_key = ${secret}`,
        `"SecretAccessKey": "${secret}"`,
        `AWS_SECRET_ACCESS_KEY=${secret}`,
      ]),
    };
  },
  azureConnection: (r) => {
    const secret = `${r.text(base64, 86)}==`;
    return {
      secret,
      text: `DefaultEndpointsProtocol=https;AccountName=x;AccountKey=${secret};EndpointSuffix=core.windows.net`,
    };
  },
  azureSas: (r) => {
    const secret = encodeURIComponent(`${r.text(base64, 43)}=`);
    return { secret, text: `https://x.blob.core.windows.net/c?sv=2024-01-01&sr=c&sig=${secret}&se=2026` };
  },
  adoConnection: (r) => {
    const secret = r.text(`${alphanumeric}!$*`, 14);
    return { secret, text: `Server=tcp:x.example.com;User ID=app;Password=${secret};Encrypt=true` };
  },
  npmrc: (r) => {
    const secret = `${r.text(hex, 8)}-${r.text(hex, 4)}-${r.text(hex, 4)}-${r.text(hex, 4)}-${r.text(hex, 12)}`;
    return { secret, text: `//registry.example.com/:_authToken=${secret}` };
  },
  kubeconfig: (r) => {
    const secret = r.text(base64, 200);
    return { secret, text: `users:\n- name: x\n  user:\n    client-key-data: ${secret}\n` };
  },
  code: (r) => {
    const secret = r.text(`${alphanumeric}!@#`, 12);
    return {
      secret,
      text: r.pick([
        `const password = '${secret}';`,
        `password := "${secret}"`,
        `:password => "${secret}"`,
        `config['secret'] = "${secret}"`,
      ]),
    };
  },
  privateKey: (r) => {
    const { privateKey } = generateKeyPairSync('ed25519');
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString().trim();
    const secret = pem.split('\n')[1] ?? '';
    return { secret, text: r.pick([`key:\n${pem}\nend`, JSON.stringify({ text: pem })]) };
  },
};

/** Every kind equally often, every token in a random context. */
export function makeCorpus(random: SeededRandom, perKind: number): readonly Sample[] {
  const samples: Sample[] = [];
  for (let round = 0; round < perKind; round++) {
    for (const [kind, generate] of Object.entries(tokenGenerators)) {
      const secret = generate(random);
      samples.push({ kind, secret, text: random.pick(tokenContexts)(secret) });
    }
    for (const [kind, generate] of Object.entries(placedGenerators))
      samples.push({ kind, ...generate(random) });
  }
  return samples;
}
