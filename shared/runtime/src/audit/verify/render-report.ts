import type { VerifyReport } from './finding.ts';

/** The report for people, with a line for each finding. Ends with a line feed. */
export function renderReport(report: VerifyReport): string {
  const { verdict, files, records, head, checkpoints, findings, omitted } = report;
  const lines = [
    `${headline[verdict]}: ${records} records in ${files.length === 1 ? files[0] : `${files.length} files`}`,
    ...(head === undefined ? [] : [`chain ${head.chain}, last record ${head.seq}, hash ${head.hash}`]),
    describeCheckpoints(checkpoints),
    ...findings.map(
      ({ severity, kind, file, line, detail }) => `${severity}: ${kind}: ${file}:${line}: ${detail}`,
    ),
    ...(omitted === 0 ? [] : [`${omitted} more findings`]),
  ];
  return `${lines.join('\n')}\n`;
}

const headline = {
  ok: 'OK',
  being_written: 'OK SO FAR',
  unproven: 'UNPROVEN END',
  tampered: 'TAMPERED',
} satisfies Record<VerifyReport['verdict'], string>;

function describeCheckpoints({ count, signed, lastSeq }: VerifyReport['checkpoints']): string {
  if (count === 0) return 'no checkpoints: a shortened end cannot be found';
  const trust = signed ? 'signatures checked' : 'signatures not checked, no public key given';
  return `${count} checkpoints up to record ${lastSeq}, ${trust}`;
}
