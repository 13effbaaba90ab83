import { Injectable, UnauthorizedException, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import jwt from 'jsonwebtoken';
import { JwksClient } from 'jwks-rsa';

export interface SignedInRequest extends Request {
  user: jwt.JwtPayload;
}

@Injectable()
export class JwtGuard implements CanActivate {
  private readonly jwks = new JwksClient({
    jwksUri: process.env['COGNITO_JWKS_URI'] ?? '',
    cache: true,
    rateLimit: true,
  });

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<SignedInRequest>();
    const token = request.headers.authorization?.split(' ')[1] ?? '';
    try {
      const kid = jwt.decode(token, { complete: true })?.header.kid;
      const key = await this.jwks.getSigningKey(kid);
      const claims = jwt.verify(token, key.getPublicKey(), {
        algorithms: ['RS256'],
        issuer: process.env['COGNITO_ISSUER'] ?? '',
      }) as jwt.JwtPayload;
      if (claims['token_use'] !== 'access' || claims['client_id'] !== process.env['COGNITO_APP_CLIENT_ID']) {
        throw new UnauthorizedException();
      }
      request.user = claims;
      return true;
    } catch {
      throw new UnauthorizedException();
    }
  }
}
