import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query, UseInterceptors } from '@nestjs/common';
import {
  ApiForbiddenResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiTags,
  ApiTooManyRequestsResponse,
} from '@nestjs/swagger';
import { AdminOnly, ClientAddress, CurrentUser, pageDto, PageQuery, SignedIn } from '@tradewind/http';
import { Dispatcher, isUuid, type Principal } from '@tradewind/kernel';
import { ChangePasswordHandler } from '../../application/change-password/change-password.handler';
import { ChangeRoleHandler } from '../../application/change-role/change-role.handler';
import { UserQueries } from '../../application/find-user/user.queries';
import { RenameUserHandler } from '../../application/rename-user/rename-user.handler';
import { OutsideUsers } from './outside-users.interceptor';
import { ChangePasswordDto, ChangeRoleDto, ProfileDto, ProfilePageDto, RenameDto, toProfileDto } from './users.dto';

@ApiTags('users')
@UseInterceptors(OutsideUsers)
@Controller('users')
export class UsersController {
  constructor(
    private readonly dispatcher: Dispatcher,
    private readonly renameUser: RenameUserHandler,
    private readonly changePassword: ChangePasswordHandler,
    private readonly changeRole: ChangeRoleHandler,
    private readonly users: UserQueries,
  ) {}

  @Get('me')
  @SignedIn()
  @ApiOkResponse({ type: ProfileDto })
  async me(@CurrentUser() { userId }: Principal): Promise<ProfileDto> {
    return toProfileDto(await this.users.get(userId));
  }

  @Patch('me')
  @SignedIn()
  @ApiOkResponse({ type: ProfileDto })
  async rename(@Body() { name }: RenameDto, @CurrentUser() { userId }: Principal): Promise<ProfileDto> {
    await this.dispatcher.run(this.renameUser, { userId, name });
    return toProfileDto(await this.users.get(userId));
  }

  @Post('me/password')
  @HttpCode(204)
  @SignedIn()
  @ApiNoContentResponse({ description: 'The password is changed, and every session has ended: log in again.' })
  @ApiForbiddenResponse({ description: 'The current password is wrong.' })
  @ApiTooManyRequestsResponse({ description: 'Five attempts from this address have failed within 15 minutes.' })
  async setPassword(
    @Body() { current_password: currentPassword, new_password: newPassword }: ChangePasswordDto,
    @CurrentUser() { userId }: Principal,
    @ClientAddress() address: string,
  ): Promise<void> {
    await this.dispatcher.run(this.changePassword, { userId, currentPassword, newPassword, address });
  }

  @Get()
  @AdminOnly()
  @ApiOkResponse({ type: ProfilePageDto })
  async list(@Query() query: PageQuery): Promise<ProfilePageDto> {
    return pageDto(await this.users.list(query.toPageRequest(isUuid)), toProfileDto);
  }

  @Get(':id')
  @AdminOnly()
  @ApiOkResponse({ type: ProfileDto })
  async find(@Param('id') userId: string): Promise<ProfileDto> {
    return toProfileDto(await this.users.get(userId));
  }

  @Patch(':id/role')
  @AdminOnly()
  @ApiOkResponse({ type: ProfileDto })
  async setRole(
    @Param('id') userId: string,
    @Body() { role }: ChangeRoleDto,
    @CurrentUser() admin: Principal,
  ): Promise<ProfileDto> {
    await this.dispatcher.run(this.changeRole, { userId, role, changedBy: admin.userId });
    return toProfileDto(await this.users.get(userId));
  }
}
