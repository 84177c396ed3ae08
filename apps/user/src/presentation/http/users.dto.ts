import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Role } from '@tradewind/kernel';
import { IsIn } from 'class-validator';
import { UserView } from '../../application/find-user/user.queries';
import { IsPersonName } from './fields';

export class RenameDto {
  @ApiProperty({ example: 'Yash', minLength: 1, maxLength: 100 })
  @IsPersonName()
  readonly name!: string;
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
