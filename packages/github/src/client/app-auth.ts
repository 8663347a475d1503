// Loaded only for a GitHub App.
export { createAppAuth } from '@octokit/auth-app';
