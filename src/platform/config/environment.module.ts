import { Module, type DynamicModule } from '@nestjs/common';
import { ConfigModule } from '@nestjs/config';
import { Environment } from './environment.ts';
import { readEnvironment } from './read-environment.ts';

/** What was read, and the module that provides it everywhere. */
export interface Configuration {
  readonly environment: Environment;
  readonly module: DynamicModule;
}

@Module({})
export class EnvironmentModule {
  /**
   * Reads the {@link Environment}.
   * @param variables instead of the process's own and `.env`, for tests
   * @throws {ConfigurationError} when a variable is missing or wrong
   */
  static async forRoot(variables?: Readonly<Record<string, string | undefined>>): Promise<Configuration> {
    let read: Readonly<Record<string, unknown>> = {};
    const given = variables !== undefined;
    const config = await ConfigModule.forRoot({
      ignoreEnvFile: given,
      ignoreEnvVars: given,
      validate: (merged) => (read = merged),
    });
    const environment = readEnvironment(variables ?? read);
    const module = {
      module: EnvironmentModule,
      global: true,
      imports: [config],
      providers: [{ provide: Environment, useValue: environment }],
      exports: [Environment],
    };
    return { environment, module };
  }
}
