/** As much of Postman's Collection Format 2.1.0 as is written. */
export interface Pair {
  readonly key: string;
  readonly value: string;
  readonly description?: string;
  readonly disabled?: true;
}

export interface PostmanRequest {
  readonly method: string;
  readonly url: {
    readonly raw: string;
    readonly host: string[];
    readonly path: string[];
    readonly query?: Pair[];
  };
  readonly auth: { readonly type: 'noauth' } | { readonly type: 'bearer'; readonly bearer: object[] };
  readonly header: Pair[];
  readonly body?: { readonly mode: 'raw'; readonly raw: string; readonly options: object };
  readonly description?: string;
}

export interface Example {
  readonly name: string;
  readonly originalRequest: PostmanRequest;
  readonly status: string;
  readonly code: number;
  readonly _postman_previewlanguage: 'json' | 'text';
  readonly header: Pair[];
  readonly cookie: never[];
  readonly body: string;
}

export interface Script {
  readonly listen: 'prerequest' | 'test';
  readonly script: { readonly type: 'text/javascript'; readonly exec: string[] };
}

export interface Item {
  readonly name: string;
  readonly event: Script[];
  readonly request: PostmanRequest;
  readonly response: Example[];
}

export interface ItemFolder {
  readonly name: string;
  readonly description?: string;
  readonly item: readonly (Item | ItemFolder)[];
}

export function script(listen: Script['listen'], lines: string[]): Script {
  return { listen, script: { type: 'text/javascript', exec: lines } };
}
