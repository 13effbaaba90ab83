import { Module } from '@nestjs/common';
import { AuditTrailController } from './audit-trail.controller.ts';
import { AuditTrailService } from './audit-trail.service.ts';

/** Reads what `audit/` wrote. A feature of its own: writing stands below tenancy, reading above it. */
@Module({ controllers: [AuditTrailController], providers: [AuditTrailService] })
export class AuditTrailModule {}
