import { describe } from 'vitest';
import { startDouble, startEmulate } from '../src/test-support.ts';
import { describeRepository } from './support/describe-repository.ts';

const repository = 'octo/harbour';

describe('the double', () =>
  describeRepository({ scratch: true }, async () => {
    const double = await startDouble();
    double.repository(repository);
    return { token: double.token({ login: 'octo' }), repository, url: double.url };
  }));

describe('emulate', () =>
  describeRepository({ scratch: true, whole: false }, async () => ({
    ...(await startEmulate()),
    repository,
  })));
