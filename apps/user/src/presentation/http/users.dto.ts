import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Role } from '@tradewind/kernel';
import { IsIn, IsString, MaxLength } from 'class-validator';
import { UserView } from '../../application/find-user/user.queries';
import { IsPassword, IsPersonName, PERSON_NAME } from './fields';

export class RenameDto {
  @ApiProperty({ example: 'Yash', pattern: PERSON_NAME, minLength: 1, maxLength: 100, description: 'One line.' })
  @IsPersonName()
  readonly name!: string;
}

export class ChangePasswordDto {
  @ApiProperty({ example: 'correct horse battery' })
  @IsString()
  @MaxLength(1_000)
  readonly current_password!: string;

  @ApiProperty({ example: 'staple horse battery', description: '8 to 72 bytes, any characters.' })
  @IsPassword()
  readonly new_password!: string;
}

export class ChangeRoleDto {
  @ApiProperty({ enum: Role })
  @IsIn(Object.values(Role))
  readonly role!: Role;
}

export class ProfileDto {
  @ApiProperty() id!: string;
  @ApiProperty() email!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ enum: Role }) role!: Role;
  @ApiPropertyOptional({ description: 'The outside issuer that keeps this user; left out for our own.' })
  issuer?: string;
  @ApiProperty() created_at!: string;
}

export class ProfilePageDto {
  @ApiProperty({ type: [ProfileDto] }) items!: ProfileDto[];
  @ApiProperty({ type: String, nullable: true }) next_cursor!: string | null;
}

export function toProfileDto(view: UserView): ProfileDto {
  return {
    id: view.id,
    email: view.email,
    name: view.name,
    role: view.role,
    ...(view.issuer !== undefined && { issuer: view.issuer }),
    created_at: view.createdAt.toISOString(),
  };
}
