import { loadDotEnv } from './dotenv.ts';
import { seedDemo } from './demo/rows.ts';
import { seedCognito } from './demo/users.ts';

export { seedDemo, type SeedDemoOptions } from './demo/rows.ts';
export { seedCognito, type SeedCognitoOptions } from './demo/users.ts';

/** The demo users go into the pool, the demo rows into the database, that the environment names. */
async function main(environment: NodeJS.ProcessEnv): Promise<void> {
  const userPoolId = environment['COGNITO_USER_POOL_ID'];
  const ownerUrl = environment['DATABASE_OWNER_URL'] || environment['DATABASE_URL'];
  if (!userPoolId || !ownerUrl) {
    throw new Error(
      'set COGNITO_USER_POOL_ID and DATABASE_URL to the pool and the database to fill. ' +
        '"npm start" makes both, with the demo data in them.',
    );
  }
  if (environment['NODE_ENV'] === 'production') {
    throw new Error('NODE_ENV is production: the passwords of the demo users are public.');
  }
  const region = environment['AWS_REGION'] || 'ap-northeast-1';
  const issuer = environment['COGNITO_ISSUER'] || `https://cognito-idp.${region}.amazonaws.com/${userPoolId}`;
  const endpoint = environment['AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER'] || undefined;
  const subjects = await seedCognito({ endpoint, region, userPoolId });
  await seedDemo({ ownerUrl, issuer, subjects, log: (line) => console.log(line) });
  console.log(`The demo data is in place: ${Object.keys(subjects).length} users.`);
}

if (import.meta.main) {
  loadDotEnv();
  main(process.env).catch((error: unknown) => {
    console.error(`Seeding failed: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  });
}
