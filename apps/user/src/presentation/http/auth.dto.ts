import { ApiProperty } from '@nestjs/swagger';
import { IsString, Length, MaxLength } from 'class-validator';
import { PublicKey } from '../../application/ports/public-keys';
import { TokenPair } from '../../application/token-pair';
import { IsEmailAddress, IsPassword, IsPersonName, PERSON_NAME } from './fields';

export class RegisterDto {
  @ApiProperty({ example: 'yash@example.com', format: 'email' })
  @IsEmailAddress()
  readonly email!: string;

  @ApiProperty({
    example: 'correct horse battery',
    maxLength: 72,
    description: '8 to 72 bytes, any characters.',
  })
  @IsPassword()
  readonly password!: string;

  @ApiProperty({ example: 'Yash', pattern: PERSON_NAME, minLength: 1, maxLength: 100, description: 'One line.' })
  @IsPersonName()
  readonly name!: string;
}

export class LoginDto {
  @ApiProperty({ example: 'yash@example.com', format: 'email' })
  // The ADMIN of the settings may be at a host without a dot.
  @IsEmailAddress({ require_tld: false })
  readonly email!: string;

  @ApiProperty({ example: 'correct horse battery', maxLength: 1_000 })
  @IsString()
  @MaxLength(1_000)
  readonly password!: string;
}

export class RefreshDto {
  @ApiProperty({ minLength: 1, maxLength: 500 })
  @IsString()
  @Length(1, 500)
  readonly refresh_token!: string;
}

export class TokenPairDto {
  @ApiProperty() access_token!: string;
  @ApiProperty({ enum: ['Bearer'] }) token_type!: 'Bearer';
  @ApiProperty({ example: 900, description: 'Seconds until the access token expires.' }) expires_in!: number;
  @ApiProperty({ description: 'Good for one refresh.' }) refresh_token!: string;
}

export class JwkDto {
  @ApiProperty({ enum: ['RSA'] }) kty!: 'RSA';
  @ApiProperty() n!: string;
  @ApiProperty() e!: string;
  @ApiProperty({ enum: ['RS256'] }) alg!: 'RS256';
  @ApiProperty({ enum: ['sig'] }) use!: 'sig';
  @ApiProperty() kid!: string;
}

export class JwksDto {
  @ApiProperty({ type: [JwkDto] }) keys!: JwkDto[];
}

export function toTokenPairDto(pair: TokenPair): TokenPairDto {
  return {
    access_token: pair.accessToken,
    token_type: 'Bearer',
    expires_in: pair.expiresInSeconds,
    refresh_token: pair.refreshToken,
  };
}

export function toJwkDto({ kid, n, e }: PublicKey): JwkDto {
  return { kty: 'RSA', n, e, alg: 'RS256', use: 'sig', kid };
}
