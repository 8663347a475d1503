import { getProject } from './get-project.ts';
import { writeProjectItem } from './write-project-item.ts';

export const projectsTools = [getProject, writeProjectItem];
