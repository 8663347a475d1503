import { deleteLabel } from './delete-label.ts';
import { listLabels } from './list-labels.ts';
import { listMilestones } from './list-milestones.ts';
import { writeLabel } from './write-label.ts';
import { writeMilestone } from './write-milestone.ts';

export const labelsTools = [listLabels, writeLabel, deleteLabel, listMilestones, writeMilestone];
