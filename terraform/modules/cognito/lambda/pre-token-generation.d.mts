export interface PreTokenGenerationEvent {
  readonly version: string;
  readonly triggerSource: string;
  readonly request: { readonly userAttributes: Readonly<Record<string, string>> };
  readonly response: { claimsAndScopeOverrideDetails?: object | null };
}

export function handler(event: PreTokenGenerationEvent): Promise<PreTokenGenerationEvent>;
