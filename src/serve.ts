import { AppModule } from './app.module.ts';
import { createApp } from './app.setup.ts';
import { followPrimary } from './cluster.ts';
import type { Configuration } from './platform/config/environment.module.ts';
import { Metrics } from './platform/metrics/metrics.ts';

/** Creates the application and listens: the whole of a process that serves. */
export async function serve(configuration: Configuration): Promise<void> {
  const app = await createApp(AppModule.with(configuration));
  await app.listen(configuration.environment.port);
  app.get(Metrics).serving();
  followPrimary();
}
