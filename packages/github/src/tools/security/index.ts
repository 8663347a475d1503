import { getAlert } from './get-alert.ts';
import { listAlerts } from './list-alerts.ts';
import { searchAdvisories } from './search-advisories.ts';
import { updateAlert } from './update-alert.ts';

export const securityTools = [listAlerts, getAlert, updateAlert, searchAdvisories];
