/** What a walk saw. Nothing unreadable ends it: it is counted, and the first few are named. */
export interface WalkReport {
  entries: number;
  folders: number;
  unreadable: number;
  readonly unreadablePaths: string[];
  /** Why parts were left out, where they were. */
  readonly truncatedBy: Set<'depth' | 'entries' | 'bytes' | 'stopped'>;
}

const namedUnreadable = 10;

/** A report of nothing seen yet. */
export const newReport = (): WalkReport => ({
  entries: 0,
  folders: 0,
  unreadable: 0,
  unreadablePaths: [],
  truncatedBy: new Set(),
});

/** Counts something that could not be read. */
export function countUnreadable(report: WalkReport, path: string): void {
  report.unreadable += 1;
  if (report.unreadablePaths.length < namedUnreadable) report.unreadablePaths.push(path === '' ? '.' : path);
}

/** Takes what could not be read or was left out from a report, to be put where its turn comes; nothing where all went well. */
export function takeNews(report: WalkReport): WalkReport | undefined {
  if (report.unreadable === 0 && report.truncatedBy.size === 0) return undefined;
  const news = {
    ...newReport(),
    unreadable: report.unreadable,
    unreadablePaths: report.unreadablePaths.splice(0),
    truncatedBy: new Set(report.truncatedBy),
  };
  report.unreadable = 0;
  report.truncatedBy.clear();
  return news;
}

/** Adds what `takeNews` gave to another report. */
export function addNews(report: WalkReport, news: WalkReport | undefined): void {
  if (news === undefined) return;
  report.unreadable += news.unreadable;
  const room = namedUnreadable - report.unreadablePaths.length;
  report.unreadablePaths.push(...news.unreadablePaths.slice(0, room));
  for (const reason of news.truncatedBy) report.truncatedBy.add(reason);
}
