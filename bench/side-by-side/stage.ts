import type { LocalCognito } from '@tenantry/local-cognito';
import {
  TEMPLATE_DATABASE,
  inDatabase,
  startTestPostgres,
  type TestPostgres,
} from '../../test/support/postgres.ts';
import { fill, type Filling } from '../stage/fill.ts';
import { cognitoVariables, makePeople, startCognito, type Person } from './people.ts';

/** What all sides work with: one PostgreSQL with rows in it, one Cognito, and people who have signed in. */
export class Stage {
  readonly people: readonly Person[];
  readonly filling: Filling;
  /** What a server is set up by. */
  readonly variables: Readonly<Record<string, string>>;
  private readonly postgres: TestPostgres;
  private readonly cognito: LocalCognito;

  private constructor(
    postgres: TestPostgres,
    cognito: LocalCognito,
    filling: Filling,
    people: readonly Person[],
  ) {
    this.postgres = postgres;
    this.cognito = cognito;
    this.filling = filling;
    this.people = people;
    this.variables = {
      ...cognitoVariables(cognito),
      DATABASE_URL: inDatabase(postgres.runtimeUrl, TEMPLATE_DATABASE),
      // As the local stack runs it, whose issuer is no https address.
      NODE_ENV: 'production',
      LOCAL_STACK: '1',
    };
  }

  static async set(filling: Filling): Promise<Stage> {
    const postgres = await startTestPostgres();
    const cognito = await startCognito();
    const superuserUrl = inDatabase(postgres.superuserUrl, TEMPLATE_DATABASE);
    await fill(superuserUrl, filling);
    return new Stage(postgres, cognito, filling, await makePeople(cognito, superuserUrl, filling.tenants));
  }

  async strike(): Promise<void> {
    await this.cognito.close();
    await this.postgres.stop();
  }
}
