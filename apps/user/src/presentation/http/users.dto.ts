import { ApiProperty } from '@nestjs/swagger';
import { Role } from '@tradewind/kernel';
import { IsIn, IsString, Length, Matches } from 'class-validator';
import { UserView } from '../../application/find-user/user.queries';

/** A name is one line, since it goes into the head of mails, and not only blanks. */
export const NAME = /^(?=.*\S)\P{Cc}*$/u;
export const NAME_MESSAGE = 'name must be one line with at least one visible character';

export class RenameDto {
  @ApiProperty({ example: 'Yash', minLength: 1, maxLength: 100 })
  @IsString()
  @Length(1, 100)
  @Matches(NAME, { message: NAME_MESSAGE })
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
    created_at: view.createdAt.toISOString(),
  };
}
