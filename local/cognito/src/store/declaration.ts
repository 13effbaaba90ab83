import type { PasswordPolicy, RecoveryName } from './pool-settings.ts';

/** An app client as code or a configuration file declares it, with a fixed id. */
export interface ClientDeclaration {
  readonly id: string;
  readonly name: string;
  readonly secret?: string;
  /** Default of the service when absent; `[]` is none at all (a client of the hosted UI). */
  readonly explicitAuthFlows?: readonly string[];
  /** With at least one, the hosted UI serves this client. */
  readonly callbackUrls?: readonly string[];
  readonly logoutUrls?: readonly string[];
  /** OAuth scopes; `openid email profile` when absent. */
  readonly scopes?: readonly string[];
  /** `code` when absent. */
  readonly oauthFlows?: readonly ('code' | 'implicit')[];
  readonly readAttributes?: readonly string[];
  readonly writeAttributes?: readonly string[];
  /** Off when absent. */
  readonly refreshTokenRotation?: { readonly graceSeconds?: number };
  /** Seconds; the service's defaults (1 h, 1 h, 30 days) where absent. */
  readonly validity?: {
    readonly accessSeconds?: number;
    readonly idSeconds?: number;
    readonly refreshSeconds?: number;
  };
  /** Life of a challenge session, 3 when absent. */
  readonly authSessionMinutes?: number;
  readonly preventUserExistenceErrors?: 'ENABLED' | 'LEGACY';
  readonly enableTokenRevocation?: boolean;
}

/** A pool with e-mail as the user name, as code or a configuration file declares it, with a fixed id. */
export interface PoolDeclaration {
  /** As the service forms it: `<region>_<letters and digits>`. */
  readonly id: string;
  readonly name: string;
  readonly domain?: string;
  readonly passwordPolicy?: Partial<PasswordPolicy>;
  /** Without `custom:`; strings of up to 2048 characters where nothing else is said, changeable by an administrator. */
  readonly customAttributes?: readonly (string | { readonly name: string; readonly maxLength: number })[];
  readonly groups?: readonly string[];
  /** Whether SignUp is closed; open when absent, as in the service. */
  readonly adminCreateUserOnly?: boolean;
  /** Ways to a new password, the first one first; not set when absent. */
  readonly accountRecovery?: readonly RecoveryName[];
  /** Attributes whose new value counts only after it was verified. */
  readonly verifyBeforeUpdate?: readonly ('email' | 'phone_number')[];
  readonly deletionProtection?: boolean;
  readonly clients: readonly ClientDeclaration[];
}
