import { Body, Controller, Get, Header, HttpCode, Post } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiTags,
  ApiTooManyRequestsResponse,
  ApiUnauthorizedResponse,
} from '@nestjs/swagger';
import { ClientAddress, CurrentUser, Public, SignedIn } from '@tradewind/http';
import { Dispatcher, DomainError, type Principal } from '@tradewind/kernel';
import { UserQueries } from '../../application/find-user/user.queries';
import { LogInHandler } from '../../application/log-in/log-in.handler';
import { LogOutEverywhereHandler } from '../../application/log-out-everywhere/log-out-everywhere.handler';
import { LogOutHandler } from '../../application/log-out/log-out.handler';
import { PublicKeys } from '../../application/ports/public-keys';
import { RefreshSessionHandler } from '../../application/refresh-session/refresh-session.handler';
import { RegisterUserHandler } from '../../application/register-user/register-user.handler';
import { JwksDto, LoginDto, RefreshDto, RegisterDto, toJwkDto, TokenPairDto, toTokenPairDto } from './auth.dto';
import { ProfileDto, toProfileDto } from './users.dto';

@ApiTags('auth')
@Controller('auth')
export class AuthController {
  constructor(
    private readonly dispatcher: Dispatcher,
    private readonly registerUser: RegisterUserHandler,
    private readonly logIn: LogInHandler,
    private readonly refreshSession: RefreshSessionHandler,
    private readonly logOut: LogOutHandler,
    private readonly logOutEverywhere: LogOutEverywhereHandler,
    private readonly users: UserQueries,
    private readonly publicKeys: PublicKeys,
  ) {}

  @Post('register')
  @Public()
  @ApiCreatedResponse({ type: ProfileDto })
  async register(@Body() { email, name, password }: RegisterDto): Promise<ProfileDto> {
    const userId = await this.dispatcher.run(this.registerUser, { email, name, password });
    return toProfileDto(await this.users.get(userId));
  }

  @Post('login')
  @HttpCode(200)
  @Public()
  @Header('cache-control', 'no-store')
  @ApiOkResponse({ type: TokenPairDto })
  @ApiUnauthorizedResponse()
  @ApiTooManyRequestsResponse({ description: 'Five attempts from this address have failed within 15 minutes.' })
  async login(@Body() { email, password }: LoginDto, @ClientAddress() address: string): Promise<TokenPairDto> {
    return toTokenPairDto(await this.dispatcher.run(this.logIn, { email, password, address }));
  }

  @Post('refresh')
  @HttpCode(200)
  @Public()
  @Header('cache-control', 'no-store')
  @ApiOkResponse({ type: TokenPairDto })
  @ApiUnauthorizedResponse()
  async refresh(@Body() body: RefreshDto): Promise<TokenPairDto> {
    const answer = await this.dispatcher.run(this.refreshSession, { refreshToken: body.refresh_token });
    if (answer instanceof DomainError) throw answer;
    return toTokenPairDto(answer);
  }

  @Post('logout')
  @HttpCode(204)
  @SignedIn()
  @ApiNoContentResponse()
  async logout(@Body() body: RefreshDto, @CurrentUser() { userId }: Principal): Promise<void> {
    await this.dispatcher.run(this.logOut, { userId, refreshToken: body.refresh_token });
  }

  @Post('logout-all')
  @HttpCode(204)
  @SignedIn()
  @ApiNoContentResponse()
  async logoutAll(@CurrentUser() { userId }: Principal): Promise<void> {
    await this.dispatcher.run(this.logOutEverywhere, { userId });
  }

  @Get('jwks')
  @Public()
  @Header('cache-control', 'public, max-age=15')
  @ApiOkResponse({ type: JwksDto })
  jwks(): JwksDto {
    return { keys: this.publicKeys.all().map(toJwkDto) };
  }
}
