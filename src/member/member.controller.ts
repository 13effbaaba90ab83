import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import { ChangesVersion, IfMatch, type ExpectedVersions } from '../platform/http/entity-tag.ts';
import { Refuses } from '../platform/http/refuses.decorator.ts';
import { addressNotConfirmed, alreadyMember } from '../tenancy/invitation-problems.ts';
import { Idempotent } from '../tenancy/idempotency.ts';
import { RequireRole } from '../tenancy/role.decorator.ts';
import { lastAdmin, noSuchMember } from './member-problems.ts';
import { InviteMemberDto, MemberDto, MemberPageDto, MemberQuery, UpdateMemberDto } from './member.dto.ts';
import { MemberService } from './member.service.ts';
import { SubjectPipe } from './subject.pipe.ts';

const SUB_PARAM = {
  name: 'sub',
  description: '`sub` of the member.',
  example: '5b1f0c1e-7c39-4c58-9d3d-0b7a4a2f9f10',
};

@ApiTags('Members')
@Controller('tenant/members')
export class MemberController {
  constructor(private readonly members: MemberService) {}

  @Get()
  @RequireRole('viewer')
  @ApiOperation({ summary: 'List the members of your tenant', description: 'In the order they joined.' })
  @ApiOkResponse({ type: MemberPageDto })
  list(@Query() query: MemberQuery): Promise<MemberPageDto> {
    return this.members.list(query);
  }

  @Post()
  @RequireRole('admin')
  @Idempotent()
  @ApiOperation({
    summary: 'Invite somebody',
    description:
      'Makes an account that gets a temporary password by e-mail, or adds a membership to the account there is; the answer does not tell which. It can be repeated: whoever has not signed in yet gets a new password by e-mail. Who was suspended or removed is active again.',
  })
  @ApiCreatedResponse({ type: MemberDto })
  @Refuses(alreadyMember, addressNotConfirmed)
  invite(@Body() dto: InviteMemberDto): Promise<MemberDto> {
    return this.members.invite(dto);
  }

  @Patch(':sub')
  @RequireRole('admin')
  @ChangesVersion()
  @ApiOperation({
    summary: "Change a member's role, suspend or reactivate a member",
    description: 'Effective within 5 s.',
  })
  @ApiParam(SUB_PARAM)
  @ApiOkResponse({ type: MemberDto })
  @Refuses(noSuchMember, lastAdmin)
  update(
    @Param('sub', SubjectPipe) sub: string,
    @Body() dto: UpdateMemberDto,
    @IfMatch() expected: ExpectedVersions,
  ): Promise<MemberDto> {
    return this.members.update(sub, dto, expected);
  }

  @Delete(':sub')
  @HttpCode(204)
  @RequireRole('admin')
  @ChangesVersion()
  @ApiOperation({
    summary: 'Remove a member',
    description: 'Effective within 5 s. The account itself stays; a new invitation brings the member back.',
  })
  @ApiParam(SUB_PARAM)
  @ApiNoContentResponse()
  @Refuses(noSuchMember, lastAdmin)
  remove(@Param('sub', SubjectPipe) sub: string, @IfMatch() expected: ExpectedVersions): Promise<void> {
    return this.members.remove(sub, expected);
  }
}
