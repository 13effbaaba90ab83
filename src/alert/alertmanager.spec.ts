import { describe, expect, it } from '@jest/globals';
import { validate } from 'class-validator';
import { CreateAlertDto } from './alert.dto.ts';
import type { AlertmanagerAlertDto } from './alertmanager.dto.ts';
import { intakeOf, reportOf } from './alertmanager.ts';

const firing = (more: Partial<AlertmanagerAlertDto> = {}): AlertmanagerAlertDto => ({
  status: 'firing',
  labels: {},
  fingerprint: 'f',
  ...more,
});

describe('An alert of Alertmanager', () => {
  it.each<[string, Partial<AlertmanagerAlertDto>]>([
    ['summary', { annotations: { summary: 'summary', title: 'title' }, labels: { alertname: 'name' } }],
    ['title', { annotations: { title: 'title' }, labels: { alertname: 'name' } }],
    ['title', { annotations: { summary: ' \n', title: 'title' } }],
    ['name', { annotations: {}, labels: { alertname: 'name' } }],
    ['name', { labels: { alertname: 'name' } }],
    ['Alert', { labels: { alertname: '' } }],
    ['Alert', {}],
  ])('is called %s for %j', (title, alert) => {
    expect(reportOf(firing(alert)).title).toBe(title);
  });

  it.each<[string | null, Record<string, string>]>([
    ['d', { description: 'd', message: 'm' }],
    ['m', { message: 'm' }],
    [null, { summary: 's' }],
    [null, { description: '', message: ' ' }],
  ])('is described as %s by %j', (description, annotations) => {
    expect(reportOf(firing({ annotations })).description).toBe(description);
  });

  it.each([
    ...['critical', 'page', 'error', 'fatal', 'emergency', 'high', 'CRITICAL', ' Page '].map(
      (label) => [label, 'critical'] as const,
    ),
    ...['info', 'information', 'none', 'low', 'debug', 'Info'].map((label) => [label, 'info'] as const),
    ...['warning', '', 'P1', 'constructor', '__proto__'].map((label) => [label, 'warning'] as const),
  ])('labelled %j is %s', (severity, expected) => {
    expect(reportOf(firing({ labels: { severity } })).severity).toBe(expected);
  });

  it('without a label is a warning', () => expect(reportOf(firing()).severity).toBe('warning'));

  it('keeps its labels, and where and when it came from', () => {
    const labels = { b: '2', a: '1' };
    const startsAt = '2026-11-22T09:00:00Z';
    expect(reportOf(firing({ labels, startsAt, generatorURL: 'http://p/' })).labels).toEqual({
      ...labels,
      generator_url: 'http://p/',
      starts_at: startsAt,
    });
    const own = { generator_url: 'mine', starts_at: 'then' };
    expect(reportOf(firing({ labels: own, startsAt, generatorURL: 'http://p/' })).labels).toEqual(own);
    expect(reportOf(firing({ startsAt: null })).labels).toEqual({});
  });

  it('keeps fifty labels', () => {
    const labels = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, n) => [`l${n}`, `${n}`]));
    const kept = reportOf(firing({ labels: labels(80), generatorURL: 'http://p/' })).labels;
    expect(kept).toEqual(labels(50));
    const almost = reportOf(firing({ labels: labels(49), generatorURL: 'http://p/', startsAt: 'x' })).labels;
    expect(almost).toEqual({ ...labels(49), generator_url: 'http://p/' });
  });

  it.each(['x', '😀', 'ä'])('with long texts of %s is cut to what an alert may have', async (character) => {
    const long = character.repeat(10_000);
    const report = reportOf(
      firing({
        labels: { [long]: long, '': 'nameless', alertname: 'a' },
        annotations: { summary: `a${long}`, description: `a${long}` },
      }),
    );
    expect(await validate(Object.assign(new CreateAlertDto(), report))).toEqual([]);
    for (const text of [report.title, report.description ?? '', ...Object.keys(report.labels ?? {})]) {
      expect(text === 'alertname' || /^[^…]+…$/.test(text)).toBe(true);
    }
    expect(Object.keys(report.labels ?? {})).toHaveLength(2);
  });
});

describe('A notification', () => {
  it('reports what fires and what is over, the last of each fingerprint', () => {
    const alert = (fingerprint: string, status: 'firing' | 'resolved', n: string) =>
      firing({ fingerprint, status, labels: { n } });
    const { reports, resolved, source } = intakeOf({
      version: '4',
      alerts: [
        alert('a', 'firing', '1'),
        alert('b', 'resolved', '2'),
        alert('a', 'resolved', '3'),
        alert('b', 'firing', '4'),
        alert('c', 'firing', '5'),
        alert('c', 'firing', '6'),
      ],
    });
    expect(source).toBe('alertmanager');
    expect(resolved).toEqual(['a']);
    expect(reports.map(({ dedup_key, labels }) => [dedup_key, labels])).toEqual([
      ['b', { n: '4' }],
      ['c', { n: '6' }],
    ]);
  });

  it('may be empty', () => {
    expect(intakeOf({ version: '4', alerts: [] })).toMatchObject({ reports: [], resolved: [] });
  });
});
