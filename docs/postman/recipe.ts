/** Who sends a request: the variable that holds the token or the key. */
export type Caller =
  'access_token' | 'platform_token' | 'api_key' | 'stream_token' | 'leaving_token' | 'nobody';

/** One request of the collection, as far as the OpenAPI document does not say it. */
export interface Recipe {
  /** `operationId` */
  readonly operation: string;
  /** Instead of the summary of the operation; two requests of one operation must be told apart. */
  readonly name?: string;
  readonly note?: string;
  readonly caller?: Caller;
  /** What stands in the path, by the name of the parameter, instead of what stands there in all requests. */
  readonly path?: Readonly<Record<string, string>>;
  /** Query parameters that are sent. The others can be switched on by hand. */
  readonly query?: Readonly<Record<string, string>>;
  /** Headers on top of those that every request of this kind has. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Fields on top of the document's example, or instead of it where it is a text. */
  readonly body?: Readonly<Record<string, unknown>> | string;
  /** Instead of the one that says that all is well. */
  readonly status?: number;
  /** Where the answer has several types. */
  readonly contentType?: string;
  /** Variables that later requests use, each with the expression that its value comes from. */
  readonly saves?: Readonly<Record<string, string>>;
  /** Variables that are good for nothing after this request. */
  readonly spends?: readonly string[];
  /** Assertions of this request alone: what it says, and an expression that must be true. */
  readonly checks?: Readonly<Record<string, string>>;
  /** It destroys something: it comes after the refusals, which need what is destroyed. */
  readonly last?: true;
  /** Which refusals this operation does not have, though its form suggests them. */
  readonly without?: readonly Refusal[];
  /** A body that must be refused with 400, and the field that the answer names. */
  readonly wrong?: { readonly body: string; readonly field: string };
}

/** The refusals that follow from the form of an operation. */
export type Refusal = 'token' | 'tenant' | 'group' | 'id' | 'body' | 'query' | 'version' | 'type';

export interface Folder {
  /** A tag of the document. */
  readonly tag: string;
  /** Who sends its requests, where the document does not tell a tenant's user from somebody else. */
  readonly caller?: Caller;
  readonly recipes: readonly Recipe[];
}
