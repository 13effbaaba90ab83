import 'reflect-metadata';
import cluster from 'node:cluster';
import { Cluster } from './cluster.ts';
import { EnvironmentModule } from './platform/config/environment.module.ts';
import { createLogger } from './platform/logging/logger.ts';
import { reportStartFailure } from './platform/logging/start-failure.ts';

try {
  const configuration = await EnvironmentModule.forRoot();
  const { processes, logLevel } = configuration.environment;
  if (processes > 1 && cluster.isPrimary) new Cluster(processes, createLogger(logLevel)).start();
  // Loaded here: a primary that serves nothing need not hold the application in memory.
  else await (await import('./serve.ts')).serve(configuration);
} catch (error) {
  reportStartFailure(error);
}
