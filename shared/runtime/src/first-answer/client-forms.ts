import { isRecord } from '../json/is-record.ts';

/** Whether a client says who it is in the form that MCP gives that; members of later versions are text. */
export const isInfo = (info: unknown): boolean =>
  isRecord(info) &&
  typeof info.name === 'string' &&
  typeof info.version === 'string' &&
  Object.entries(info).every(([key, value]) =>
    key === 'icons' ? Array.isArray(value) && value.every(isIcon) : typeof value === 'string',
  );

const isIcon = (icon: unknown) =>
  isRecord(icon) &&
  typeof icon.src === 'string' &&
  Object.entries(icon).every(([key, value]) => {
    if (key === 'theme') return value === 'light' || value === 'dark';
    if (key === 'sizes') return Array.isArray(value) && value.every((size) => typeof size === 'string');
    return typeof value === 'string';
  });

/** Whether what a client announces has the form that MCP gives it; what MCP does not know has any. */
export const isCapabilities = (announced: unknown): announced is Readonly<Record<string, unknown>> =>
  isRecord(announced) &&
  Object.entries(announced).every(([key, value]) => {
    if (!known.has(key)) return true;
    if (!isRecord(value)) return false;
    const members = Object.values(value);
    if (key === 'roots') return members.every((member) => typeof member === 'boolean');
    return members.every((member) => isRecord(member) && (free.has(key) || hasOnlySwitches(member)));
  });

const known = new Set(['elicitation', 'experimental', 'extensions', 'roots', 'sampling', 'tasks']);
const free = new Set(['experimental', 'extensions']);

const hasOnlySwitches = (capability: Readonly<Record<string, unknown>>): boolean =>
  Object.values(capability).every(
    (value) => typeof value === 'boolean' || (isRecord(value) && hasOnlySwitches(value)),
  );
