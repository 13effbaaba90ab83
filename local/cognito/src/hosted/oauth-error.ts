import { json, redirect, type Reply } from '../http/reply.ts';
import type { HttpRequest } from '../http/request.ts';
import { CORS } from './cors.ts';
import { errorPage, type PageFault } from './pages.ts';
import { languageOf } from './texts.ts';

/** A fault that must not be sent to the redirect_uri, because that or the client itself is in doubt. */
export class PageError extends Error {
  readonly fault: PageFault;

  constructor(fault: PageFault) {
    super(fault);
    this.fault = fault;
  }
}

/** A fault that the client learns at its redirect_uri (RFC 6749, 4.1.2.1). */
export class CallbackError extends Error {
  readonly redirectUri: string;
  readonly error: string;
  readonly state: string | undefined;

  constructor(redirectUri: string, state: string | undefined, error: string, description: string) {
    super(description);
    this.redirectUri = redirectUri;
    this.state = state;
    this.error = error;
  }
}

/** A fault of the token or revocation endpoint (RFC 6749, 5.2). */
export class TokenError extends Error {
  readonly error: string;
  readonly status: number;

  constructor(error: string, description = '', status = 400) {
    super(description);
    this.error = error;
    this.status = status;
  }
}

/** Turns the errors above into replies; anything else goes on to the server. */
export function hostedReply(request: HttpRequest, error: unknown): Reply {
  if (error instanceof PageError) return errorPage(languageOf(request), error.fault);
  if (error instanceof CallbackError) {
    return redirect(
      withParameters(error.redirectUri, {
        error: error.error,
        error_description: error.message,
        state: error.state,
      }),
    );
  }
  if (error instanceof TokenError) {
    const description = error.message === '' ? {} : { error_description: error.message };
    return json(error.status, { error: error.error, ...description }, CORS);
  }
  throw error;
}

export function withParameters(uri: string, parameters: Record<string, string | undefined>): string {
  const url = new URL(uri);
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) url.searchParams.append(name, value);
  }
  return url.href;
}
