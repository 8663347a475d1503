import type { Resource } from '@portolan/runtime';
import type { Services } from '../services.ts';
import { fileResource } from './file.ts';
import { issueResource } from './issue.ts';
import { pullRequestResource } from './pull-request.ts';

// The first that fits is read: issues and pull requests come before files at a ref, which any address fits.
export const resources: readonly Resource<Services>[] = [issueResource, pullRequestResource, fileResource];
