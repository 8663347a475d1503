/** One well-known shape of a secret. */
export interface TokenShape {
  /** What the replacement says: `[redacted:kind]`. */
  readonly kind: string;
  /** Literals of which at least one is in every match; without them the pattern is not tried. */
  readonly anchors: readonly string[];
  /** Source of a pattern that tells more than the anchors, where those are in almost every text. */
  readonly hint?: string;
  /** Global. Group 1, where there is one, stays; the rest of the match is replaced. */
  readonly pattern: RegExp;
}

/**
 * Where a short prefix may begin: not inside a word or a run of base64, but after an escape
 * (`\n` in JSON inside JSON, `%3D` in a URL), where a letter comes before it.
 */
const start = String.raw`(?:(?<![A-Za-z0-9_+/-])|(?<=\\[nrtbf])|(?<=%[0-9A-Fa-f]{2}))`;

const shape = (kind: string, anchors: string | readonly string[], source: string): TokenShape => ({
  kind,
  anchors: typeof anchors === 'string' ? [anchors] : anchors,
  pattern: new RegExp(source, 'g'),
});

/** A prefix that occurs in nothing else, then at least so many characters of a class. */
const prefixed = (kind: string, prefix: string, minimum: number, characters = '[A-Za-z0-9_-]') =>
  shape(kind, prefix, `${prefix.replaceAll('.', String.raw`\.`)}${characters}{${minimum},}`);

/**
 * Shapes as their issuers document them or as their tokens are seen. Minimum lengths lie under the
 * real ones, so that a token cut by a size bound is still known. Every pattern runs in linear time:
 * a fixed start, one open-ended class at the end.
 */
export const tokenShapes: readonly TokenShape[] = [
  ...['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'].map((prefix) =>
    prefixed('github_token', prefix, 20, '[A-Za-z0-9]'),
  ),
  prefixed('github_token', 'github_pat_', 20, '[A-Za-z0-9_]'),
  shape('slack_token', 'xox', String.raw`xox[abeoprsc](?:\.xox[abp])?-[A-Za-z0-9-]{10,}`),
  // The cookie of a browser that is signed in, often still in the encoding of a URL.
  shape('slack_token', 'xoxd-', 'xoxd-[A-Za-z0-9%+/=_-]{10,}'),
  prefixed('slack_token', 'xapp-', 10),
  shape(
    'slack_webhook',
    'hooks.slack.com/',
    String.raw`(hooks\.slack\.com/)[A-Za-z]{2,16}/[A-Za-z0-9_/-]{8,}`,
  ),
  shape('discord_webhook', '/api/webhooks/', String.raw`(/api/webhooks/)\d{5,24}/[\w-]{20,}`),
  shape(
    'aws_access_key',
    ['AKIA', 'ASIA', 'ABIA', 'ACCA'],
    `${start}(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}(?![A-Za-z0-9])`,
  ),
  shape('aws_signature', 'X-Amz-', String.raw`(X-Amz-(?:Signature|Security-Token|Credential)=)[^&\s"']{8,}`),
  shape('google_api_key', 'AIza', String.raw`${start}AIza[\w-]{30,}`),
  shape('google_token', 'ya29.', String.raw`ya29\.[\w.-]{16,}`),
  shape('google_token', '1//0', String.raw`${start}1//0[\w-]{30,}`),
  prefixed('google_client_secret', 'GOCSPX-', 16),
  shape('stripe_key', ['k_live_', 'k_test_'], `${start}[sr]k_(?:live|test)_[A-Za-z0-9]{10,}`),
  prefixed('webhook_secret', 'whsec_', 16, '[A-Za-z0-9+/=]'),
  prefixed('anthropic_key', 'sk-ant-', 16),
  shape('openai_key', 'sk-', `${start}sk-(?:proj-|svcacct-|admin-|or-v1-)?[A-Za-z0-9_-]{20,}`),
  ...[
    prefixed('groq_key', 'gsk_', 24, '[A-Za-z0-9]'),
    prefixed('xai_key', 'xai-', 40, '[A-Za-z0-9]'),
    prefixed('perplexity_key', 'pplx-', 24, '[A-Za-z0-9]'),
    shape('replicate_token', 'r8_', `${start}r8_[A-Za-z0-9]{30,}`),
    shape('huggingface_token', 'hf_', `${start}hf_[A-Za-z0-9]{24,}`),
  ],
  shape('npm_token', 'npm_', `${start}npm_[A-Za-z0-9]{30,}`),
  prefixed('pypi_token', 'pypi-', 32),
  prefixed('rubygems_key', 'rubygems_', 32, '[0-9a-f]'),
  prefixed('docker_token', 'dckr_pat_', 16),
  shape(
    'gitlab_token',
    'gl',
    `${start}gl(?:pat|dt|rt|ptt|cbt|soat|agent|oas|ft|imt|ffct)-[A-Za-z0-9_.-]{16,}`,
  ),
  shape('atlassian_token', ['ATATT3', 'ATCTT3', 'ATBB'], `${start}(?:ATATT3|ATCTT3|ATBB)[A-Za-z0-9_=-]{20,}`),
  shape('jwt', 'eyJ', String.raw`${start}eyJ[\w-]{8,}(?:(?:\.[\w-]*){1,4}|$)`),
  shape('sendgrid_key', 'SG.', String.raw`${start}SG\.[\w-]{16,}\.[\w-]{16,}`),
  shape('twilio_key', 'SK', `${start}SK[0-9a-f]{32}(?![A-Za-z0-9])`),
  shape('mailgun_key', 'key-', `${start}key-[0-9a-f]{32}(?![A-Za-z0-9])`),
  shape('mailchimp_key', '-us', String.raw`${start}[0-9a-f]{32}-us\d{1,2}(?!\d)`),
  {
    ...shape('discord_token', '.', String.raw`${start}[MNO][\w-]{22,27}\.[\w-]{6}\.[\w-]{27,}`),
    hint: String.raw`\.[\w-]{6}\.[\w-]{27}`,
  },
  shape('telegram_token', ':AA', String.raw`(?<!\d)\d{8,10}:AA[\w-]{30,}`),
  shape('azure_client_secret', 'Q~', String.raw`[\w~.-]{3}\dQ~[\w~.-]{30,}`),
  shape('azure_sas', 'sig=', `([?&;]sig=)[A-Za-z0-9%+/=_-]{20,}`),
  shape('shopify_token', 'shp', `${start}shp(?:at|ss|ca|pa)_[0-9A-Fa-f]{24,}`),
  shape('square_token', 'sq0', `${start}sq0(?:atp|csp|idp)-[A-Za-z0-9_-]{20,}`),
  shape('digitalocean_token', '_v1_', `${start}do[opr]_v1_[0-9a-f]{32,}`),
  prefixed('doppler_token', 'dp.pt.', 24, '[A-Za-z0-9]'),
  prefixed('linear_key', 'lin_api_', 24, '[A-Za-z0-9]'),
  shape('notion_token', 'ntn_', `${start}ntn_[A-Za-z0-9]{30,}`),
  shape('databricks_token', 'dapi', `${start}dapi[0-9a-f]{32}(?![A-Za-z0-9])`),
  shape('vault_token', ['hvs.', 'hvb.', 'hvr.'], String.raw`${start}hv[sbr]\.[\w-]{20,}`),
  shape('planetscale_token', 'pscale_', String.raw`pscale_(?:tkn|pw|oauth)_[\w.-]{16,}`),
  prefixed('supabase_token', 'sbp_', 32, '[0-9a-f]'),
  prefixed('newrelic_key', 'NRAK-', 20, '[A-Z0-9]'),
  prefixed('postman_key', 'PMAK-', 20, '[A-Za-z0-9-]'),
  shape('grafana_token', ['glsa_', 'glc_'], `${start}(?:glsa|glc)_[A-Za-z0-9_=+/-]{24,}`),
  shape('sentry_token', 'sntry', `${start}sntry[su]_[A-Za-z0-9_=+/-]{24,}`),
  prefixed('figma_token', 'figd_', 20),
  shape('terraform_token', '.atlasv1.', String.raw`${start}[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_=-]{30,}`),
  prefixed('heroku_key', 'HRKU-', 20),
  prefixed('age_key', 'AGE-SECRET-KEY-1', 20, '[A-Z0-9]'),
  shape('slack_config_token', 'xoxe', String.raw`xoxe-\d-[A-Za-z0-9]{20,}`),
];
