import { describe } from 'vitest';
import { describeRepository } from '../support/describe-repository.ts';

const {
  GITHUB_TOKEN: token = '',
  GITHUB_TEST_REPOSITORY: scratch = '',
  GITHUB_TEST_API_URL: url,
} = process.env;

/** A repository of GitHub's own, which everybody may read and nobody changes. */
const repository = scratch || 'octocat/Hello-World';

describe(`GitHub itself, ${repository}`, () =>
  describeRepository({ scratch: scratch !== '' }, async () => ({
    token,
    repository,
    ...(url !== undefined && { url }),
  })));
