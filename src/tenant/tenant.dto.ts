import { ApiProperty } from '@nestjs/swagger';

export class CurrentTenantDto {
  @ApiProperty({ example: 'tenant_a' })
  tenant_id!: string;

  @ApiProperty({ example: 'Acme' })
  name!: string;

  @ApiProperty({ enum: ['admin', 'member', 'viewer'], example: 'admin', description: 'Your role in it.' })
  role!: 'admin' | 'member' | 'viewer';

  @ApiProperty({ enum: ['access', 'id'] })
  token_use!: 'access' | 'id';

  @ApiProperty({ enum: ['header', 'subdomain', 'claim'], description: 'How requests name their tenant.' })
  mode!: 'header' | 'subdomain' | 'claim';
}
