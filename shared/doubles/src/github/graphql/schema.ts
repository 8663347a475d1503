import { buildSchema } from 'graphql';
import { coreSdl } from './sdl-core.ts';
import { discussionsSdl } from './sdl-discussions.ts';
import { projectsSdl } from './sdl-projects.ts';
import { pullsSdl } from './sdl-pulls.ts';

/** The part of GitHub's schema that the double answers. */
export const schema = buildSchema([coreSdl, pullsSdl, discussionsSdl, projectsSdl].join('\n'));
