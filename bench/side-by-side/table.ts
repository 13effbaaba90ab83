import type { Case } from './cases.ts';
import type { CaseResult } from './measure.ts';
import { SIDES } from './sides.ts';

const COLUMNS = ['', 'ours / floor', 'ours / textbook', ...SIDES.map((side) => `${side}: p50, p99, CPU`)];

/** A Markdown table. The ratios come first: what they are made of belongs to the machine and the hour. */
export function tableOf(results: readonly CaseResult[], cases: readonly Case[]): string {
  const rows = results.map((result) => {
    const asked = cases.find(({ name }) => name === result.name);
    return [
      result.name,
      multiple(result.ours_to_floor, asked?.reach?.floor),
      multiple(result.ours_to_textbook, asked?.reach?.textbook),
      ...SIDES.map((side) => {
        const { requests_per_second: rate, p50, p99, cpu } = result.sides[side];
        return `${rate.toFixed(0)}/s: ${p50}, ${p99}, ${cpu?.toFixed(2) ?? '?'} ms`;
      }),
    ];
  });
  const widths = COLUMNS.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(COLUMNS), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

function multiple(value: number, reach: number | undefined): string {
  return `× ${value.toFixed(2)}${reach === undefined ? '' : ` (≥ ${reach})`}`;
}
