import { without, type Mutant } from './mutant.ts';

const SERVICE = 'src/alert/alert.service.ts';
const ALERTS = ['test/alert/alerts.e2e-spec.ts'];
const LIFECYCLE = ['test/alert/lifecycle.e2e-spec.ts'];
const ENDS = ['test/alert/stream-ends.e2e-spec.ts'];
const MATRIX = ['test/matrix/matrix.e2e-spec.ts'];
const NET = ['src/platform/net/outbound.spec.ts'];
const SENDERS = ['test/channel/senders.e2e-spec.ts'];
const FAULTS = ['test/channel/faults.e2e-spec.ts'];

/** Who may do what with alerts, who hears of them, and where they go out to. */
export const ALERT_MUTANTS: readonly Mutant[] = [
  without(
    'An alert may be acknowledged whatever has become of it',
    SERVICE,
    'if (!wanted.includes(status)) throw notInState(status, wanted);',
    '',
    LIFECYCLE,
  ),
  without(
    'Two people may change an alert at once',
    'src/alert/alert-rows.ts',
    'WHERE tenant_id = ${tenant} AND id = ${id}::uuid FOR NO KEY UPDATE',
    'WHERE tenant_id = ${tenant} AND id = ${id}::uuid',
    LIFECYCLE,
  ),
  without(
    'An alert may be given to whom an admin has removed, or to a stranger',
    SERVICE,
    'if (subject !== null) await this.requireMember(db, subject);',
    '',
    LIFECYCLE,
  ),
  without(
    "An alert may be about another tenant's item",
    'src/alert/alert-intake.ts',
    'await this.requireItems(db, intake);',
    '',
    ALERTS,
  ),
  without(
    'What somebody does with an alert leaves no trace in the audit',
    'src/alert/alert-journal-rows.ts',
    '    ${audit}`;',
    '    SELECT FROM given`;',
    LIFECYCLE,
  ),
  without(
    'A delivery that cannot be reported ends the process',
    'src/channel/delivery-worker.ts',
    '{ completeJobBatchDelay: 0, failJobBatchDelay: 0 }',
    '{}',
    ['test/channel/faults.e2e-spec.ts'],
  ),
  without(
    'A stream goes on whatever has become of its reader',
    'src/alert/alert-streams.ts',
    'void this.repeat(RECHECK_EVERY, this.recheckAll);',
    '',
    ENDS,
  ),
  without(
    'A stream goes on after the sign-out',
    'src/alert/alert-stream.service.ts',
    'await this.tokens.verify(token, [use])',
    'currentContext()?.principal as never',
    ENDS,
  ),
  {
    ...without(
      'The feed leaves the tenant to row-level security',
      'src/alert/alert-rows.ts',
      'WHERE tenant_id = ${tenant} AND change_number > ${after}',
      'WHERE change_number > ${after}',
      ['test/alert/stream.e2e-spec.ts'],
    ),
    expect: 'held',
    tests: "never tells another tenant's",
  },
  without(
    'The list of alerts is of whatever tenant',
    'src/alert/alert-timeline.ts',
    'if ((await this.prisma.alert.count({ where: { id: alertId } })) === 0) throw noSuchAlert();',
    '',
    MATRIX,
  ),
  without(
    'New sign-ins cannot be left untold',
    'src/alert/new-sign-in.ts',
    'if (this.environment.newSignInAlerts) ',
    '',
    ['test/alert/new-sign-in.e2e-spec.ts'],
  ),
  without(
    'A webhook may lead to a private address by its name',
    'src/platform/net/checked-lookup.ts',
    '!allowPrivate && !addresses.every(({ address }) => isPublicAddress(address))',
    'false',
    NET,
  ),
  without(
    'A webhook is not looked at again when it is called',
    'src/platform/net/outbound.ts',
    'if (fault !== undefined) return reject',
    'if (fault === null) return reject',
    NET,
  ),
  without(
    'A webhook that is set up may lead anywhere',
    'src/channel/channel-target.ts',
    'return outboundUrlFault(url, { allowPrivate });',
    'return allowPrivate ? undefined : undefined;',
    ['test/channel/refusals.e2e-spec.ts'],
  ),
  without(
    'The address of Slack is shown whole',
    'src/channel/channel-target.ts',
    "return type === 'slack' ? originOf(url) : url;",
    "return type === 'slack' ? url : url;",
    ['test/channel/channels.e2e-spec.ts'],
  ),
  without(
    'The signature of a webhook does not cover its body',
    'src/channel/webhook.ts',
    '.update(`${timestamp}.${body}`)',
    '.update(`${timestamp}.${body.slice(0, 0)}`)',
    ['test/channel/delivery.e2e-spec.ts'],
  ),
  without(
    'Two processes may send by one channel at once',
    'src/channel/channel-lease.ts',
    'AND (channel.leased_until IS NULL OR channel.leased_until <= clock_timestamp() OR channel.lease_id = ${lease}::uuid)`',
    '`',
    FAULTS,
  ),
  without(
    'Nobody takes over from a process that has died',
    'src/channel/delivery-worker.ts',
    'const takeOverJobs = () => takeOver(pool).catch(() => undefined);',
    'const takeOverJobs = () => Promise.resolve(takeOver);',
    FAULTS,
  ),
  without(
    'What is sent holds more headers than were meant',
    'src/channel/mailer.ts',
    ".replace(CONTROL, ' ')",
    '',
    SENDERS,
  ),
];
