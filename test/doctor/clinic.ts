import { startLocalCognito, type LocalCognito, type PoolDeclaration } from '@tenantry/local-cognito';
import { cognitoVariables, pool } from '../../local/stack/cognito.ts';
import { readOptions } from '../../local/stack/options.ts';
import { webVariables } from '../../local/stack/web.ts';
import type { Outcome } from '../../src/doctor/diagnosis.ts';
import { examine, type Examination } from '../../src/doctor/examination.ts';
import type { Finding } from '../../src/doctor/finding.ts';

export type Variables = Readonly<Record<string, string>>;

/** What is changed in a set-up that is right. */
export interface Plant {
  readonly pool?: (shipped: PoolDeclaration) => PoolDeclaration;
  readonly variables?: (right: Variables, cognito: LocalCognito) => Record<string, string | undefined>;
  readonly cognito?: (cognito: LocalCognito) => void;
}

/** As `npm start` without any variable: the pool, its clients and what API and front end are told. */
const OPTIONS = readOptions([], {});

/** The local Cognito as it is shipped, but for what is planted, while `work` is done. */
export async function withSetup<Result>(
  databaseUrl: string,
  plant: Plant,
  work: (variables: Record<string, string | undefined>, cognito: LocalCognito) => Promise<Result>,
): Promise<Result> {
  const shipped = pool(OPTIONS);
  const cognito = await startLocalCognito({ hooks: true, pools: [plant.pool?.(shipped) ?? shipped] });
  try {
    const right = {
      ...cognitoVariables(OPTIONS, cognito),
      ...webVariables(OPTIONS, cognito),
      DATABASE_URL: databaseUrl,
    };
    plant.cognito?.(cognito);
    return await work({ ...right, ...plant.variables?.(right, cognito) }, cognito);
  } finally {
    await cognito.close();
  }
}

/** What the doctor says of it. */
export function examined(databaseUrl: string, plant: Plant = {}): Promise<Examination> {
  return withSetup(databaseUrl, plant, examineWith);
}

export function examineWith(variables: Readonly<Record<string, string | undefined>>): Promise<Examination> {
  // The AWS SDK reads these itself.
  for (const name of Object.keys(variables).filter((each) => each.startsWith('AWS_'))) {
    process.env[name] = variables[name];
  }
  return examine(variables);
}

/** @returns every finding of a severity, with the name of its check */
export function findings(
  { diagnosis }: Examination,
  severity: Finding['severity'],
): (Finding & { name: string })[] {
  return diagnosis.outcomes
    .flatMap((each) =>
      each.outcome === 'finding' ? each.findings.map((one) => ({ name: each.name, ...one })) : [],
    )
    .filter((each) => each.severity === severity);
}

export function reasons(
  { diagnosis }: Examination,
  outcome: 'not_made' | 'does_not_apply',
): Record<string, string> {
  const isSuch = (each: Outcome) => each.outcome === outcome;
  return Object.fromEntries(
    diagnosis.outcomes.filter(isSuch).map((each) => [each.name, 'reason' in each ? each.reason : '']),
  );
}

/** The shipped pool with one of its clients changed. */
export function client(
  id: 'api' | 'web' | 'swagger',
  change: Partial<PoolDeclaration['clients'][number]>,
): (shipped: PoolDeclaration) => PoolDeclaration {
  return (shipped) => ({
    ...shipped,
    clients: shipped.clients.map((each) =>
      each.id === `tenantrylocal${id}` ? { ...each, ...change } : each,
    ),
  });
}
