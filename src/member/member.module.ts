import { Module } from '@nestjs/common';
import { MemberList } from './member-list.ts';
import { MemberController } from './member.controller.ts';
import { MemberService } from './member.service.ts';

@Module({ controllers: [MemberController], providers: [MemberService, MemberList] })
export class MemberModule {}
